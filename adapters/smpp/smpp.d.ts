/** What is used of the package `smpp` 0.5, which has no types. See docs/providers/smpp.md for what is not, and why. */
declare module "smpp" {
  export type Field = string | number | Buffer;

  /** A protocol data unit: encodes commands, decodes answers. */
  export class PDU {
    constructor(command: string, fields?: Readonly<Record<string, Field>>);
    constructor(bytes: Buffer);
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    /** Undefined when the answer had no body. */
    readonly message_id?: string;
    toBuffer(): Buffer;
  }
}

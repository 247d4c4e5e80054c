/** What the baseline uses of the package `smpp` besides what the adapter does. */
declare module "smpp" {
  import type { Socket } from "node:net";

  export interface Answer {
    readonly command_status: number;
    readonly message_id?: string;
    readonly receipted_message_id?: string;
    response(fields?: Readonly<Record<string, Field>>): Answer;
  }
  export interface Session {
    readonly socket: Socket;
    bind_transceiver(fields: Readonly<Record<string, Field>>, done: (answer: Answer) => void): void;
    submit_sm(fields: Readonly<Record<string, Field>>, done: (answer: Answer) => void): void;
    on(event: "deliver_sm", listener: (pdu: Answer) => void): void;
    on(event: "error", listener: (error: Error) => void): void;
    send(pdu: Answer): void;
    destroy(): void;
  }
  export function connect(options: { readonly url: string }, connected: () => void): Session;
}

/** What the baseline uses of the package `smpp` besides what the adapter does. */
declare module "smpp" {
  export interface Answer {
    readonly command_status: number;
    response(fields?: Readonly<Record<string, Field>>): Answer;
  }
  export interface Session {
    bind_transceiver(fields: Readonly<Record<string, Field>>, done: (answer: Answer) => void): void;
    submit_sm(fields: Readonly<Record<string, Field>>, done: (answer: Answer) => void): void;
    on(event: "deliver_sm", listener: (pdu: Answer) => void): void;
    on(event: "error", listener: (error: Error) => void): void;
    send(pdu: Answer): void;
    destroy(): void;
  }
  export function connect(options: { readonly url: string }, connected: () => void): Session;
}

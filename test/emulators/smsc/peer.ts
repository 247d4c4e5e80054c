import type { Socket } from "node:net";
import type { Receiver } from "./deliveries.ts";
import { COMMAND, type Header, RESPONSE, readHeader, writePdu } from "./pdu.ts";

/** An ESME's connection: whole PDUs in, PDUs out, its answers to deliver_sm. */
export class Peer implements Receiver {
  bound: "no" | "transmitter" | "receiver" | "transceiver" = "no";
  readonly socket: Socket;
  readonly #request: (peer: Peer, header: Header, pdu: Buffer) => void;
  readonly #unanswered = new Map<number, (status: number | undefined) => void>();
  #rest: Buffer = Buffer.alloc(0);
  #sequence = 0;

  constructor(socket: Socket, request: (peer: Peer, header: Header, pdu: Buffer) => void) {
    this.socket = socket;
    this.#request = request;
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.once("close", () => {
      const answers = [...this.#unanswered.values()];
      this.#unanswered.clear();
      for (const answer of answers) answer(undefined);
    });
  }

  get unanswered(): number {
    return this.#unanswered.size;
  }

  deliver(body: Buffer): Promise<number | undefined> {
    if (!this.socket.writable) return Promise.resolve(undefined);
    this.#sequence += 1;
    const sequence = this.#sequence;
    this.send({ command: COMMAND.deliverSm, status: 0, sequence }, body);
    return new Promise((answer) => this.#unanswered.set(sequence, answer));
  }

  enquire(): void {
    this.#sequence += 1;
    this.send({ command: COMMAND.enquireLink, status: 0, sequence: this.#sequence });
  }

  send(header: Header, body?: Buffer): void {
    if (this.socket.writable) this.socket.write(writePdu(header, body));
  }

  #read(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= 16) {
      const length = this.#rest.readUInt32BE(0);
      if (length < 16 || length > 100_000) {
        this.socket.destroy();
        return;
      }
      if (this.#rest.length < length) return;
      const pdu = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      this.#take(pdu);
    }
  }

  #take(pdu: Buffer): void {
    const header = readHeader(pdu);
    if (header.command < RESPONSE) {
      this.#request(this, header, pdu);
      return;
    }
    const answer = this.#unanswered.get(header.sequence);
    this.#unanswered.delete(header.sequence);
    answer?.(header.status);
  }
}

import type { Socket } from "node:net";
import type { Receiver } from "./deliveries.ts";
import { COMMAND, GENERIC_NACK, type Header, RESPONSE, readHeader, writePdu } from "./pdu.ts";

/** What a connection tells of: requests, and what the ESME should not have done. */
interface PeerEvents {
  readonly request: (peer: Peer, header: Header, pdu: Buffer) => void;
  readonly violation: (what: string) => void;
}

const LONGEST = 100_000;

/** An ESME's connection: whole PDUs in, PDUs out, its answers to deliver_sm. */
export class Peer implements Receiver {
  bound: "no" | "transmitter" | "receiver" | "transceiver" = "no";
  /** Its submit_sms that are not answered yet. */
  submitting = 0;
  readonly socket: Socket;
  readonly #events: PeerEvents;
  readonly #unanswered = new Map<number, (status: number | undefined) => void>();
  /** Commands by their sequence_number. */
  readonly #asked = new Map<number, number>();
  #rest: Buffer = Buffer.alloc(0);
  #sequence = 0;
  #heard = 0;

  constructor(socket: Socket, events: PeerEvents) {
    this.socket = socket;
    this.#events = events;
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.once("close", () => {
      const answers = [...this.#unanswered.values()];
      this.#unanswered.clear();
      for (const answer of answers) answer(undefined);
    });
  }

  get open(): boolean {
    return this.socket.writable;
  }

  get unanswered(): number {
    return this.#unanswered.size;
  }

  /** How many of our enquire_link and unbind are not answered yet. */
  get asked(): number {
    return this.#asked.size;
  }

  deliver(body: Buffer): Promise<number | undefined> {
    if (!this.open) return Promise.resolve(undefined);
    this.#sequence += 1;
    const sequence = this.#sequence;
    this.send({ command: COMMAND.deliverSm, status: 0, sequence }, body);
    return new Promise((answer) => this.#unanswered.set(sequence, answer));
  }

  enquire(): void {
    this.#ask(COMMAND.enquireLink);
  }

  unbind(): void {
    this.#ask(COMMAND.unbind);
  }

  #ask(command: number): void {
    this.#sequence += 1;
    this.#asked.set(this.#sequence, command);
    this.send({ command, status: 0, sequence: this.#sequence });
  }

  send(header: Header, body?: Buffer): void {
    this.write(writePdu(header, body));
  }

  /** Octets as they are, PDU or not. */
  write(octets: Buffer): void {
    if (this.open) this.socket.write(octets);
  }

  #read(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= 16) {
      const length = this.#rest.readUInt32BE(0);
      if (length < 16 || length > LONGEST) {
        this.#events.violation(`a PDU of ${length} octets`);
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
    if (header.command < RESPONSE) this.#takeRequest(header, pdu);
    else this.#takeAnswer(header, pdu);
  }

  /** §3.2: requests of one side are numbered on from 1, and have no status. */
  #takeRequest(header: Header, pdu: Buffer): void {
    const { status, sequence } = header;
    if (status !== 0) this.#events.violation(`a request with status ${status}`);
    if (sequence !== this.#heard + 1) {
      this.#events.violation(`sequence_number ${sequence} after ${this.#heard}`);
    }
    this.#heard = sequence;
    this.#events.request(this, header, pdu);
  }

  #takeAnswer({ command, status, sequence }: Header, pdu: Buffer): void {
    if (this.#asked.get(sequence) === command - RESPONSE) {
      this.#asked.delete(sequence);
      return;
    }
    const answer = this.#unanswered.get(sequence);
    const fits = command === COMMAND.deliverSm + RESPONSE || command === GENERIC_NACK;
    if (answer === undefined || !fits) {
      this.#events.violation(`an answer to nothing: ${command.toString(16)} ${sequence}`);
      return;
    }
    // §4.6.2: its message_id is unused and empty.
    if (status === 0 && (pdu.length !== 17 || pdu[16] !== 0)) {
      this.#events.violation("a deliver_sm_resp that names a message");
    }
    this.#unanswered.delete(sequence);
    answer(status);
  }
}

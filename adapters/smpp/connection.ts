import type { Socket } from "node:net";
import { type Field, PDU } from "smpp";
import type { Clock } from "../../src/clock.ts";
import { Framer } from "./framer.ts";
import { INVALID_COMMAND, OK } from "./status-codes.ts";

/** What came of a command. */
export type Answer =
  | { readonly kind: "answered"; readonly status: number; readonly messageId: string | undefined }
  /** Written, and then no answer in time, or no connection: it may have been acted on. */
  | { readonly kind: "unanswered"; readonly why: string }
  /** Never written. */
  | { readonly kind: "unsent" };

interface Outstanding {
  readonly command: number;
  readonly deadline: number;
  readonly answer: (answer: Answer) => void;
}

export interface ConnectionOptions {
  readonly clock: Clock;
  readonly responseMs: number;
  readonly enquireMs: number;
  /** Stores a deliver_sm and tells the status to answer it with. */
  readonly deliver: (pdu: Buffer) => Promise<number>;
}

const RESPONSE = 0x80000000;
const COMMAND = { deliverSm: 0x05, unbind: 0x06, enquireLink: 0x15, alert: 0x102 } as const;
const GENERIC_NACK = 0x80000000;
const SEQUENCE_MOST = 0x7fffffff;

/**
 * One connection to an SMSC. The package's own session is not used: it never calls back for what was unanswered when
 * the connection closed, has no time-out, and after a framing error neither works nor closes. Here each command has
 * exactly one `Answer`, whatever happens, and any fault ends the connection.
 */
export class Connection {
  /** Resolves, once, with why it ended. */
  readonly closed: Promise<string>;
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #framer = new Framer();
  /** In order of their deadlines, because all wait equally long. */
  readonly #outstanding = new Map<number, Outstanding>();
  readonly #ended = new AbortController();
  readonly #delivering = new Set<Promise<void>>();
  #why = "the SMSC closed the connection";
  #sequence = 0;
  #heardAt: number;
  #corked = false;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#heardAt = options.clock.now();
    socket.setNoDelay(true);
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        this.#end();
        resolve(this.#why);
      });
    });
    socket.on("error", (error) => this.destroy(error.message));
    socket.on("end", () => socket.destroy());
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    void this.#watch();
  }

  get open(): boolean {
    return !this.#ended.signal.aborted && this.#socket.writable;
  }

  get unanswered(): number {
    return this.#outstanding.size;
  }

  /** Sends a command. Never rejects but for fields that can't be encoded, of which nothing is written. */
  async request(command: string, fields: Readonly<Record<string, Field>> = {}): Promise<Answer> {
    if (!this.open) return { kind: "unsent" };
    const sequence = this.#nextSequence();
    const bytes = encode(command, fields, sequence);
    return new Promise((answer) => {
      const deadline = this.#options.clock.now() + this.#options.responseMs;
      this.#outstanding.set(sequence, { command: bytes.readUInt32BE(4), deadline, answer });
      this.#write(bytes);
    });
  }

  /** Takes leave: waits for deliveries that are being stored, unbinds, closes. */
  async close(): Promise<void> {
    await Promise.all(this.#delivering);
    await this.request("unbind");
    this.destroy("closed by us");
    await this.closed;
  }

  destroy(why: string): void {
    if (!this.#socket.destroyed) this.#why = why;
    this.#socket.destroy();
  }

  #end(): void {
    this.#ended.abort();
    const outstanding = [...this.#outstanding.values()];
    this.#outstanding.clear();
    for (const { answer } of outstanding) answer({ kind: "unanswered", why: this.#why });
  }

  #receive(chunk: Buffer): void {
    this.#heardAt = this.#options.clock.now();
    try {
      for (const pdu of this.#framer.push(chunk)) this.#take(pdu);
    } catch (error) {
      this.destroy((error as Error).message);
    }
  }

  #take(pdu: Buffer): void {
    const command = pdu.readUInt32BE(4);
    const sequence = pdu.readUInt32BE(12);
    if (command >= RESPONSE) {
      this.#takeAnswer(pdu, command, sequence);
      return;
    }
    switch (command) {
      case COMMAND.enquireLink:
        this.#write(encode("enquire_link_resp", {}, sequence));
        return;
      case COMMAND.deliverSm:
        this.#takeDelivery(pdu, sequence);
        return;
      case COMMAND.unbind:
        this.#write(encode("unbind_resp", {}, sequence));
        this.#why = "the SMSC unbound";
        this.#socket.end();
        return;
      case COMMAND.alert:
        return;
      default:
        this.#write(encode("generic_nack", {}, sequence, INVALID_COMMAND));
    }
  }

  #takeAnswer(pdu: Buffer, command: number, sequence: number): void {
    const waiting = this.#outstanding.get(sequence);
    // An answer that came too late, or to nothing: its message is unknown for good.
    if (waiting === undefined) return;
    if (command !== GENERIC_NACK && command !== waiting.command + RESPONSE) return;
    this.#outstanding.delete(sequence);
    const status = pdu.readUInt32BE(8);
    const messageId = status === OK && pdu.length > 16 ? new PDU(pdu).message_id : undefined;
    // A nack says no even when its status forgot to.
    const refused = command === GENERIC_NACK && status === OK;
    waiting.answer({ kind: "answered", status: refused ? INVALID_COMMAND : status, messageId });
  }

  #takeDelivery(pdu: Buffer, sequence: number): void {
    const done = this.#options.deliver(pdu).then((status) => {
      this.#delivering.delete(done);
      if (this.open) this.#write(encode("deliver_sm_resp", {}, sequence, status));
    });
    this.#delivering.add(done);
  }

  /** What is written within one turn of the loop goes out as one piece. */
  #write(bytes: Buffer): void {
    if (!this.#corked) {
      this.#corked = true;
      this.#socket.cork();
      setImmediate(() => {
        this.#corked = false;
        this.#socket.uncork();
      });
    }
    this.#socket.write(bytes);
  }

  #nextSequence(): number {
    do {
      this.#sequence = this.#sequence === SEQUENCE_MOST ? 1 : this.#sequence + 1;
    } while (this.#outstanding.has(this.#sequence));
    return this.#sequence;
  }

  /** Gives up on answers that are late, and on an SMSC that is silent and does not say that it is there. */
  async #watch(): Promise<void> {
    const { clock, responseMs, enquireMs } = this.#options;
    const { signal } = this.#ended;
    let enquiring = false;
    while (!signal.aborted) {
      await clock.sleep(Math.min(responseMs, enquireMs) / 4, signal);
      const now = clock.now();
      for (const [sequence, { deadline, answer }] of this.#outstanding) {
        if (deadline > now) break;
        this.#outstanding.delete(sequence);
        answer({ kind: "unanswered", why: `no answer within ${responseMs} ms` });
      }
      if (enquiring || now - this.#heardAt < enquireMs) continue;
      enquiring = true;
      void this.request("enquire_link").then(({ kind }) => {
        enquiring = false;
        if (kind === "unanswered") this.destroy("the SMSC does not answer enquire_link");
      });
    }
  }
}

function encode(
  command: string,
  fields: Readonly<Record<string, Field>>,
  sequence: number,
  status: number = OK,
): Buffer {
  return new PDU(command, {
    ...fields,
    sequence_number: sequence,
    command_status: status,
  }).toBuffer();
}

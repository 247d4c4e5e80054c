import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { Book } from "./book.ts";
import { type SmscConfig, type SmscConfigInput, smscConfigSchema } from "./config.ts";
import { Deliveries } from "./deliveries.ts";
import {
  COMMAND,
  cString,
  GENERIC_NACK,
  type Header,
  RESPONSE,
  readBind,
  readShortMessage,
  type ShortMessage,
  STATUS,
  writeShortMessage,
} from "./pdu.ts";
import { Peer } from "./peer.ts";
import { receiptMessage, replyMessages, writeId } from "./reports.ts";
import { readPart } from "./text.ts";
import { judge, type Verdict } from "./verdict.ts";

interface SmscOptions {
  readonly port?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A submit_sm as a script sees it. */
export interface Submitted {
  readonly message: ShortMessage;
  readonly text: string;
  readonly part: number;
  /** How many submit_sm came before it. */
  readonly nth: number;
}

const BINDS = new Map([
  [COMMAND.bindReceiver as number, "receiver"],
  [COMMAND.bindTransmitter as number, "transmitter"],
  [COMMAND.bindTransceiver as number, "transceiver"],
] as const);

/** An SMSC on loopback that keeps SMPP 3.4 strictly, a book of what it did, and to what its configuration says. */
export class Smsc {
  config: SmscConfig;
  readonly book = new Book();
  readonly deliveries: Deliveries;
  readonly peers = new Set<Peer>();
  /** Every PDU that came, in order. */
  readonly heard: Header[] = [];
  /** Has the first word on each submit_sm; what it leaves out is as the configuration has it. */
  script: ((submitted: Submitted) => Partial<Verdict> | undefined) | undefined;
  /** Says nothing to anything: a host that has died without a word. */
  mute = false;
  readonly #server: Server;
  readonly #timers = new Set<NodeJS.Timeout>();
  #nextId = 0x1a2b;
  #submits = 0;
  #second = 0;
  #inSecond = 0;
  #unanswered = 0;
  #heardOf: (() => void)[] = [];

  constructor(config: SmscConfig, { tls }: SmscOptions) {
    this.config = config;
    this.deliveries = new Deliveries(config);
    const take = (socket: Peer["socket"]) => {
      const peer = new Peer(socket, (from, header, pdu) => this.#take(from, header, pdu));
      this.peers.add(peer);
      socket.once("close", () => {
        this.peers.delete(peer);
        this.deliveries.leave(peer);
        this.#tell();
      });
    };
    this.#server = tls === undefined ? createServer(take) : createTlsServer(tls, take);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
  }

  /** Resolves when `condition` holds; looked at after everything that happens here. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#heardOf.push(resolve));
  }

  /** Someone sends a text back. Resolves to the statuses its parts were answered with at last. */
  reply(from: string, to: string, text: string, partOctets?: number): Promise<number[]> {
    return Promise.all(replyMessages(from, to, text, partOctets).map((one) => this.deliver(one)));
  }

  /** Sends a deliver_sm as it is. Resolves to its answer at last. */
  deliver(message: ShortMessage): Promise<number> {
    return new Promise((answered) => {
      this.deliveries.add({ body: writeShortMessage(message), sent: () => undefined, answered });
    });
  }

  /** Ends every connection without a word. */
  cut(): void {
    for (const { socket } of this.peers) socket.destroy();
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.deliveries.close();
    const closed = once(this.#server, "close");
    this.#server.close();
    this.cut();
    await closed;
  }

  #take(peer: Peer, header: Header, pdu: Buffer): void {
    this.heard.push(header);
    if (!this.mute) this.#answer(peer, header, pdu);
    this.#tell();
  }

  #answer(peer: Peer, { command, sequence }: Header, pdu: Buffer): void {
    const bind = BINDS.get(command);
    const response = { command: command + RESPONSE, status: STATUS.ok, sequence };
    if (bind !== undefined) {
      const { systemId, password, version } = readBind(pdu);
      if (version > 0x34) this.book.violations.push(`interface_version ${version}`);
      const known = systemId === this.config.systemId && password === this.config.password;
      const status = known ? this.config.bindStatus : STATUS.invalidPassword;
      peer.send({ ...response, status }, status === STATUS.ok ? cString("SMSC") : undefined);
      if (status !== STATUS.ok) return;
      peer.bound = bind;
      if (bind !== "transmitter") this.deliveries.join(peer);
      return;
    }
    switch (command) {
      case COMMAND.submitSm:
        this.#submit(peer, sequence, pdu);
        return;
      case COMMAND.enquireLink:
        peer.send(response);
        return;
      case COMMAND.unbind:
        peer.send(response);
        peer.socket.end();
        return;
      default:
        peer.send({ command: GENERIC_NACK, status: STATUS.invalidCommand, sequence });
    }
  }

  #submit(peer: Peer, sequence: number, pdu: Buffer): void {
    const refuse = (status: number) =>
      peer.send({ command: COMMAND.submitSm + RESPONSE, status, sequence });
    if (peer.bound === "no" || peer.bound === "receiver") return refuse(STATUS.notBound);
    let message: ShortMessage;
    try {
      message = readShortMessage(pdu);
    } catch {
      this.book.violations.push("a submit_sm that can't be read");
      return refuse(STATUS.invalidLength);
    }
    const part = readPart(message);
    if (part.fault !== undefined) {
      this.book.violations.push(part.fault);
      return refuse(STATUS.invalidLength);
    }
    if (!/^\+?\d{6,15}$/u.test(message.destination)) return refuse(STATUS.invalidDestination);
    if (this.#unanswered >= this.config.window) {
      this.book.violations.push("more unanswered than the window has");
      return refuse(STATUS.queueFull);
    }
    if (this.#isTooFast()) return refuse(STATUS.throttled);
    const { text, number } = part;
    const verdict: Verdict = {
      ...judge(this.config, message.destination, number),
      ...this.script?.({ message, text, part: number, nth: this.#submits++ }),
    };
    if (verdict.status !== STATUS.ok) return refuse(verdict.status);
    if (verdict.answer === "nack") {
      peer.send({ command: GENERIC_NACK, status: STATUS.invalidCommand, sequence });
      return;
    }
    const id = this.#nextId++;
    const { source, destination } = message;
    this.book.accept(part, source, destination, writeId(id, this.config.ids.submit), Date.now());
    this.#report(message, id, verdict, true);
    this.#answerSubmit(peer, sequence, id, verdict);
    this.#report(message, id, verdict, false);
  }

  #answerSubmit(peer: Peer, sequence: number, id: number, { answer }: Verdict): void {
    if (answer === "never") return;
    if (answer === "cut") {
      peer.socket.destroy();
      return;
    }
    const body = answer === "bare" ? undefined : cString(writeId(id, this.config.ids.submit));
    const { answerMs } = this.config;
    this.#unanswered += 1;
    this.#after(answer === "late" ? answerMs + 15 : answerMs, () => {
      this.#unanswered -= 1;
      peer.send({ command: COMMAND.submitSm + RESPONSE, status: STATUS.ok, sequence }, body);
    });
  }

  #report(message: ShortMessage, id: number, { receipts }: Verdict, early: boolean): void {
    if (message.registeredDelivery !== 1) return;
    for (const planned of receipts) {
      if ((planned.early ?? false) !== early) continue;
      const { stat } = planned;
      const { destination } = message;
      const { submit } = this.config.ids;
      const booked = { id: writeId(id, submit), destination, stat, sent: 0, acked: false };
      this.book.receipts.push(booked);
      const body = writeShortMessage(receiptMessage(this.config, message, id, planned));
      this.#after(early ? 0 : planned.afterMs, () =>
        this.deliveries.add({
          body,
          sent: () => {
            booked.sent += 1;
          },
          answered: (status) => {
            booked.acked = status === STATUS.ok;
            this.#tell();
          },
        }),
      );
    }
  }

  #isTooFast(): boolean {
    if (this.config.perSecond === undefined) return false;
    const second = Math.floor(Date.now() / 1000);
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    return this.#inSecond > this.config.perSecond;
  }

  #after(ms: number, act: () => void): void {
    if (ms === 0) {
      act();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  #tell(): void {
    const told = this.#heardOf;
    this.#heardOf = [];
    for (const tell of told) tell();
  }
}

/** Starts an SMSC on loopback. */
export async function startSmsc(
  config: SmscConfigInput = {},
  options: SmscOptions = {},
): Promise<Smsc> {
  const smsc = new Smsc(smscConfigSchema.parse(config), options);
  await smsc.listen(options.port ?? 0);
  return smsc;
}

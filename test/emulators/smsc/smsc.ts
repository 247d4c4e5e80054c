import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { Book } from "./book.ts";
import { type SmscConfig, type SmscConfigInput, smscConfigSchema } from "./config.ts";
import { Deliveries } from "./deliveries.ts";
import {
  COMMAND,
  cString,
  FieldFault,
  GENERIC_NACK,
  type Header,
  RESPONSE,
  readBind,
  type ShortMessage,
  STATUS,
  writeDeliver,
} from "./pdu.ts";
import { Peer } from "./peer.ts";
import { replyMessages } from "./reports.ts";
import { type Script, Submits } from "./submits.ts";
import { Timers } from "./timers.ts";

interface SmscOptions {
  readonly port?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** A file that the book is written to as well. */
  readonly book?: string | undefined;
}

const BINDS = new Map([
  [COMMAND.bindReceiver as number, "receiver"],
  [COMMAND.bindTransmitter as number, "transmitter"],
  [COMMAND.bindTransceiver as number, "transceiver"],
] as const);

/** An SMSC on loopback that keeps SMPP 3.4 strictly, a book of what it did, and to what its configuration says. */
export class Smsc {
  config: SmscConfig;
  readonly book: Book;
  readonly deliveries: Deliveries;
  readonly peers = new Set<Peer>();
  /** Every request that came, in order. */
  readonly heard: Header[] = [];
  script: Script | undefined;
  /** Says nothing to anything: a host that has died without a word. */
  mute = false;
  /** How many connections there ever were. */
  connections = 0;
  readonly #server: Server;
  readonly #timers = new Timers();
  readonly #submits: Submits;
  #waiting: (() => void)[] = [];

  constructor(config: SmscConfig, { tls, book }: SmscOptions) {
    this.config = config;
    this.book = new Book(book);
    this.deliveries = new Deliveries(() => this.config);
    this.#submits = new Submits({
      config: () => this.config,
      script: () => this.script,
      book: this.book,
      deliveries: this.deliveries,
      timers: this.#timers,
      tell: () => this.#tell(),
    });
    const take = (socket: Socket) => this.#welcome(socket);
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
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Someone sends a text back. Resolves to the statuses its parts were answered with at last. */
  reply(from: string, to: string, text: string, partOctets?: number): Promise<number[]> {
    return Promise.all(replyMessages(from, to, text, partOctets).map((one) => this.deliver(one)));
  }

  /** Sends a deliver_sm as it is. Resolves to its answer at last. */
  deliver(message: ShortMessage): Promise<number> {
    return this.deliverOctets(writeDeliver(message));
  }

  /** Sends octets as the body of a deliver_sm. Resolves to its answer at last. */
  deliverOctets(body: Buffer): Promise<number> {
    return new Promise((answered) => {
      this.deliveries.add({ body, sent: () => undefined, answered });
    });
  }

  /** Ends every connection without a word. */
  cut(): void {
    for (const { socket } of this.peers) socket.destroy();
  }

  async close(): Promise<void> {
    this.#timers.clear();
    this.deliveries.close();
    const closed = once(this.#server, "close");
    this.#server.close();
    this.cut();
    await closed;
  }

  #welcome(socket: Socket): void {
    this.connections += 1;
    const peer = new Peer(socket, {
      request: (from, header, pdu) => this.#take(from, header, pdu),
      violation: (what) => this.#violation(what),
    });
    this.peers.add(peer);
    socket.once("close", () => {
      this.peers.delete(peer);
      this.deliveries.leave(peer);
      this.#tell();
    });
    this.#tell();
  }

  #violation(what: string): void {
    this.book.enter({ kind: "violation", what });
  }

  #take(peer: Peer, header: Header, pdu: Buffer): void {
    this.heard.push(header);
    if (!this.mute) this.#answer(peer, header, pdu);
    this.#tell();
  }

  #answer(peer: Peer, { command, sequence }: Header, pdu: Buffer): void {
    const response = { command: command + RESPONSE, status: STATUS.ok, sequence };
    const bind = BINDS.get(command);
    if (bind !== undefined) {
      const status = this.#bindStatus(peer, pdu);
      peer.send({ ...response, status }, status === STATUS.ok ? cString("SMSC") : undefined);
      if (status !== STATUS.ok) return;
      peer.bound = bind;
      if (bind !== "transmitter") this.deliveries.join(peer);
      return;
    }
    switch (command) {
      case COMMAND.submitSm:
        this.#submits.take(peer, sequence, pdu);
        return;
      case COMMAND.enquireLink:
        peer.send(response);
        return;
      case COMMAND.unbind:
        peer.send(response);
        peer.socket.end();
        return;
      default:
        this.#violation(`command ${command.toString(16)}`);
        peer.send({ command: GENERIC_NACK, status: STATUS.invalidCommand, sequence });
    }
  }

  #bindStatus(peer: Peer, pdu: Buffer): number {
    if (peer.bound !== "no") return STATUS.alreadyBound;
    try {
      const { systemId, password, version } = readBind(pdu);
      if (version !== 0x34) this.#violation(`interface_version ${version}`);
      if (systemId !== this.config.systemId) return STATUS.invalidSystemId;
      if (password !== this.config.password) return STATUS.invalidPassword;
      return this.config.bindStatus;
    } catch (error) {
      if (!(error instanceof FieldFault)) throw error;
      this.#violation(error.message);
      return error.status;
    }
  }

  #tell(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const look of waiting) look();
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

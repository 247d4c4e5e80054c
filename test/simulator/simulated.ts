import type { FastifyInstance } from "fastify";
import { createHttpServer } from "../../adapters/http/server.ts";
import { simulatorConfigSchema } from "../../adapters/simulator/config.ts";
import { type MagicFate, magicSuffix } from "../../adapters/simulator/fate.ts";
import { createSimulator, type Simulator } from "../../adapters/simulator/provider.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import type { InboundReply, Message, Receipt } from "../../src/delivery/provider.ts";
import type { Phone, RecipientId } from "../../src/ids.ts";
import { createLog } from "../../src/log.ts";

/** Nothing happens by itself: every number is delivered unless its digits say otherwise. */
export const NO_SHARES = {
  unreachable: 0,
  blacklisted: 0,
  opted_out: 0,
  too_frequent: 0,
  unknown: 0,
  silent: 0,
  late: 0,
  repeated: 0,
  replies: 0,
};

const QUICK = {
  kind: "simulator",
  id: "sim",
  name: "Sim",
  profile: "sim-lenient",
  receiptMs: 20,
  lateMs: 150,
  answerMs: 1,
  pushRetryMs: 5,
  timeoutMs: 300,
  shares: NO_SHARES,
  webhookSecret: "the secret of these tests",
};

/** A simulated provider as qunfa runs it: its webhook behind qunfa's own server, its receipts in these lists. */
export class Simulated {
  readonly provider: Simulator;
  readonly receipts: Receipt[] = [];
  readonly replies: InboundReply[] = [];
  /** What the store does with the next receipts: throws so many times before it takes them. */
  failures = 0;
  webhookUrl = "";
  readonly #http: FastifyInstance;
  #changed: () => void = () => undefined;

  constructor(config: Readonly<Record<string, unknown>> = {}, clock: Clock = systemClock) {
    const log = createLog("silent");
    this.provider = createSimulator(simulatorConfigSchema.parse({ ...QUICK, ...config }), {
      clock,
      log,
      webhookUrl: () => this.webhookUrl,
    });
    this.#http = createHttpServer({
      log,
      providers: new Map([["sim", this.provider]]),
      health: async () => ({}),
      metrics: async () => "",
    });
  }

  async start(): Promise<this> {
    await this.#http.listen({ host: "127.0.0.1", port: 0 });
    const [address] = this.#http.addresses();
    const port = typeof address === "object" ? address.port : 0;
    this.webhookUrl = `http://127.0.0.1:${port}/providers/sim/receipts`;
    await this.provider.start({
      receipts: async (batch) => {
        if (this.failures > 0) {
          this.failures -= 1;
          throw new Error("the store is away");
        }
        this.receipts.push(...batch);
        this.#changed();
      },
      replies: async (batch) => {
        this.replies.push(...batch);
        this.#changed();
      },
    });
    return this;
  }

  async stop(): Promise<void> {
    await this.provider.stop();
    await this.#http.close();
  }

  get carrier() {
    const carrier = this.provider.ownCarrier();
    if (carrier === undefined) throw new Error("the carrier runs elsewhere");
    return carrier;
  }

  submit(messages: readonly Message[]) {
    return this.provider.submit({ submission: "s", messages }, new AbortController().signal);
  }

  /** Resolves when what has come satisfies `look`. */
  until(look: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = () => look() && resolve();
      this.#changed();
    });
  }

  codes(reference: string): string[] {
    return this.receipts.filter(({ recipient }) => recipient === reference).map(({ code }) => code);
  }
}

export function message(phone: string, reference: string, text = "你好"): Message {
  return { recipient: reference as RecipientId, phone: phone as Phone, text, segments: 1 };
}

/** A message whose number forces a fate; the fate is its reference, too. */
export const magic = (fate: MagicFate): Message =>
  message(`+861380013${magicSuffix(fate)}`, `c-${fate}`);

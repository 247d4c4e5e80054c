import type { Logger } from "pino";
import { smppConfigSchema } from "../../adapters/smpp/config.ts";
import { createSmpp } from "../../adapters/smpp/provider.ts";
import { systemClock } from "../../src/clock.ts";
import type {
  DeliverySink,
  InboundReply,
  Message,
  Provider,
  Receipt,
} from "../../src/delivery/provider.ts";
import type { Phone, RecipientId } from "../../src/ids.ts";
import { createLog } from "../../src/log.ts";
import type { SmscConfigInput } from "../emulators/smsc/config.ts";
import { type Smsc, startSmsc } from "../emulators/smsc/smsc.ts";

export const SENDER = "10690001";

/** An account at the emulated SMSC: quick to come back, and patient with a busy machine. */
export const ACCOUNT = {
  kind: "smpp",
  id: "line",
  name: "Carrier",
  host: "127.0.0.1",
  systemId: "shop",
  password: "secret",
  source: { address: SENDER },
  ratePerSecond: 10_000,
  window: 10,
  reconnect: { firstMs: 20, mostMs: 100 },
};

interface Options {
  readonly account?: Readonly<Record<string, unknown>>;
  readonly smsc?: SmscConfigInput;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly log?: Logger;
}

/** The SMPP provider as qunfa runs it, between an emulated SMSC and lists. */
export class OverSmpp {
  readonly smsc: Smsc;
  readonly provider: Provider;
  readonly receipts: Receipt[] = [];
  readonly replies: InboundReply[] = [];
  /** Where receipts and replies go on to from the lists: the core, where a test has one. */
  onwards: DeliverySink | undefined;
  /** The store refuses so many of the next. */
  failures = 0;

  static async start({ account, smsc: behaviour, tls, log }: Options = {}): Promise<OverSmpp> {
    const smsc = await startSmsc(behaviour, tls === undefined ? {} : { tls });
    const config = smppConfigSchema.parse({ ...ACCOUNT, port: smsc.port, ...account });
    const provider = createSmpp(config, { clock: systemClock, log: log ?? createLog("silent") });
    const over = new OverSmpp(smsc, provider);
    await provider.start({
      receipts: async (batch) => {
        over.#mayFail();
        await over.onwards?.receipts(batch);
        over.receipts.push(...batch);
      },
      replies: async (batch) => {
        over.#mayFail();
        await over.onwards?.replies(batch);
        over.replies.push(...batch);
      },
    });
    return over;
  }

  private constructor(smsc: Smsc, provider: Provider) {
    this.smsc = smsc;
    this.provider = provider;
  }

  #mayFail(): void {
    if (this.failures === 0) return;
    this.failures -= 1;
    throw new Error("the store is away");
  }

  async stop(): Promise<void> {
    await this.provider.stop();
    await this.smsc.close();
  }

  /** Resolves when every bind of the account stands. */
  bound(binds = 1): Promise<void> {
    return this.smsc.until(
      () => [...this.smsc.peers].filter((peer) => peer.bound !== "no").length === binds,
    );
  }

  submit(...messages: readonly Message[]) {
    return this.provider.submit({ submission: "s", messages }, new AbortController().signal);
  }

  /** Resolves when the SMSC has had its answer to every receipt that it made. */
  reported(): Promise<void> {
    return this.smsc.until(() => this.smsc.book.receipts.every(({ acked }) => acked));
  }
}

/** Valid numbers, one for each n. */
export const phone = (n: number): string => `+861380013${String(8000 + n)}`;
/** The same as the SMSC knows it. */
export const digits = (n: number): string => phone(n).slice(1);

export function message(n: number, text = "【小店】会员日全场八折，拒收请回复R"): Message {
  const recipient = `campaign-${n}` as RecipientId;
  return { recipient, phone: phone(n) as Phone, text, segments: 1 };
}

export const messages = (count: number, text?: string): Message[] =>
  Array.from({ length: count }, (_, n) => message(n, text));

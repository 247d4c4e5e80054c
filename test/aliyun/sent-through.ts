import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { aliyunConfigSchema } from "../../adapters/aliyun/config.ts";
import { createAliyun } from "../../adapters/aliyun/provider.ts";
import { createHttpServer } from "../../adapters/http/server.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import type {
  DeliverySink,
  InboundReply,
  Message,
  Provider,
  Receipt,
} from "../../src/delivery/provider.ts";
import type { Phone, RecipientId } from "../../src/ids.ts";
import { createLog } from "../../src/log.ts";
import { EMULATED_ACCOUNT as ACCOUNT } from "../emulators/aliyun/account.ts";
import { AliyunEmulator } from "../emulators/aliyun/aliyun-emulator.ts";

export const SECRET = "a-secret-that-nobody-can-guess";

export const CONFIG = {
  kind: "aliyun",
  id: "ali",
  name: "阿里云",
  accessKeyId: ACCOUNT.accessKeyId,
  accessKeySecret: ACCOUNT.accessKeySecret,
  signature: "小店",
  templates: Object.entries(ACCOUNT.templates).map(([code, text]) => ({ code, text })),
  webhookSecret: SECRET,
  pullPerSecond: 1000,
  // Long: a busy machine must not make calls time out that are to be answered.
  timeoutMs: 8_000,
};

/** The Aliyun provider as qunfa runs it, between the emulator and lists: its webhooks behind qunfa's own server. */
export class SentThrough {
  readonly aliyun = new AliyunEmulator();
  readonly receipts: Receipt[] = [];
  readonly replies: InboundReply[] = [];
  /** Where receipts and replies go on to from the lists: the core, where a test has one. */
  onwards: DeliverySink | undefined;
  /** The store refuses so many of the next batches. */
  failures = 0;
  #provider: Provider | undefined;
  #http: FastifyInstance | undefined;

  async start(
    config: Readonly<Record<string, unknown>> = {},
    log: Logger = createLog("silent"),
    clock: Clock = systemClock,
  ): Promise<this> {
    await this.aliyun.start();
    const provider = createAliyun(
      aliyunConfigSchema.parse({ ...CONFIG, endpoint: this.aliyun.endpoint, ...config }),
      { clock, log },
    );
    this.#provider = provider;
    this.#http = createHttpServer({
      log,
      providers: new Map([["ali", provider]]),
      health: async () => ({}),
      metrics: async () => "",
    });
    await this.#http.listen({ host: "127.0.0.1", port: 0 });
    this.aliyun.reportUrl = this.url(`${SECRET}/receipts`);
    await provider.start({
      receipts: async (batch) => {
        this.#mayFail();
        this.receipts.push(...batch);
        await this.onwards?.receipts(batch);
      },
      replies: async (batch) => {
        this.#mayFail();
        this.replies.push(...batch);
        await this.onwards?.replies(batch);
      },
    });
    return this;
  }

  #mayFail(): void {
    if (this.failures === 0) return;
    this.failures -= 1;
    throw new Error("the store is away");
  }

  get provider(): Provider {
    if (this.#provider === undefined) throw new Error("not started");
    return this.#provider;
  }

  url(path: string): string {
    const [address] = this.#http?.addresses() ?? [];
    const port = typeof address === "object" ? address.port : 0;
    return `http://127.0.0.1:${port}/providers/ali/${path}`;
  }

  async stop(): Promise<void> {
    await this.#provider?.stop();
    await this.aliyun.stop();
    await this.#http?.close();
  }

  submit(...messages: readonly Message[]) {
    return this.provider.submit(
      { submission: `s-${messages[0]?.recipient}`, messages },
      new AbortController().signal,
    );
  }

  /** Posts what someone pretends to be Aliyun's. */
  async post(path: string, body: string, headers: Readonly<Record<string, string>> = {}) {
    const response = await fetch(this.url(path), {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
    return { status: response.status, body: await response.text() };
  }
}

/** Valid numbers as the mainland writes them, one for each n. */
export const number = (n: number): string => `1380013${String(8000 + n)}`;

/** What a campaign's text is, and what it is for one person. */
export const TEXT = "【小店】会员日全场八折，欢迎到店选购，拒收请回复R";
export const personal = (name: string, gift = "生日礼"): string =>
  `【小店】${name}您好，您有一份${gift}待领取，拒收请回复R`;

export function message(n: number, text = TEXT): Message {
  const recipient = `campaign-${n}` as RecipientId;
  return { recipient, phone: `+86${number(n)}` as Phone, text, segments: 1 };
}

export const messages = (count: number): Message[] =>
  Array.from({ length: count }, (_, n) => message(n));

export const kinds = (outcomes: readonly { readonly kind: string }[]): string[] =>
  outcomes.map(({ kind }) => kind);

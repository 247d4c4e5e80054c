import type { Logger } from "pino";
import { aliyunConfigSchema } from "../../adapters/aliyun/config.ts";
import { createAliyun } from "../../adapters/aliyun/provider.ts";
import { type Clock, systemClock } from "../../src/clock.ts";
import type { Message } from "../../src/delivery/provider.ts";
import type { Phone, RecipientId } from "../../src/ids.ts";
import { createLog } from "../../src/log.ts";
import { EMULATED_ACCOUNT as ACCOUNT } from "../emulators/aliyun/account.ts";
import { AliyunEmulator } from "../emulators/aliyun/aliyun-emulator.ts";
import { BehindServer } from "../support/behind-server.ts";

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
export class SentThrough extends BehindServer {
  readonly aliyun = new AliyunEmulator();
  #base = "";

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
    this.#base = `${await this.listen(provider, log)}/providers/ali`;
    this.aliyun.reportUrl = `${this.#base}/${SECRET}/receipts`;
    await this.begin();
    return this;
  }

  stop(): Promise<void> {
    return this.end(this.aliyun);
  }

  submit(...messages: readonly Message[]) {
    return this.handOver(`s-${messages[0]?.recipient}`, messages);
  }

  /** Posts what someone pretends to be Aliyun's. */
  post(path: string, body: string, headers: Readonly<Record<string, string>> = {}) {
    return this.postTo(`${this.#base}/${path}`, body, {
      "content-type": "application/json",
      ...headers,
    });
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

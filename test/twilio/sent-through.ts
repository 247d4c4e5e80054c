import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { createHttpServer } from "../../adapters/http/server.ts";
import { twilioConfigSchema } from "../../adapters/twilio/config.ts";
import { createTwilio } from "../../adapters/twilio/provider.ts";
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
import { EMULATED_ACCOUNT as ACCOUNT } from "../emulators/twilio/account.ts";
import { TwilioEmulator } from "../emulators/twilio/twilio-emulator.ts";

export const CONFIG = {
  kind: "twilio",
  id: "tw",
  name: "Twilio",
  accountSid: ACCOUNT.accountSid,
  authToken: ACCOUNT.authToken,
  from: "+15005550006",
  // Long: a busy machine must not make calls time out that are to be answered.
  timeoutMs: 8_000,
  holdMs: 1_000,
};

/** The address by which the outside knows qunfa; a proxy passes it on to the real one. */
export const PUBLIC = "https://qunfa.example.com";

/** The Twilio provider as qunfa runs it, between the emulator and lists: its webhooks behind qunfa's own server. */
export class SentThrough {
  readonly twilio = new TwilioEmulator();
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
  ): Promise<this> {
    await this.twilio.start();
    const provider = createTwilio(
      twilioConfigSchema.parse({ ...CONFIG, endpoint: this.twilio.endpoint, ...config }),
      { clock: systemClock, log, webhookUrl: `${PUBLIC}/providers/tw` },
    );
    this.#provider = provider;
    this.#http = createHttpServer({
      log,
      providers: new Map([["tw", provider]]),
      health: async () => ({}),
      metrics: async () => "",
    });
    await this.#http.listen({ host: "127.0.0.1", port: 0 });
    const [address] = this.#http.addresses();
    const local = `http://127.0.0.1:${typeof address === "object" ? address.port : 0}`;
    this.twilio.webhooks.route = (url) => url.replace(PUBLIC, local);
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

  async stop(): Promise<void> {
    await this.#provider?.stop();
    await this.twilio.stop();
    await this.#http?.close();
  }

  submit(...messages: readonly Message[]) {
    return this.provider.submit({ submission: "s", messages }, new AbortController().signal);
  }

  /** Posts what someone pretends to be Twilio's. */
  async post(path: string, body: string, headers: Readonly<Record<string, string>>) {
    const response = await fetch(this.twilio.webhooks.route(`${PUBLIC}/providers/tw/${path}`), {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body,
    });
    return { status: response.status, body: await response.text() };
  }
}

/** Valid numbers, one for each n. */
export const phone = (n: number): string => `+861380013${String(8000 + n)}`;

export function message(n: number, text = "【Shop】 Sale today. Reply STOP to end"): Message {
  const recipient = `campaign-${n}` as RecipientId;
  return { recipient, phone: phone(n) as Phone, text, segments: 1 };
}

export const messages = (count: number): Message[] =>
  Array.from({ length: count }, (_, n) => message(n));

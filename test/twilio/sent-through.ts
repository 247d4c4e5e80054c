import type { Logger } from "pino";
import { twilioConfigSchema } from "../../adapters/twilio/config.ts";
import { createTwilio } from "../../adapters/twilio/provider.ts";
import { systemClock } from "../../src/clock.ts";
import type { Message } from "../../src/delivery/provider.ts";
import type { Phone, RecipientId } from "../../src/ids.ts";
import { createLog } from "../../src/log.ts";
import { EMULATED_ACCOUNT as ACCOUNT } from "../emulators/twilio/account.ts";
import { TwilioEmulator } from "../emulators/twilio/twilio-emulator.ts";
import { BehindServer } from "../support/behind-server.ts";

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
export class SentThrough extends BehindServer {
  readonly twilio = new TwilioEmulator();

  async start(
    config: Readonly<Record<string, unknown>> = {},
    log: Logger = createLog("silent"),
  ): Promise<this> {
    await this.twilio.start();
    const provider = createTwilio(
      twilioConfigSchema.parse({ ...CONFIG, endpoint: this.twilio.endpoint, ...config }),
      { clock: systemClock, log, webhookUrl: `${PUBLIC}/providers/tw` },
    );
    const local = await this.listen(provider, log);
    this.twilio.webhooks.route = (url) => url.replace(PUBLIC, local);
    await this.begin();
    return this;
  }

  stop(): Promise<void> {
    return this.end(this.twilio);
  }

  submit(...messages: readonly Message[]) {
    return this.handOver("s", messages);
  }

  /** Posts what someone pretends to be Twilio's. */
  post(path: string, body: string, headers: Readonly<Record<string, string>>) {
    return this.postTo(this.twilio.webhooks.route(`${PUBLIC}/providers/tw/${path}`), body, {
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    });
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

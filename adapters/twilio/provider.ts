import type { Logger } from "pino";
import type { Clock } from "../../src/clock.ts";
import { conclude, type Verdict } from "../../src/delivery/conclude.ts";
import { type DeliverySink, type Provider, SubmitRefused } from "../../src/delivery/provider.ts";
import { describeAccount } from "../../src/delivery/provider-account.ts";
import type { ProviderId } from "../../src/ids.ts";
import { TwilioApi } from "./api.ts";
import type { TwilioConfig } from "./config.ts";
import { TwilioAnswer } from "./fault.ts";
import { ReceiptIntake } from "./receipt-intake.ts";
import { submitEach } from "./submit.ts";
import { tellSharedFault, told, verdictOf } from "./verdict.ts";
import { takeWebhook } from "./webhook.ts";

interface Dependencies {
  readonly clock: Clock;
  readonly log: Logger;
  /** The public address of this account's webhooks, `https://your.host/providers/<id>`: what Twilio calls and signs. */
  readonly webhookUrl: string;
}

/** Clocks differ, and Twilio's dates are whole seconds. */
const CLOCKS_APART = 60_000;

/**
 * An account at Twilio, through its own SDK. There is no `lookup`: Twilio keeps no reference of ours with a message,
 * and a number and a time don't tell which of two texts a message was. Callbacks carry our reference and find their
 * recipients without it.
 */
export function createTwilio(
  config: TwilioConfig,
  { clock, log, webhookUrl: baseUrl }: Dependencies,
): Provider {
  const id = config.id as ProviderId;
  const api = new TwilioApi(config, baseUrl);
  let started: { readonly sink: DeliverySink; readonly intake: ReceiptIntake } | undefined;
  let stopped = false;

  return {
    ...describeAccount(config),

    start: async (sink) => {
      started = { sink, intake: new ReceiptIntake(id, sink, log) };
    },
    stop: async () => {
      stopped = true;
      api.close();
    },

    // Once begun, a call is finished: half a call is outcomes nobody knows.
    submit: async ({ messages }, signal) => {
      if (stopped || signal.aborted)
        throw new SubmitRefused("unavailable", "stopping before the call");
      const { concurrency, holdMs } = config;
      const send = (message: (typeof messages)[number]): Promise<Verdict> =>
        api.create(message).then(
          (messageId): Verdict => ({ kind: "accepted", messageId }),
          (error: unknown) => verdictOf(error),
        );
      const fates = await submitEach(messages, { send, concurrency, holdMs, clock });
      return conclude(fates, tellSharedFault);
    },

    webhook: async (path, request) => {
      if (started === undefined)
        return { status: 503, contentType: "text/plain", body: "starting; try again" };
      const { authToken } = config;
      const receiver = { provider: id, authToken, baseUrl, now: clock.now(), log, ...started };
      return takeWebhook(path, request, receiver);
    },

    reconcile: async (since) => {
      for await (const reports of api.sentSince(since - CLOCKS_APART))
        await started?.intake.take(reports);
    },

    health: async () => {
      try {
        await api.probe();
        return { ok: true, detail: "Twilio answers and takes the credentials" };
      } catch (error) {
        const detail =
          error instanceof TwilioAnswer ? told(error) : String((error as Error).message);
        return { ok: false, detail };
      }
    },
  };
}

import type { Logger } from "pino";
import type { Clock } from "../../src/clock.ts";
import { askEach } from "../../src/delivery/ask-each.ts";
import { conclude } from "../../src/delivery/conclude.ts";
import { Doubt } from "../../src/delivery/doubt.ts";
import {
  type DeliverySink,
  type HandedOver,
  type LookupOutcome,
  type Provider,
  SubmitRefused,
} from "../../src/delivery/provider.ts";
import { describeAccount } from "../../src/delivery/provider-account.ts";
import { findApproved } from "../../src/delivery/template.ts";
import { Unheard } from "../../src/delivery/unheard.ts";
import { createWebhookGuard } from "../../src/delivery/webhook-guard.ts";
import type { ProviderId } from "../../src/ids.ts";
import { AliyunApi } from "./api.ts";
import { type AliyunConfig, templatesOf } from "./config.ts";
import { AliyunAnswer } from "./fault.ts";
import { messageIdOf } from "./message-id.ts";
import { findDetail, reportOf } from "./pull.ts";
import { toReceipt } from "./receipt.ts";
import { submitAll } from "./submit.ts";
import { told } from "./verdict.ts";
import { takePush } from "./webhook.ts";

interface Dependencies {
  readonly clock: Clock;
  readonly log: Logger;
}

/** So many of those without a result are remembered for polling: some 5 MB. */
const POLLED_MOST = 20_000;

/**
 * An account at Aliyun's SMS service (阿里云短信), through its own SDK. What goes out are approved templates: a text is
 * taken when one of them says it. Receipts are pushed, and asked for number by number where a push was lost.
 */
export function createAliyun(config: AliyunConfig, { clock, log }: Dependencies): Provider {
  const id = config.id as ProviderId;
  const api = new AliyunApi(config);
  const approved = { signature: config.signature, templates: templatesOf(config) };
  const guard = createWebhookGuard(config);
  const doubt = new Doubt(clock);
  const unheard = new Unheard(POLLED_MOST);
  const stopping = new AbortController();
  let sink: DeliverySink | undefined;
  let polling: Promise<void> = Promise.resolve();

  /** What becomes of receipts, however they came. Resolves when stored. */
  const hear: DeliverySink = {
    receipts: async (receipts) => {
      await sink?.receipts(receipts);
      for (const { messageId = "" } of receipts) unheard.heard(messageId);
    },
    replies: async (replies) => sink?.replies(replies),
  };

  async function pull(out: AsyncIterable<HandedOver> | Iterable<HandedOver>): Promise<void> {
    const { pullPerSecond: perSecond, pullMost: most } = config;
    const ask = async (handed: HandedOver): Promise<void> => {
      const detail = await findDetail(api, handed);
      const report = detail && reportOf(handed, detail, clock.now());
      const receipt = report && toReceipt(id, report);
      if (receipt !== undefined) await hear.receipts([receipt]);
    };
    const left = await askEach(out, { clock, perSecond, most, ask });
    if (left > 0)
      log.warn({ provider: id, left, most }, "more are without a result than are asked about");
  }

  async function poll(every: number): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.sleep(every, stopping.signal);
      if (stopping.signal.aborted) return;
      await pull(unheard.waitingSince(clock.now() - every)).catch((error: unknown) =>
        log.warn({ err: error, provider: id }, "results could not be asked for"),
      );
    }
  }

  return {
    ...describeAccount(config),

    takes: (text) => {
      const found = findApproved(approved, text);
      return found.kind === "fits" ? { kind: "takes" } : found;
    },

    start: async (given) => {
      sink = given;
      if (config.pollSeconds !== undefined) polling = poll(config.pollSeconds * 1000);
    },
    stop: async () => {
      stopping.abort();
      await polling;
    },

    // Once begun, a call is finished: half a call is outcomes nobody knows.
    submit: async (batch, signal) => {
      if (stopping.signal.aborted || signal.aborted)
        throw new SubmitRefused("unavailable", "stopping before the call");
      const at = clock.now();
      const send = api.sendBatch.bind(api);
      const callMost = config.batchSize;
      const fates = await submitAll(batch, { approved, send, callMost, doubt });
      if (config.pollSeconds !== undefined) {
        const phones = new Map(batch.messages.map(({ recipient, phone }) => [recipient, phone]));
        for (const fate of fates) {
          const phone = phones.get(fate.recipient);
          if (phone === undefined || (fate.kind !== "accepted" && fate.kind !== "unknown"))
            continue;
          const call = { submission: batch.submission, at };
          unheard.add(fate.messageId, { recipient: fate.recipient, phone, call }, at);
        }
      }
      return conclude(fates);
    },

    webhook: async (path, request) => {
      if (sink === undefined)
        return { status: 503, contentType: "text/plain", body: "starting; try again" };
      return takePush(path, request, { provider: id, guard, now: clock.now(), sink: hear, log });
    },

    lookup: async (recipients) => {
      const found = new Map<string, LookupOutcome>();
      await askEach(recipients, {
        clock,
        perSecond: config.pullPerSecond,
        most: recipients.length,
        ask: async (handed) => {
          const { recipient, phone, call } = handed;
          if (call === undefined || (await findDetail(api, handed)) === undefined) return;
          const messageId = messageIdOf(call.submission, phone);
          found.set(recipient, { recipient, kind: "accepted", messageId });
        },
      });
      return recipients.map(
        ({ recipient }) => found.get(recipient) ?? { recipient, kind: "unknown" },
      );
    },

    reconcile: async (_since, out) => {
      if (out !== undefined) await pull(out);
    },

    health: async () => {
      try {
        await api.probe(clock.now());
        return { ok: true, detail: "Aliyun answers and takes the access key" };
      } catch (error) {
        const detail =
          error instanceof AliyunAnswer ? told(error) : String((error as Error).message);
        return { ok: false, detail };
      }
    },
  };
}

import type { Logger } from "pino";
import type { Clock } from "../../src/clock.ts";
import { conclude } from "../../src/delivery/conclude.ts";
import { Doubt } from "../../src/delivery/doubt.ts";
import { NumberPull } from "../../src/delivery/number-pull.ts";
import { type DeliverySink, type Provider, SubmitRefused } from "../../src/delivery/provider.ts";
import { describeAccount } from "../../src/delivery/provider-account.ts";
import { findApproved } from "../../src/delivery/template.ts";
import { createWebhookGuard } from "../../src/delivery/webhook-guard.ts";
import type { ProviderId } from "../../src/ids.ts";
import { AliyunApi } from "./api.ts";
import { type AliyunConfig, templatesOf } from "./config.ts";
import { AliyunAnswer } from "./fault.ts";
import { messageIdOf } from "./message-id.ts";
import { findDetail, reportOf } from "./pull.ts";
import { toReceipt } from "./receipt.ts";
import { submitAll } from "./submit.ts";
import { isThrottled, told } from "./verdict.ts";
import { takePush } from "./webhook.ts";

interface Dependencies {
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * An account at Aliyun's SMS service (阿里云短信), through its own SDK. What goes out are approved templates: a text is
 * taken when one of them says it. Receipts are pushed, and asked for number by number where a push was lost.
 */
export function createAliyun(config: AliyunConfig, { clock, log }: Dependencies): Provider {
  const id = config.id as ProviderId;
  const api = new AliyunApi(config, clock);
  const approved = { signature: config.signature, templates: templatesOf(config) };
  const guard = createWebhookGuard(config);
  const doubt = new Doubt(clock);
  const stopping = new AbortController();
  let sink: DeliverySink | undefined;

  /** What becomes of receipts, however they came. Resolves when stored. */
  const hear: DeliverySink = {
    receipts: async (receipts) => {
      await sink?.receipts(receipts);
      pulls.heard(receipts);
    },
    replies: async (replies) => sink?.replies(replies),
  };

  const pulls = new NumberPull({
    provider: id,
    clock,
    log,
    perSecond: config.pullPerSecond,
    most: config.pullMost,
    every: config.pollSeconds === undefined ? undefined : config.pollSeconds * 1000,
    ask: async (handed) => {
      const detail = await findDetail(api, handed);
      const report = detail && reportOf(handed, detail, clock.now());
      const receipt = report && toReceipt(id, report);
      if (receipt !== undefined) await hear.receipts([receipt]);
    },
    tooFast: isThrottled,
  });

  return {
    ...describeAccount(config),

    takes: (text) => {
      const found = findApproved(approved, text);
      return found.kind === "fits" ? { kind: "takes" } : found;
    },

    start: async (given) => {
      sink = given;
      pulls.start();
    },
    stop: async () => {
      stopping.abort();
      await pulls.stop();
    },

    // Once begun, a call is finished: half a call is outcomes nobody knows.
    submit: async (batch, signal) => {
      if (stopping.signal.aborted || signal.aborted)
        throw new SubmitRefused("unavailable", "stopping before the call");
      const send = api.sendBatch.bind(api);
      const callMost = config.batchSize;
      const outcomes = conclude(await submitAll(batch, { approved, send, callMost, doubt }));
      pulls.remember(batch, outcomes);
      return outcomes;
    },

    webhook: async (path, request) => {
      if (sink === undefined)
        return { status: 503, contentType: "text/plain", body: "starting; try again" };
      return takePush(path, request, { provider: id, guard, now: clock.now(), sink: hear, log });
    },

    lookup: (recipients) =>
      pulls.lookup(recipients, async (handed) => {
        const { call, phone } = handed;
        if (call === undefined || (await findDetail(api, handed)) === undefined) return undefined;
        return messageIdOf(call.submission, phone);
      }),

    reconcile: async (_since, out) => {
      if (out !== undefined) await pulls.pull(out);
    },

    health: async () => {
      try {
        await api.probe();
        return { ok: true, detail: "Aliyun answers and takes the access key" };
      } catch (error) {
        const detail =
          error instanceof AliyunAnswer ? told(error) : String((error as Error).message);
        return { ok: false, detail };
      }
    },
  };
}

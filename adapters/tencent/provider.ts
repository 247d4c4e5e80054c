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
import { TencentApi } from "./api.ts";
import { type TencentConfig, templatesOf } from "./config.ts";
import { TencentAnswer } from "./fault.ts";
import { findReplies, findStatus, reportOf } from "./pull.ts";
import { toReceipt } from "./receipt.ts";
import { submitAll } from "./submit.ts";
import { isThrottled, told } from "./verdict.ts";
import { takeCallback } from "./webhook.ts";

interface Dependencies {
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * An account at Tencent Cloud's SMS service (腾讯云短信), through its own SDK, which retries nothing by itself. What goes
 * out are approved templates: a text is taken when one of them says it. Receipts and replies are called back, and
 * asked for number by number where a callback was lost.
 */
export function createTencent(config: TencentConfig, { clock, log }: Dependencies): Provider {
  const id = config.id as ProviderId;
  const api = new TencentApi(config);
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
      const now = clock.now();
      const status = await findStatus(api, handed, now);
      const report = status && reportOf(handed, status, now);
      if (report !== undefined) await hear.receipts([toReceipt(id, report)]);
      const replies = await findReplies(api, id, handed, now);
      if (replies.length > 0) await hear.replies(replies);
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
      api.close();
    },

    // Once begun, a call is finished: half a call is outcomes nobody knows.
    submit: async (batch, signal) => {
      if (stopping.signal.aborted || signal.aborted)
        throw new SubmitRefused("unavailable", "stopping before the call");
      const { batchSize: callMost, concurrency } = config;
      const send = api.send.bind(api);
      const options = { approved, send, callMost, concurrency, doubt };
      const outcomes = conclude(await submitAll(batch, options));
      pulls.remember(batch, outcomes);
      return outcomes;
    },

    webhook: async (path, request) => {
      if (sink === undefined)
        return { status: 503, contentType: "text/plain", body: "starting; try again" };
      const receiver = { provider: id, guard, now: clock.now(), sink: hear, log };
      return takeCallback(path, request, receiver);
    },

    lookup: (recipients) =>
      pulls.lookup(recipients, async (handed) => {
        if (handed.call === undefined) return undefined;
        return (await findStatus(api, handed, clock.now()))?.SerialNo || undefined;
      }),

    reconcile: async (_since, out) => {
      if (out !== undefined) await pulls.pull(out);
    },

    health: async () => {
      try {
        await api.probe(clock.now());
        return { ok: true, detail: "Tencent Cloud answers and takes the key" };
      } catch (error) {
        const detail =
          error instanceof TencentAnswer ? told(error.code) : String((error as Error).message);
        return { ok: false, detail };
      }
    },
  };
}

import type { Logger } from "pino";
import type { Clock } from "../../src/clock.ts";
import {
  type Batch,
  type DeliverySink,
  type Provider,
  type SubmitOutcome,
  SubmitRefused,
} from "../../src/delivery/provider.ts";
import { describeAccount } from "../../src/delivery/provider-account.ts";
import { type ProviderId, randomId } from "../../src/ids.ts";
import { SimulatorClient } from "./client.ts";
import { reasonOf } from "./codes.ts";
import type { SimulatorConfig } from "./config.ts";
import { type CarrierServer, startCarrier } from "./server.ts";
import { replyWith, takePush, toReceipt } from "./webhook.ts";
import type { SubmitRequest, SubmitResult } from "./wire.ts";

export { simulatorConfigSchema } from "./config.ts";

/** The simulated provider, and the carrier it started in this process, if it did. */
export interface Simulator extends Provider {
  readonly ownCarrier: () => CarrierServer | undefined;
}

interface Dependencies {
  readonly clock: Clock;
  readonly log: Logger;
  /** Where the carrier pushes receipts to. */
  readonly webhookUrl: string | (() => string);
}

/** Known to a carrier that outlives this process: what it has yet to push must still be believed after a restart. */
const SHARED_SECRET = "simulated-carrier-secret";

/** A provider like any other, over HTTP to a simulated carrier: its own in process, or the one at `endpoint`. */
export function createSimulator(
  config: SimulatorConfig,
  { clock, log, webhookUrl }: Dependencies,
): Simulator {
  const id = config.id as ProviderId;
  const secret =
    config.webhookSecret ?? (config.endpoint === undefined ? randomId(32) : SHARED_SECRET);
  let own: CarrierServer | undefined;
  let client: SimulatorClient | undefined;
  let sink: DeliverySink | undefined;

  function connected(): SimulatorClient {
    if (client === undefined) throw new SubmitRefused("unavailable", "the provider is not started");
    return client;
  }

  return {
    ...describeAccount(config),
    ownCarrier: () => own,

    start: async (deliveries) => {
      sink = deliveries;
      own = config.endpoint === undefined ? await startCarrier(config, clock) : undefined;
      client = new SimulatorClient(config.endpoint ?? own?.endpoint ?? "", config.timeoutMs);
    },
    stop: async () => {
      await client?.close();
      await own?.close();
    },

    // A call in flight is never broken off: half a call is an outcome nobody knows.
    submit: async (batch, signal) => {
      if (signal.aborted) throw new SubmitRefused("unavailable", "stopping before the call");
      const url = typeof webhookUrl === "string" ? webhookUrl : webhookUrl();
      return outcomesOf(batch, await connected().submit(requestOf(batch, { url, secret })));
    },

    webhook: async (path, request) => {
      if (path !== "receipts" || sink === undefined)
        return replyWith(404, { error: "there is no such webhook" });
      const reply = await takePush({ provider: id, secret, now: clock.now(), sink, log }, request);
      if (reply.status !== 200)
        log.warn({ provider: id, status: reply.status }, "a push was refused");
      return reply;
    },

    lookup: async (recipients) => {
      const found = await connected().lookup(recipients.map(({ recipient }) => recipient));
      return recipients.map(({ recipient }) => {
        const messageId = found.get(recipient);
        return messageId === undefined
          ? { recipient, kind: "unknown" as const }
          : { recipient, kind: "accepted" as const, messageId };
      });
    },

    reconcile: async (since) => {
      for await (const receipts of connected().receiptsSince(since))
        await sink?.receipts(receipts.map((receipt) => toReceipt(id, receipt)));
    },

    health: async () => {
      try {
        const status = await connected().healthStatus();
        return { ok: status === 200, detail: `HTTP ${status}` };
      } catch (error) {
        return { ok: false, detail: String((error as Error).message) };
      }
    },
  };
}

function requestOf(batch: Batch, webhook: SubmitRequest["webhook"]): SubmitRequest {
  const messages = batch.messages.map(({ recipient, phone, text, segments }) => ({
    reference: recipient,
    phone,
    text,
    segments,
  }));
  return { submission: batch.submission, webhook, messages };
}

function outcomesOf(batch: Batch, results: readonly SubmitResult[]): SubmitOutcome[] {
  const said = new Map(results.map((result) => [result.reference, result]));
  return batch.messages.map(({ recipient }): SubmitOutcome => {
    const { messageId, code } = said.get(recipient) ?? {};
    if (messageId !== undefined) return { recipient, kind: "accepted", messageId };
    if (code === undefined)
      return { recipient, kind: "unknown", detail: "the answer lacks this recipient" };
    const { reason } = reasonOf(code);
    return { recipient, kind: "refused", reason, code, detail: "refused at submission" };
  });
}

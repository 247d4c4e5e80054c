import type { Logger } from "pino";
import { errors, Pool } from "undici";
import { z } from "zod";
import type { Clock } from "../../src/clock.ts";
import {
  type Batch,
  type DeliverySink,
  type Provider,
  type SubmitOutcome,
  SubmitRefused,
} from "../../src/delivery/provider.ts";
import type { ProviderId } from "../../src/ids.ts";
import { reasonOf } from "./codes.ts";
import type { SimulatorConfig } from "./config.ts";
import { type CarrierServer, startCarrier } from "./server.ts";
import { takePush, toReceipt } from "./webhook.ts";
import { lookupResponse, receiptsPage, submitResponse } from "./wire.ts";

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

const fault = z.object({ code: z.string(), message: z.string() });

/** A provider like any other, over HTTP to a simulated carrier: its own in process, or the one at `endpoint`. */
export function createSimulator(
  config: SimulatorConfig,
  { clock, log, webhookUrl }: Dependencies,
): Simulator {
  const id = config.id as ProviderId;
  let own: CarrierServer | undefined;
  let pool: Pool | undefined;
  let sink: DeliverySink | undefined;

  async function call(method: "GET" | "POST", path: string, body?: unknown, signal?: AbortSignal) {
    if (pool === undefined) throw new SubmitRefused("unavailable", "the provider is not started");
    const response = await pool.request({
      method,
      path,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      json: (await response.body.json()) as unknown,
    };
  }

  return {
    id,
    kind: config.kind,
    name: config.name,
    limits: {
      batchSize: config.batchSize,
      ratePerSecond: config.ratePerSecond,
      ...(config.hours === undefined ? {} : { hours: config.hours }),
    },
    profile: config.profile,
    weight: config.weight,
    ownCarrier: () => own,

    start: async (deliveries) => {
      sink = deliveries;
      own = config.endpoint === undefined ? await startCarrier(config, clock) : undefined;
      const endpoint = config.endpoint ?? own?.endpoint ?? "";
      pool = new Pool(endpoint, {
        connections: 4,
        headersTimeout: config.timeoutMs,
        bodyTimeout: config.timeoutMs,
      });
    },
    stop: async () => {
      await pool?.close();
      await own?.close();
    },

    submit: async (batch) => {
      let response: Awaited<ReturnType<typeof call>>;
      try {
        const url = typeof webhookUrl === "string" ? webhookUrl : webhookUrl();
        response = await call(
          "POST",
          "/messages",
          requestOf(batch, { url, secret: config.webhookSecret }),
        );
      } catch (error) {
        throw isUnreached(error)
          ? new SubmitRefused("unavailable", "the carrier can't be reached", { cause: error })
          : error;
      }
      const { status, headers, json } = response;
      if (status === 200) return outcomesOf(batch, submitResponse.parse(json).results);
      const said = fault.safeParse(json).data ?? {
        code: String(status),
        message: `HTTP ${status}`,
      };
      const retryAfterMs = Number(headers["retry-after"] ?? 1) * 1000;
      if (status === 429)
        throw new SubmitRefused("throttled", said.message, {
          retryAfterMs,
          providerCode: said.code,
        });
      if (status === 503)
        throw new SubmitRefused("unavailable", said.message, {
          retryAfterMs,
          providerCode: said.code,
        });
      if (status >= 400 && status < 500)
        throw new SubmitRefused("account", said.message, { providerCode: said.code });
      throw new Error(`the carrier answered ${status}: what it did is unknown`);
    },

    webhook: async (path, request) => {
      if (path !== "receipts" || sink === undefined) {
        return {
          status: 404,
          contentType: "application/json",
          body: '{"error":"there is no such webhook"}',
        };
      }
      const reply = await takePush(id, config.webhookSecret, clock.now(), request, sink);
      if (reply.status !== 200)
        log.warn({ provider: id, status: reply.status }, "a push was refused");
      return reply;
    },

    lookup: async (recipients) => {
      const references = recipients.map(({ recipient }) => recipient);
      const { found } = lookupResponse.parse((await call("POST", "/lookup", { references })).json);
      return recipients.map(({ recipient }) => {
        const messageId = found[recipient];
        return messageId === undefined
          ? { recipient, kind: "unknown" as const }
          : { recipient, kind: "accepted" as const, messageId };
      });
    },

    reconcile: async (since) => {
      for (let after: number | null = 0; after !== null; ) {
        const page: z.output<typeof receiptsPage> = receiptsPage.parse(
          (await call("GET", `/receipts?since=${since}&after=${after}`)).json,
        );
        await sink?.receipts(page.receipts.map((receipt) => toReceipt(id, receipt)));
        after = page.next;
      }
    },

    health: async () => {
      try {
        const { status } = await call("GET", "/health");
        return { ok: status === 200, detail: `HTTP ${status}` };
      } catch (error) {
        return { ok: false, detail: String((error as Error).message) };
      }
    },
  };
}

function requestOf(batch: Batch, webhook: { readonly url: string; readonly secret: string }) {
  const messages = batch.messages.map(({ recipient, phone, text, segments }) => ({
    reference: recipient,
    phone,
    text,
    segments,
  }));
  return { submission: batch.submission, webhook, messages };
}

function outcomesOf(
  batch: Batch,
  results: z.output<typeof submitResponse>["results"],
): SubmitOutcome[] {
  const said = new Map(results.map((result) => [result.reference, result]));
  return batch.messages.map(({ recipient }): SubmitOutcome => {
    const result = said.get(recipient);
    if (result?.messageId !== undefined)
      return { recipient, kind: "accepted", messageId: result.messageId };
    if (result?.code === undefined)
      return { recipient, kind: "unknown", detail: "the answer lacks this recipient" };
    const { code } = result;
    return {
      recipient,
      kind: "refused",
      reason: reasonOf(code).reason,
      code,
      detail: "refused at submission",
    };
  });
}

/** The connection was never made: surely nothing was accepted. */
function isUnreached(error: unknown): boolean {
  if (error instanceof errors.ConnectTimeoutError) return true;
  const code = (error as { code?: string }).code;
  return code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EHOSTUNREACH";
}

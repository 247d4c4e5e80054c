import { errors, Pool } from "undici";
import type { z } from "zod";
import { SubmitRefused } from "../../src/delivery/provider.ts";
import {
  LOOKUP_MOST,
  lookupResponse,
  receiptsPage,
  type SubmitRequest,
  type SubmitResult,
  submitResponse,
  type WireReceipt,
  wireFault,
} from "./wire.ts";

interface Answer {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly json: unknown;
}

/** A provider's server, as its customer sees it. Answers are read by their schema; what is none of them throws. */
export class SimulatorClient {
  readonly #pool: Pool;

  constructor(endpoint: string, timeoutMs: number) {
    const timeouts = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
    this.#pool = new Pool(endpoint, { connections: 4, ...timeouts });
  }

  /** Throws `SubmitRefused` when surely nothing was accepted; whatever else it throws leaves that open. */
  async submit(request: SubmitRequest): Promise<readonly SubmitResult[]> {
    if (this.#pool.closed || this.#pool.destroyed) {
      throw new SubmitRefused("unavailable", "the provider is stopped");
    }
    let answer: Answer;
    try {
      answer = await this.#call("POST", "/messages", request);
    } catch (error) {
      if (!isUnreached(error)) throw error;
      throw new SubmitRefused("unavailable", "the carrier can't be reached", { cause: error });
    }
    if (answer.status === 200) return submitResponse.parse(answer.json).results;
    throw refusalOf(answer);
  }

  /** The message ids of those references that were accepted. */
  async lookup(references: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (let at = 0; at < references.length; at += LOOKUP_MOST) {
      const some = references.slice(at, at + LOOKUP_MOST);
      const known = await this.#read("POST", "/lookup", lookupResponse, { references: some });
      for (const [reference, messageId] of Object.entries(known.found))
        found.set(reference, messageId);
    }
    return found;
  }

  /** All receipts since a moment, page by page. */
  async *receiptsSince(since: number): AsyncIterable<readonly WireReceipt[]> {
    for (let after: number | null = 0; after !== null; ) {
      const path: string = `/receipts?since=${since}&after=${after}`;
      const page: z.output<typeof receiptsPage> = await this.#read("GET", path, receiptsPage);
      yield page.receipts;
      after = page.next;
    }
  }

  async healthStatus(): Promise<number> {
    return (await this.#call("GET", "/health")).status;
  }

  /** Waits for the calls in flight. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  async #read<T>(
    method: "GET" | "POST",
    path: string,
    schema: z.ZodType<T>,
    body?: unknown,
  ): Promise<T> {
    const { status, json } = await this.#call(method, path, body);
    if (status !== 200) throw new Error(`the carrier answered ${status} to ${method} ${path}`);
    return schema.parse(json);
  }

  async #call(method: "GET" | "POST", path: string, body?: unknown): Promise<Answer> {
    const response = await this.#pool.request({
      method,
      path,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const seconds = Number(response.headers["retry-after"]);
    return {
      status: response.statusCode,
      retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined,
      json: parseJson(await response.body.text()),
    };
  }
}

/** What an answer other than 200 to a call means. */
function refusalOf({ status, retryAfterMs, json }: Answer): Error {
  const said = wireFault.safeParse(json).data ?? { code: `${status}`, message: `HTTP ${status}` };
  const options = {
    providerCode: said.code,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  if (status === 429) return new SubmitRefused("throttled", said.message, options);
  if (status === 503) return new SubmitRefused("unavailable", said.message, options);
  if (status >= 400 && status < 500) return new SubmitRefused("account", said.message, options);
  // A gateway between us may say 502 or 504 after the carrier has taken the call.
  return new Error(`the carrier answered ${status}: what it did is unknown`);
}

/** The request was never written: surely nothing was accepted. */
function isUnreached(error: unknown): boolean {
  if (error instanceof errors.ConnectTimeoutError || error instanceof errors.ClientClosedError)
    return true;
  const { code } = error as { code?: string };
  return code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EHOSTUNREACH";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

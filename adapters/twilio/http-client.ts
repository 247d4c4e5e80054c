import http from "node:http";
import https from "node:https";
import twilio from "twilio";
import type RequestClient from "twilio/lib/base/RequestClient.js";
import type response from "twilio/lib/http/response.js";
import { z } from "zod";
import { neverConnected } from "../../src/delivery/never-connected.ts";
import { TwilioAnswer, TwilioUncertain, TwilioUnreached } from "./fault.ts";

interface HttpOptions {
  /** In place of the host that the SDK would call. */
  readonly endpoint: string | undefined;
  readonly timeoutMs: number;
  readonly connections: number;
}

/**
 * The SDK's own HTTP client, with its retries off and its errors told apart by what they leave open. What it throws
 * carries neither the request nor its headers: those hold the token, the number and the text.
 */
export class TwilioHttpClient extends twilio.RequestClient {
  readonly #endpoint: URL | undefined;
  readonly #agents: readonly http.Agent[];

  constructor({ endpoint, timeoutMs, connections }: HttpOptions) {
    // A retry of its own might be a second text: the submission decides what is sent again.
    super({ autoRetry: false, timeout: timeoutMs, keepAlive: true, maxSockets: connections });
    this.#endpoint = endpoint === undefined ? undefined : new URL(endpoint);
    const plain = new http.Agent({ keepAlive: true, maxSockets: connections });
    this.axios.defaults.httpAgent = plain;
    const secure: unknown = this.axios.defaults.httpsAgent;
    this.#agents = secure instanceof https.Agent ? [plain, secure] : [plain];
  }

  /** Throws `TwilioUnreached`, `TwilioUncertain`, or `TwilioAnswer` for whatever is not 2xx. */
  override async request<Data>(
    options: RequestClient.RequestOptions<Data>,
  ): Promise<response.default<Data>> {
    let answer: response.default<Data>;
    try {
      answer = await super.request({ ...options, uri: this.#moved(options.uri) });
    } catch (error) {
      const { code, message } = z
        .object({ code: z.string().catch("error"), message: z.string().catch("") })
        .catch({ code: "error", message: "" })
        .parse(error);
      if (neverConnected(error)) throw new TwilioUnreached(`Twilio can't be reached (${code})`);
      throw new TwilioUncertain(`the call to Twilio broke off (${code}: ${message})`);
    }
    if (answer.statusCode >= 200 && answer.statusCode < 300) return answer;
    throw refusalOf(answer);
  }

  #moved(uri: string): string {
    if (this.#endpoint === undefined) return uri;
    const { pathname, search } = new URL(uri);
    return new URL(`${pathname}${search}`, this.#endpoint).href;
  }

  /** Closes idle connections. */
  close(): void {
    for (const agent of this.#agents) agent.destroy();
  }
}

/** Errors come in two forms: Twilio's own (code, message) and RFC 9457 (code, title, detail). */
const errorBody = z.object({
  code: z.coerce.number().int().optional(),
  message: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
});

function refusalOf(answer: response.default<unknown>): TwilioAnswer {
  const body = errorBody.safeParse(answer.body).data ?? {};
  const said = body.message ?? body.detail ?? body.title ?? "";
  const seconds = z
    .object({ "retry-after": z.coerce.number().min(0) })
    .safeParse(answer.headers).data;
  const retryAfterMs = seconds === undefined ? undefined : seconds["retry-after"] * 1000;
  return new TwilioAnswer(answer.statusCode, body.code, said, retryAfterMs);
}

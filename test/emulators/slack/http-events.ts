import { createHmac } from "node:crypto";
import { request } from "node:http";
import type { Acknowledgement, Envelope, Transport } from "./delivery.ts";

export interface SignedRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request as Slack signs it: `v0=HMAC-SHA256(secret, "v0:<ts>:<raw body>")`. */
export function sign(
  secret: string,
  body: string,
  contentType: string,
  atMs: number,
): SignedRequest {
  const ts = String(Math.floor(atMs / 1000));
  const mac = createHmac("sha256", secret).update(`v0:${ts}:${body}`).digest("hex");
  return {
    body,
    headers: {
      "content-type": contentType,
      "x-slack-request-timestamp": ts,
      "x-slack-signature": `v0=${mac}`,
    },
  };
}

/** How an envelope looks in HTTP mode: a form for commands, `payload=` for interactions, JSON for events. */
function encode(envelope: Envelope): { body: string; contentType: string } {
  const form = "application/x-www-form-urlencoded";
  switch (envelope.type) {
    case "slash_commands": {
      const fields = Object.entries(envelope.payload).map(([k, v]): [string, string] => [
        k,
        String(v),
      ]);
      return { body: new URLSearchParams(fields).toString(), contentType: form };
    }
    case "interactive": {
      const body = new URLSearchParams({ payload: JSON.stringify(envelope.payload) }).toString();
      return { body, contentType: form };
    }
    case "events_api":
      return { body: JSON.stringify(envelope.payload), contentType: "application/json" };
  }
}

/** Slack's side of the request URL. */
export class HttpEvents implements Transport {
  readonly #url: string;
  readonly #secret: string;
  readonly #now: () => number;

  constructor(url: string, secret: string, now: () => number) {
    this.#url = url;
    this.#secret = secret;
    this.#now = now;
  }

  async send(envelope: Envelope, signal: AbortSignal): Promise<Acknowledgement> {
    const { body, contentType } = encode(envelope);
    const signed = sign(this.#secret, body, contentType, this.#now());
    const retry =
      envelope.attempt > 0
        ? {
            "x-slack-retry-num": String(envelope.attempt),
            "x-slack-retry-reason": "http_timeout",
          }
        : {};
    try {
      const answer = await post(
        this.#url,
        { ...signed, headers: { ...signed.headers, ...retry } },
        signal,
      );
      if (answer.status !== 200) return { ok: false, reason: "dispatch_failed" };
      return { ok: true, body: readAnswer(answer.body) };
    } catch {
      return { ok: false, reason: "dispatch_failed" };
    }
  }
}

function readAnswer(text: string): Readonly<Record<string, unknown>> {
  if (text === "") return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : { text };
  } catch {
    return { text };
  }
}

/** Posts a request as it is. */
export function post(
  url: string,
  signed: SignedRequest,
  signal?: AbortSignal,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: "POST", headers: signed.headers, ...(signal ? { signal } : {}) },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(signed.body);
  });
}

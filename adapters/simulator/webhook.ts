import { createHmac, timingSafeEqual } from "node:crypto";
import type { Logger } from "pino";
import { z } from "zod";
import { parsePhone } from "../../src/audience/phone.ts";
import type {
  DeliverySink,
  InboundReply,
  Receipt,
  WebhookReply,
  WebhookRequest,
} from "../../src/delivery/provider.ts";
import type { ProviderId, RecipientId } from "../../src/ids.ts";
import { DELIVERED, reasonOf } from "./codes.ts";
import {
  pushBody,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
  type WireReceipt,
  type WireReply,
} from "./wire.ts";

/** A push older than this, by the carrier's clock, is refused: someone may be repeating it. */
const AGE_MOST = 5 * 60_000;

/** Whose pushes are taken, and where they go. */
interface Receiver {
  readonly provider: ProviderId;
  readonly secret: string;
  readonly now: number;
  readonly sink: DeliverySink;
  readonly log: Logger;
}

/** Checks, reads and stores what the carrier pushed; answers 200 only when it is stored. Throws what the sink throws. */
export async function takePush(
  { provider, secret, now, sink, log }: Receiver,
  request: WebhookRequest,
): Promise<WebhookReply> {
  if (!isSigned(secret, now, request))
    return replyWith(401, { error: "the signature is missing, wrong or too old" });
  const json = parseJson(request.body);
  if (json === undefined) return replyWith(400, { error: "the body is no JSON" });
  const parsed = pushBody.safeParse(json);
  if (!parsed.success) return replyWith(400, { error: z.prettifyError(parsed.error) });
  const receipts = parsed.data.receipts.map((receipt) => toReceipt(provider, receipt));
  const replies = parsed.data.replies.flatMap((reply) => toReply(provider, reply));
  const unread = parsed.data.replies.length - replies.length;
  if (unread > 0) log.warn({ provider, unread }, "replies came from what are no phone numbers");
  if (receipts.length > 0) await sink.receipts(receipts);
  if (replies.length > 0) await sink.replies(replies);
  return replyWith(200, { ok: true });
}

export function toReceipt(provider: ProviderId, wire: WireReceipt): Receipt {
  const { messageId, reference, code, text, at } = wire;
  return {
    provider,
    messageId,
    ...(reference === undefined ? {} : { recipient: reference as RecipientId }),
    outcome: code === DELIVERED ? { kind: "delivered" } : { kind: "failed", ...reasonOf(code) },
    code,
    detail: text,
    at,
  };
}

function toReply(provider: ProviderId, { phone: raw, text, id, at }: WireReply): InboundReply[] {
  const phone = parsePhone(raw, "CN");
  return typeof phone === "string" ? [{ provider, phone, text, id, at }] : [];
}

function isSigned(secret: string, now: number, { headers, body }: WebhookRequest): boolean {
  const signature = headers[SIGNATURE_HEADER];
  const timestamp = headers[TIMESTAMP_HEADER];
  if (typeof signature !== "string" || typeof timestamp !== "string") return false;
  if (!(Math.abs(now - Number(timestamp)) <= AGE_MOST)) return false;
  const expected = createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest();
  const given = Buffer.from(signature, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** An answer in JSON. */
export function replyWith(status: number, body: object): WebhookReply {
  return { status, contentType: "application/json", body: JSON.stringify(body) };
}

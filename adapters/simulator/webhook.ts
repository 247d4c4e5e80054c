import { createHmac, timingSafeEqual } from "node:crypto";
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

/** Checks, reads and stores what the carrier pushed; answers 200 only when it is stored. */
export async function takePush(
  provider: ProviderId,
  secret: string,
  now: number,
  request: WebhookRequest,
  sink: DeliverySink,
): Promise<WebhookReply> {
  if (!isSigned(secret, now, request))
    return answer(401, "the signature is missing, wrong or too old");
  const parsed = pushBody.safeParse(parseJson(request.body));
  if (!parsed.success) return answer(400, z.prettifyError(parsed.error));
  const { receipts, replies } = parsed.data;
  if (receipts.length > 0)
    await sink.receipts(receipts.map((receipt) => toReceipt(provider, receipt)));
  if (replies.length > 0) await sink.replies(replies.flatMap((reply) => toReply(provider, reply)));
  return { status: 200, contentType: "application/json", body: '{"ok":true}' };
}

export function toReceipt(provider: ProviderId, wire: WireReceipt): Receipt {
  const { messageId, code, text, at } = wire;
  const outcome: Receipt["outcome"] =
    code === DELIVERED ? { kind: "delivered" } : { kind: "failed", ...reasonOf(code) };
  return {
    provider,
    messageId,
    recipient: wire.reference as RecipientId,
    outcome,
    code,
    detail: text,
    at,
  };
}

function toReply(provider: ProviderId, wire: WireReply): InboundReply[] {
  const phone = parsePhone(wire.phone, "CN");
  return typeof phone === "string"
    ? [{ provider, phone, text: wire.text, id: wire.id, at: wire.at }]
    : [];
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

function answer(status: number, error: string): WebhookReply {
  return { status, contentType: "application/json", body: JSON.stringify({ error }) };
}

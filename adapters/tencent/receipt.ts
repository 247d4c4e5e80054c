import { createHash } from "node:crypto";
import type { InboundReply, Receipt } from "../../src/delivery/provider.ts";
import type { Phone, ProviderId, RecipientId } from "../../src/ids.ts";
import { receiptReason } from "./receipt-codes.ts";

/** What a pushed receipt or a row about a number says of a message. */
export interface Report {
  readonly serialNo: string;
  readonly recipient?: RecipientId;
  readonly delivered: boolean;
  /** The carrier's. */
  readonly code: string;
  readonly detail: string;
  /** Epoch ms. */
  readonly at: number;
}

export function toReceipt(provider: ProviderId, report: Report): Receipt {
  const { serialNo, recipient, delivered, code, detail, at } = report;
  const base = {
    provider,
    messageId: serialNo,
    ...(recipient === undefined ? {} : { recipient }),
    code,
    at,
  };
  return delivered
    ? { ...base, outcome: { kind: "delivered" }, detail: "" }
    : { ...base, outcome: { kind: "failed", ...receiptReason(code) }, detail };
}

/** A reply, the same whether it was pushed or asked for. `seconds`: when it was sent, by Unix time. */
export function toReply(
  provider: ProviderId,
  phone: Phone,
  text: string,
  seconds: number,
): InboundReply {
  const digest = createHash("sha256").update(`${phone}|${seconds}|${text}`).digest("base64url");
  return { provider, phone, text, id: digest.slice(0, 27), at: seconds * 1000 };
}

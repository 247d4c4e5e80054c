import type { Receipt } from "../../src/delivery/provider.ts";
import type { ProviderId, RecipientId } from "../../src/ids.ts";
import { receiptMeaning } from "./codes.ts";

/** What a pushed receipt or a row of details says of a message. */
export interface Report {
  readonly messageId: string;
  readonly recipient?: RecipientId;
  readonly delivered: boolean;
  readonly code: string;
  readonly detail: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The receipt that a report amounts to; undefined while it is no result. */
export function toReceipt(provider: ProviderId, report: Report): Receipt | undefined {
  const { messageId, recipient, delivered, code, detail, at } = report;
  const base = { provider, messageId, ...(recipient === undefined ? {} : { recipient }), at };
  const meaning = receiptMeaning(code);
  if (meaning === "waiting") return undefined;
  if (delivered) return { ...base, outcome: { kind: "delivered" }, code, detail: "" };
  return { ...base, outcome: { kind: "failed", ...meaning }, code, detail };
}

import { z } from "zod";
import type { Receipt } from "../../src/delivery/provider.ts";
import type { ProviderId, RecipientId } from "../../src/ids.ts";
import { meaningOf, receiptReason } from "./codes.ts";

/** Where a message stands. Twilio may add to them: what is not known is no result. */
const RESULTS = {
  accepted: "none",
  scheduled: "none",
  queued: "none",
  sending: "none",
  // At the carrier; some carriers never say more.
  sent: "none",
  delivered: "delivered",
  read: "delivered",
  undelivered: "failed",
  failed: "failed",
  canceled: "failed",
  // A failed part fails the text.
  partially_delivered: "failed",
} as const;

/** A message's id, of an SMS or an MMS. */
export const messageSid = z.string().regex(/^(?:SM|MM)[0-9a-fA-F]{32}$/u, "is no message's SID");

/** What a callback or a message of the list says. */
export interface StatusReport {
  readonly sid: string;
  readonly status: string;
  readonly errorCode: number | undefined;
  readonly recipient?: string | undefined;
  /** Epoch ms. */
  readonly at: number;
}

/** Whether Twilio's documentation has this status. */
export function isKnownStatus(status: string): status is keyof typeof RESULTS {
  return Object.hasOwn(RESULTS, status);
}

/** The receipt a status amounts to; undefined while it is no result. */
export function toReceipt(provider: ProviderId, report: StatusReport): Receipt | undefined {
  const { sid, status, errorCode, recipient, at } = report;
  const result = isKnownStatus(status) ? RESULTS[status] : "none";
  if (result === "none") return undefined;
  const base = {
    provider,
    messageId: sid,
    ...(recipient === undefined ? {} : { recipient: recipient as RecipientId }),
    at,
  };
  if (result === "delivered")
    return { ...base, outcome: { kind: "delivered" }, code: status, detail: "" };
  const code = errorCode === undefined ? status : `${errorCode}`;
  const reason =
    errorCode === undefined
      ? { reason: "unknown" as const, known: true }
      : receiptReason(errorCode);
  const title = errorCode === undefined ? undefined : meaningOf(errorCode)?.title;
  const detail = title === undefined ? status : `${status}: ${title}`;
  return { ...base, outcome: { kind: "failed", ...reason }, code, detail };
}

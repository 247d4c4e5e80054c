import { type FirstTry, triedElsewhere } from "./first-try.ts";
import type { Receipt } from "./provider.ts";
import type { CarrierReason } from "./reason.ts";
import type { Recipient } from "./recipient.ts";

/** What a receipt does to a recipient. */
export type Judgement =
  | { readonly kind: "change"; readonly set: Partial<Omit<Recipient, "_id" | "rev">> }
  /** It says nothing new: the same again, or outranked. */
  | { readonly kind: "nothing" }
  /** The books are closed: kept, and shown as late. */
  | { readonly kind: "late"; readonly set: Partial<Omit<Recipient, "_id" | "rev">> }
  /** It can't be about this recipient: it was never handed to a provider. */
  | { readonly kind: "impossible" };

/**
 * Judges a receipt, whatever the order of arrival: delivered outranks failed; of two failures the one the carrier
 * decided first stands (by its clock, then by code); the same again changes nothing.
 * `reason` is the failure's reason after the opt-out list has had its say; null for delivered.
 */
export function judge(
  recipient: Recipient,
  receipt: Pick<Receipt, "provider" | "outcome" | "code" | "detail" | "at">,
  reason: CarrierReason | null,
  closed: boolean,
): Judgement {
  const { state } = recipient;
  const first = triedElsewhere(recipient);
  if (first?.provider === receipt.provider) return judgeFirstTry(recipient, first, receipt, closed);
  if (state === "excluded" || state === "pending") return { kind: "impossible" };
  const delivered = receipt.outcome.kind === "delivered";
  if (closed) return judgeLate(recipient, receipt, delivered);
  if (state === "delivered") return { kind: "nothing" };
  if (delivered) {
    return {
      kind: "change",
      set: { ...decision(recipient, receipt), state: "delivered", reason: null },
    };
  }
  if (state === "failed" && !precedes(receipt, recipient)) {
    // Which of the two a blacklisted person is, is the person's own word whenever it comes.
    const optedOut = reason === "opted_out" && recipient.reason === "blacklisted";
    return optedOut ? { kind: "change", set: { reason } } : { kind: "nothing" };
  }
  return { kind: "change", set: { ...decision(recipient, receipt), state: "failed", reason } };
}

/**
 * The first try was blocked, or there would be no second; only that it was delivered after all says anything new. Then
 * the person has the text: whoever is still pending is not sent again, and whatever the second try came to is not
 * counted, nor charged, beside it.
 */
function judgeFirstTry(
  recipient: Recipient,
  first: FirstTry,
  receipt: Pick<Receipt, "outcome" | "code" | "detail" | "at">,
  closed: boolean,
): Judgement {
  if (receipt.outcome.kind !== "delivered" || first.delivered) return { kind: "nothing" };
  if (closed) return judgeLate(recipient, receipt, true);
  const delivered = { ...decision(recipient, receipt), state: "delivered", reason: null } as const;
  if (recipient.state === "pending") {
    const { provider, messageKey } = first;
    return { kind: "change", set: { ...delivered, provider, messageKey } };
  }
  const firstTry = { ...first, delivered: true };
  return recipient.state === "delivered"
    ? { kind: "change", set: { firstTry } }
    : { kind: "change", set: { ...delivered, firstTry } };
}

function decision(recipient: Recipient, receipt: Pick<Receipt, "code" | "detail" | "at">) {
  return {
    ...(recipient.uncertain ? { doubtful: true } : {}),
    code: receipt.code,
    detail: receipt.detail,
    decidedAt: receipt.at,
    uncertain: false,
  };
}

/**
 * Judges what the parts of one text say together, which is the whole truth about it, whatever was concluded from some
 * of them before: a part that failed and then was delivered takes its failure back. `said` is null while they say nothing.
 */
export function judgeParts(
  recipient: Recipient,
  said: Pick<Receipt, "provider" | "outcome" | "code" | "detail" | "at"> | null,
  reason: CarrierReason | null,
  closed: boolean,
): Judgement {
  const { state, decidedAt, doubtful } = recipient;
  const elsewhere = said !== null && triedElsewhere(recipient)?.provider === said.provider;
  if (said !== null && (closed || elsewhere || state !== "failed" || decidedAt === null)) {
    return judge(recipient, said, reason, closed);
  }
  if (closed || state !== "failed" || decidedAt === null) return { kind: "nothing" };
  if (said !== null) {
    if (said.outcome.kind === "delivered") return judge(recipient, said, reason, closed);
    const same =
      said.code === recipient.code && said.at === decidedAt && reason === recipient.reason;
    if (same) return { kind: "nothing" };
    return { kind: "change", set: { ...decision(recipient, said), reason } };
  }
  const open = { reason: null, code: null, detail: null, decidedAt: null };
  return {
    kind: "change",
    set:
      doubtful === true
        ? { ...open, state: "submitting", uncertain: true }
        : { ...open, state: "submitted" },
  };
}

/** Of two failures the earlier decision stands; at the same instant, the smaller code: any rule that knows no order. */
function precedes(receipt: Pick<Receipt, "code" | "at">, recipient: Recipient): boolean {
  const { decidedAt, code } = recipient;
  if (decidedAt === null) return true;
  return receipt.at < decidedAt || (receipt.at === decidedAt && receipt.code < (code ?? ""));
}

function judgeLate(
  recipient: Recipient,
  receipt: Pick<Receipt, "code" | "at">,
  delivered: boolean,
): Judgement {
  const said = delivered ? "delivered" : "failed";
  const known = recipient.state === said && recipient.reason !== "no_result";
  if (known || recipient.late !== null) return { kind: "nothing" };
  return { kind: "late", set: { late: { outcome: said, code: receipt.code, at: receipt.at } } };
}

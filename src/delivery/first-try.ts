import type { ProviderId } from "../ids.ts";
import type { Recipient } from "./recipient.ts";

/** Where a recipient was surely blocked for content before it went, or is to go, elsewhere. (A type: a document's value.) */
export type FirstTry = {
  readonly provider: ProviderId;
  /** How its receipts name it; null when the provider refused it at once. */
  readonly messageKey: string | null;
  readonly code: string | null;
  readonly detail: string | null;
  readonly decidedAt: number | null;
  /** Its carrier delivered it after all. */
  readonly delivered: boolean;
};

/** What it takes to begin the second try at another provider: once, so never with a first try behind it. */
export function beginSecondTry(recipient: Recipient, to: ProviderId) {
  const { provider, messageKey, code, detail, decidedAt } = recipient;
  if (provider === null) throw new Error(`recipient ${recipient._id} never had a provider`);
  const firstTry: FirstTry = { provider, messageKey, code, detail, decidedAt, delivered: false };
  return {
    state: "pending",
    provider: to,
    firstTry,
    submission: null,
    messageKey: null,
    reason: null,
    code: null,
    detail: null,
    decidedAt: null,
  } as const;
}

/** A second try that can't be made after all: blocked, as it was, and not to be tried again. */
export function endSecondTry(first: FirstTry) {
  const { provider, messageKey, code, detail, decidedAt } = first;
  return {
    state: "failed",
    reason: "content_blocked",
    provider,
    messageKey,
    code,
    detail,
    decidedAt,
  } as const;
}

/** The first try, where the recipient is at another provider by now. */
export function triedElsewhere({ firstTry, provider }: Recipient): FirstTry | undefined {
  return firstTry != null && firstTry.provider !== provider ? firstTry : undefined;
}

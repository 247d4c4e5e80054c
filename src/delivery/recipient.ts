import { createHash } from "node:crypto";
import type { ExclusionReason } from "../audience/exclusion.ts";
import type { Variant } from "../campaign/variant.ts";
import type { CampaignId, MerchantId, Phone, ProviderId, RecipientId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";
import type { FirstTry } from "./first-try.ts";
import type { MessagePart } from "./message-parts.ts";
import type { FailureReason } from "./reason.ts";

/** `pending → submitting → submitted → delivered | failed`, or `excluded` by preflight. */
export type RecipientState =
  | "excluded"
  | "pending"
  | "submitting"
  | "submitted"
  | "delivered"
  | "failed";

/** One number in one campaign. */
export interface Recipient extends Doc {
  readonly _id: RecipientId;
  readonly campaignId: CampaignId;
  readonly merchantId: MerchantId;
  /** Line of the audience it stands in, from 1. */
  readonly line: number;
  /** Null only when the row was no number at all. */
  readonly phone: Phone | null;
  /** As it may be shown. */
  readonly masked: string;
  readonly state: RecipientState;
  readonly exclusion: ExclusionReason | null;
  /** The lane it is in; null when excluded. */
  readonly provider: ProviderId | null;
  /** Which of the campaign's two texts it gets; null where there is one. */
  readonly variant: Variant | null;
  readonly segments: number;
  /** Our reference of the call it went in; durable before the call is made. */
  readonly submission: string | null;
  /** The call's outcome is not known: it is never sent again, only reconciled. */
  readonly uncertain: boolean;
  /** Its call once had no known outcome: whatever a receipt says, it is not tried elsewhere. */
  readonly doubtful?: boolean;
  /** Set once it was tried at one provider, blocked for content there, and given to another: see `content-failover`. */
  readonly firstTry?: FirstTry | null;
  /** `<provider>:<message id>`, how receipts name it. */
  readonly messageKey: string | null;
  readonly submittedAt: number | null;
  readonly reason: FailureReason | null;
  /** The carrier's or provider's code and text, as they came. */
  readonly code: string | null;
  readonly detail: string | null;
  /** When the carrier decided, by its clock; orders contradicting receipts. */
  readonly decidedAt: number | null;
  /** A receipt that came after the books were closed. */
  readonly late: { readonly outcome: string; readonly code: string; readonly at: number } | null;
  /** Counts changes, so that two writers can't both move it. */
  readonly rev: number;
  /** Of whoever changed it last: see `applyChanges`. */
  readonly mark?: string;
}

/** The same for the same number in the same campaign, and tells nobody the number. */
export function recipientId(campaign: CampaignId, phone: Phone): RecipientId {
  const digest = createHash("sha256").update(`${campaign}|${phone}`).digest("base64url");
  return `${campaign}-${digest.slice(0, 20)}` as RecipientId;
}

/** The message of a recipient as a part of its own, so that receipts still find whose it was when another takes its place. */
export function messageOf({ _id, messageKey: key, campaignId }: Recipient): MessagePart[] {
  return key === null ? [] : [{ _id: key, recipient: _id, campaignId, of: 1 }];
}

export function messageKey(provider: ProviderId, messageId: string): string {
  return `${provider}:${messageId}`;
}

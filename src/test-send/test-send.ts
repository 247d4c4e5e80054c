import type { Channel } from "../chat/chat.ts";
import type { CampaignId, MemberId, MerchantId, Phone, ProviderId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";

/**
 * One message to a member's own number, outside any campaign: a test of a text, or the code that proves the number.
 * `preparing → submitting → submitted → delivered | failed`; `submitting` is durable before the provider is called, and
 * one found so later is never sent again. `ended`: nothing was heard of it in time.
 */
export interface TestSend extends Doc {
  readonly merchantId: MerchantId;
  readonly memberId: MemberId;
  readonly kind: "test" | "code";
  /** Whose text it is; null for a code. */
  readonly campaignId: CampaignId | null;
  readonly phone: Phone;
  readonly segments: number;
  readonly provider: ProviderId;
  readonly state: "preparing" | "submitting" | "submitted" | "delivered" | "failed" | "ended";
  /** How receipts name it: one for each part of a long text. */
  readonly messageKeys: readonly string[];
  /** What the provider or carrier said. */
  readonly code: string | null;
  readonly detail: string | null;
  readonly at: number;
  /** Where it was asked for. */
  readonly place: Channel;
}

/** How long a receipt is waited for: carriers say what became of a message within three days. */
export const TEST_RECEIPT_MS = 72 * 3_600_000;

/** The hold of a test in the merchant's quota. */
export function holdOf({ _id, merchantId }: Pick<TestSend, "_id" | "merchantId">) {
  return { _id: _id as CampaignId, merchantId, version: 1 };
}

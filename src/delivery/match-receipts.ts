import { findSuppressed } from "../audience/suppression.ts";
import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { CampaignId, MerchantId, Phone, RecipientId } from "../ids.ts";
import { matchByPhone } from "./match-by-phone.ts";
import type { PartsHeard } from "./message-parts.ts";
import type { CarrierReason } from "./reason.ts";
import type { StoredReceipt } from "./receipt-store.ts";
import type { Recipient } from "./recipient.ts";

/**
 * The recipient each receipt is about: by our own reference, the provider's message id, or the number. `answered` are
 * those whose message id is known by now, as they will be stored.
 */
export async function match(
  core: Core,
  receipts: readonly StoredReceipt[],
  parts: PartsHeard,
  answered: readonly Recipient[],
): Promise<Map<string, Recipient>> {
  const ids = receipts.flatMap(
    ({ _id, recipient }) => parts.get(_id)?.recipient ?? recipient ?? [],
  );
  // Whoever has no message id is not who a receipt without one is about.
  const idOfKey = new Map<string | null, RecipientId>();
  for (const { _id, messageKey } of answered) if (messageKey !== null) idOfKey.set(messageKey, _id);
  const keys = receipts.flatMap(({ messageKey }) =>
    messageKey === null || idOfKey.has(messageKey) ? [] : [messageKey],
  );
  const { recipients: all } = core.store;
  const [byId, byKey] = await Promise.all([
    ids.length === 0 ? [] : all.find({ _id: { $in: ids } }),
    keys.length === 0 ? [] : all.find({ messageKey: { $in: keys } }),
  ]);
  const recipients = new Map(
    [...byId, ...byKey, ...answered].map((recipient) => [recipient._id as string, recipient]),
  );
  for (const { _id, messageKey } of byKey) idOfKey.set(messageKey, _id);
  const found = new Map<string, Recipient>();
  for (const receipt of receipts) {
    const id =
      parts.get(receipt._id)?.recipient ?? receipt.recipient ?? idOfKey.get(receipt.messageKey);
    const recipient = id === undefined ? undefined : recipients.get(id);
    if (recipient === undefined) continue;
    // The provider it is at, or the one that it was tried at first.
    const ours =
      recipient.provider === receipt.provider || recipient.firstTry?.provider === receipt.provider;
    if (ours) found.set(receipt._id, recipient);
  }
  const unknown = receipts.filter(({ _id }) => !found.has(_id));
  for (const [id, recipient] of await matchByPhone(core, unknown)) found.set(id, recipient);
  return found;
}

/** The campaigns of some recipients, read once each. */
export async function campaignsOf(
  core: Core,
  recipients: readonly Recipient[],
): Promise<Map<CampaignId, Campaign>> {
  const ids = [...new Set(recipients.map((recipient) => recipient.campaignId))];
  if (ids.length === 0) return new Map();
  const campaigns = await core.store.campaigns.find({ _id: { $in: ids } });
  return new Map(campaigns.map((campaign) => [campaign._id, campaign]));
}

/** A provider's blacklist code rarely tells an opt-out from a complaint: our own list decides. */
export async function optOutsAmong(
  core: Core,
  receipts: readonly StoredReceipt[],
  found: ReadonlyMap<string, Recipient>,
): Promise<Set<string>> {
  const asked = new Map<MerchantId, Phone[]>();
  for (const receipt of receipts) {
    const recipient = found.get(receipt._id);
    if (receipt.outcome.kind !== "failed" || receipt.outcome.reason !== "blacklisted") continue;
    if (recipient?.phone == null) continue;
    asked.set(recipient.merchantId, [...(asked.get(recipient.merchantId) ?? []), recipient.phone]);
  }
  const optedOut = new Set<string>();
  for (const [merchantId, phones] of asked) {
    for (const [phone, reason] of await findSuppressed(core, merchantId, phones)) {
      if (reason === "opted_out") optedOut.add(`${merchantId}:${phone}`);
    }
  }
  return optedOut;
}

/** The failure's reason after the opt-out list has had its say; null for delivered. */
export function reasonOf(
  receipt: StoredReceipt,
  recipient: Recipient,
  optedOut: ReadonlySet<string>,
): CarrierReason | null {
  if (receipt.outcome.kind === "delivered") return null;
  const { reason } = receipt.outcome;
  const ours =
    reason === "blacklisted" && optedOut.has(`${recipient.merchantId}:${recipient.phone}`);
  return ours ? "opted_out" : reason;
}

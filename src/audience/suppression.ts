import type { Core } from "../core.ts";
import type { MerchantId, Phone } from "../ids.ts";
import type { Doc } from "../store/collection.ts";

/** A reason never to send to a number for a merchant. */
export interface Suppression extends Doc {
  /** See `suppressionKey`. */
  readonly _id: string;
  readonly merchantId: MerchantId;
  readonly phone: Phone;
  readonly reason: "opted_out" | "blacklisted";
  /** Where it comes from: a reply, a receipt, a member by hand, a list that a member brought. */
  readonly source: "reply" | "receipt" | "member" | "import";
  readonly detail: string;
  readonly at: number;
}

export function suppressionKey(merchantId: MerchantId, phone: Phone): string {
  return `${merchantId}:${phone}`;
}

/**
 * Adds suppressions. One that exists stays, but an opt-out outranks a blacklisting: it is the person's own word.
 * Returns how many are new.
 */
export async function suppress(
  core: Core,
  entries: readonly Omit<Suppression, "_id" | "at">[],
): Promise<number> {
  if (entries.length === 0) return 0;
  const at = core.clock.now();
  const docs = entries.map((entry) => ({
    ...entry,
    _id: suppressionKey(entry.merchantId, entry.phone),
    at,
  }));
  const { inserted, duplicates } = await core.store.suppressions.insertMany(docs);
  const existing = new Set(duplicates);
  for (const doc of docs) {
    if (!existing.has(doc._id) || doc.reason !== "opted_out") continue;
    await core.store.suppressions.updateOne(
      { _id: doc._id, reason: "blacklisted" },
      { $set: { reason: doc.reason, source: doc.source, detail: doc.detail, at } },
    );
  }
  return inserted;
}

/**
 * Which of these numbers are suppressed, by the merchant's list or the installation's, and why. An opt-out outranks a
 * blacklisting.
 */
export async function findSuppressed(
  core: Core,
  merchantId: MerchantId,
  phones: readonly Phone[],
): Promise<Map<Phone, Suppression["reason"]>> {
  if (phones.length === 0) return new Map();
  const reasons = new Map(await core.globalSuppressions.find(phones));
  const own = await core.store.suppressions.find({
    _id: { $in: phones.map((phone) => suppressionKey(merchantId, phone)) },
  });
  for (const { phone, reason } of own) {
    if (reasons.get(phone) !== "opted_out") reasons.set(phone, reason);
  }
  return reasons;
}

/** An opt-out that a person's word of `at` can end: one by a reply, whose order is known, or an older one. */
function endedBy(merchantId: MerchantId, phone: Phone, at: number) {
  const _id = suppressionKey(merchantId, phone);
  return { _id, reason: "opted_out", $or: [{ source: "reply" }, { at: { $lte: at } }] } as const;
}

/** Whether a person is opted out, and their own word of `at` can end it. */
export async function findOptOut(
  core: Core,
  merchantId: MerchantId,
  phone: Phone,
  at: number,
): Promise<boolean> {
  const found = await core.store.suppressions.findOne(endedBy(merchantId, phone, at));
  return found !== undefined;
}

/** Ends an opt-out by the person's own word of `at`. A blacklisting stays. */
export async function liftOptOut(
  core: Core,
  merchantId: MerchantId,
  phone: Phone,
  at: number,
): Promise<void> {
  await core.store.suppressions.deleteOne(endedBy(merchantId, phone, at));
}

/** Takes a number off the list. True when it was on it. */
export async function unsuppress(
  core: Core,
  merchantId: MerchantId,
  phone: Phone,
): Promise<boolean> {
  const { deleted } = await core.store.suppressions.deleteOne({
    _id: suppressionKey(merchantId, phone),
  });
  return deleted === 1;
}

import { createHash } from "node:crypto";
import type { Core } from "../core.ts";
import type { CampaignId, MerchantId, Phone } from "../ids.ts";
import { localDay } from "../local-time.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { Doc } from "../store/collection.ts";

/** One marketing SMS that a number gets, or may get, on a local day. Its id is the place it takes among those allowed. */
export interface Contact extends Doc {
  readonly campaignId: CampaignId;
  readonly at: number;
}

function contactKey(merchantId: MerchantId, phone: Phone, day: string, slot: number): string {
  const digest = createHash("sha256").update(`${merchantId}|${phone}`).digest("base64url");
  return `${digest.slice(0, 22)}:${day}:${slot}`;
}

function slots(merchant: Merchant, phone: Phone, at: number): string[] {
  const day = localDay(at, merchant.timeZone);
  return Array.from({ length: merchant.settings.perDay }, (_, slot) =>
    contactKey(merchant._id, phone, day, slot),
  );
}

/** Which of these numbers have had all that the merchant's cap allows on the local day of `at`. Takes nothing. */
export async function findTooFrequent(
  core: Core,
  merchant: Merchant,
  campaignId: CampaignId,
  phones: readonly Phone[],
  at: number,
): Promise<Set<Phone>> {
  const bySlot = new Map(
    phones.flatMap((phone) => slots(merchant, phone, at).map((slot) => [slot, phone] as const)),
  );
  if (bySlot.size === 0) return new Set();
  const taken = await core.store.contacts.find({ _id: { $in: [...bySlot.keys()] } });
  const used = new Map<Phone, number>();
  for (const contact of taken) {
    const phone = bySlot.get(contact._id);
    if (phone === undefined || contact.campaignId === campaignId) continue;
    used.set(phone, (used.get(phone) ?? 0) + 1);
  }
  return new Set(
    [...used].filter(([, n]) => n >= merchant.settings.perDay).map(([phone]) => phone),
  );
}

/**
 * Takes a place of the day for each number, before it is sent to. Atomic for each: two campaigns at once
 * on two instances can't both take the last one. A place this campaign holds already is its own.
 * Returns the numbers for which none was left.
 */
export async function takeContacts(
  core: Core,
  merchant: Merchant,
  campaignId: CampaignId,
  phones: readonly Phone[],
  at: number,
): Promise<Set<Phone>> {
  const keys = new Map(phones.map((phone) => [phone, slots(merchant, phone, at)] as const));
  let waiting = phones;
  for (let slot = 0; slot < merchant.settings.perDay && waiting.length > 0; slot += 1) {
    const phoneOf = new Map<string, Phone>();
    for (const phone of waiting) {
      const key = keys.get(phone)?.[slot];
      if (key !== undefined) phoneOf.set(key, phone);
    }
    const { duplicates } = await core.store.contacts.insertMany(
      [...phoneOf.keys()].map((_id) => ({ _id, campaignId, at })),
    );
    if (duplicates.length === 0) return new Set();
    const mine = await core.store.contacts.find({ _id: { $in: duplicates }, campaignId });
    const held = new Set(mine.map((contact) => contact._id));
    waiting = duplicates.flatMap((key) => {
      const phone = phoneOf.get(key);
      return phone === undefined || held.has(key) ? [] : [phone];
    });
  }
  return new Set(waiting);
}

/** Gives the places back of numbers that surely got nothing. */
export async function releaseContacts(
  core: Core,
  merchant: Merchant,
  campaignId: CampaignId,
  phones: readonly Phone[],
  at: number,
): Promise<void> {
  if (phones.length === 0) return;
  await core.store.contacts.deleteMany({
    _id: { $in: phones.flatMap((phone) => slots(merchant, phone, at)) },
    campaignId,
  });
}

import { createHash } from "node:crypto";
import type { Core } from "../core.ts";
import type { CampaignId, MerchantId, Phone } from "../ids.ts";
import { localDayNumber } from "../local-time.ts";
import { FREQUENCY_DAYS_MOST, type Merchant, settingsOf } from "../merchant/merchant.ts";
import type { BulkOperation, Doc } from "../store/collection.ts";

/** The marketing SMS that one number got, or may get, of one merchant lately. */
export interface ContactBook extends Doc {
  /** Digest of merchant and number: tells nobody the number. */
  readonly _id: string;
  /** At most one a campaign. `day` is the local day's number. */
  readonly contacts: readonly Contact[];
  /** The latest of them, epoch ms; long ago the book is of no use. */
  readonly at: number;
  /** Counts changes, so that two campaigns on two instances can't both take the last place. */
  readonly rev: number;
}

interface Contact {
  readonly campaignId: CampaignId;
  readonly day: number;
}

/** A campaign that would send to numbers at a moment, and what its merchant allows. */
interface Wish {
  readonly merchantId: MerchantId;
  readonly campaignId: CampaignId;
  readonly at: number;
  readonly day: number;
  readonly most: number;
  readonly days: number;
}

function wishOf(merchant: Merchant, campaignId: CampaignId, at: number): Wish {
  const { perDay: most, frequencyDays: days } = settingsOf(merchant);
  const day = localDayNumber(at, merchant.timeZone);
  return { merchantId: merchant._id, campaignId, at, day, most, days };
}

/**
 * Whether others have had all that the cap allows. Days ahead count as well: an instance whose clock is behind at
 * midnight, or a merchant who changed the time zone, makes no window too full either.
 */
function isFull(book: ContactBook | undefined, { campaignId, day, most, days }: Wish): boolean {
  const others = (book?.contacts ?? []).filter(
    (contact) => contact.campaignId !== campaignId && Math.abs(contact.day - day) < days,
  );
  return others.length >= most;
}

/** Which of these numbers have had all that the merchant's cap allows in the window of `at`. Takes nothing. */
export async function findTooFrequent(
  core: Core,
  merchant: Merchant,
  campaignId: CampaignId,
  phones: readonly Phone[],
  at: number,
): Promise<Set<Phone>> {
  const wish = wishOf(merchant, campaignId, at);
  const books = await readBooks(core, merchant._id, phones);
  return new Set(phones.filter((phone) => isFull(books.get(phone), wish)));
}

/**
 * Takes a place in the window for each number, before it is sent to. Atomic for each: two campaigns at once on two
 * instances can't both take the last one. A campaign holds one place of a number: one of an earlier day, for a call
 * that came to nothing, moves to today. Returns the numbers for which none was left.
 */
export async function takeContacts(
  core: Core,
  merchant: Merchant,
  campaignId: CampaignId,
  phones: readonly Phone[],
  at: number,
): Promise<Set<Phone>> {
  const wish = wishOf(merchant, campaignId, at);
  const full = new Set<Phone>();
  await changeBooks(core, merchant._id, phones, (phone, book) => {
    if (isFull(book, wish)) {
      full.add(phone);
      return undefined;
    }
    const held = book?.contacts.some((c) => c.campaignId === campaignId && c.day === wish.day);
    return held ? undefined : entered(book, wish);
  });
  return full;
}

/** Gives the places back of numbers that surely got nothing: before another call for them can take one. */
export async function releaseContacts(
  core: Core,
  merchant: Merchant,
  campaignId: CampaignId,
  phones: readonly Phone[],
): Promise<void> {
  await changeBooks(core, merchant._id, phones, (_, book) => {
    if (!book?.contacts.some((contact) => contact.campaignId === campaignId)) return undefined;
    const contacts = book.contacts.filter((contact) => contact.campaignId !== campaignId);
    return { contacts, at: book.at };
  });
}

/** A book with the wish entered, and without what no window looks at any more. */
function entered(book: ContactBook | undefined, { campaignId, day, at }: Wish) {
  const kept = (book?.contacts ?? []).filter(
    (contact) => contact.campaignId !== campaignId && contact.day > day - FREQUENCY_DAYS_MOST,
  );
  return { contacts: [...kept, { campaignId, day }], at: Math.max(at, book?.at ?? 0) };
}

type Change = Pick<ContactBook, "contacts" | "at">;

/** Changes each number's book as `change` says, again for those that someone else changed meanwhile. */
async function changeBooks(
  core: Core,
  merchantId: MerchantId,
  phones: readonly Phone[],
  change: (phone: Phone, book: ContactBook | undefined) => Change | undefined,
): Promise<void> {
  let waiting = [...new Set(phones)];
  while (waiting.length > 0) {
    const books = await readBooks(core, merchantId, waiting);
    const changed: Phone[] = [];
    const operations: BulkOperation<ContactBook>[] = [];
    for (const phone of waiting) {
      const book = books.get(phone);
      const to = change(phone, book);
      if (to === undefined) continue;
      changed.push(phone);
      operations.push(write(bookKey(merchantId, phone), book, to));
    }
    if (operations.length === 0) return;
    const { inserted, matched } = await core.store.contacts.bulk(operations);
    if (inserted + matched === operations.length) return;
    // Which of them fell short the bulk does not say; those that went through need no change any more.
    waiting = changed;
  }
}

function write(
  _id: string,
  book: ContactBook | undefined,
  { contacts, at }: Change,
): BulkOperation<ContactBook> {
  if (book === undefined) return { kind: "insert", doc: { _id, contacts, at, rev: 0 } };
  return {
    kind: "update",
    filter: { _id, rev: book.rev },
    update: {
      $set: { contacts: contacts.map(({ campaignId, day }) => ({ campaignId, day })), at },
      $inc: { rev: 1 },
    },
  };
}

async function readBooks(
  core: Core,
  merchantId: MerchantId,
  phones: readonly Phone[],
): Promise<Map<Phone, ContactBook>> {
  const phoneOf = new Map(phones.map((phone) => [bookKey(merchantId, phone), phone]));
  if (phoneOf.size === 0) return new Map();
  const books = await core.store.contacts.find({ _id: { $in: [...phoneOf.keys()] } });
  return new Map(
    books.flatMap((book) => {
      const phone = phoneOf.get(book._id);
      return phone === undefined ? [] : [[phone, book] as const];
    }),
  );
}

function bookKey(merchantId: MerchantId, phone: Phone): string {
  const digest = createHash("sha256").update(`${merchantId}|${phone}`).digest("base64url");
  return digest.slice(0, 22);
}

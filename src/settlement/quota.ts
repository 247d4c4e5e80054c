import type { Core } from "../core.ts";
import type { CampaignId, MemberId, MerchantId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";

/** What a campaign holds of a merchant's quota, in segments. */
export interface Hold {
  readonly reserved: number;
  readonly charged: number;
}

/**
 * A merchant's quota, in segments. At any moment granted = free + reserved + charged: every operation moves
 * between them in one step of one document, and remembers what it did there, so that repeating it does nothing.
 */
export interface QuotaAccount extends Doc {
  readonly _id: MerchantId;
  readonly granted: number;
  readonly free: number;
  readonly reserved: number;
  readonly charged: number;
  /** Open holds by `holdName`. */
  readonly holds: Readonly<Record<string, Hold>>;
  /** Grants and corrections by key. */
  readonly grants: Readonly<Record<string, number>>;
  /** Since when the merchant has been told that little is left; null or missing while there is enough. */
  readonly lowSince?: number | null;
}

/** The history of an account, for people. Derived: the account is the truth. */
export interface LedgerEntry extends Doc {
  readonly merchantId: MerchantId;
  readonly kind: "grant" | "correct" | "reserve" | "charge" | "release";
  readonly segments: number;
  readonly campaignId: CampaignId | null;
  readonly by: MemberId | null;
  readonly reason: string;
  readonly at: number;
}

/** Whose hold it is: one version of one campaign, so that an approval overtaken by an edit can't touch the next one's. */
export interface HoldOwner {
  readonly _id: CampaignId;
  readonly merchantId: MerchantId;
  readonly version: number;
}

function holdName(owner: HoldOwner): string {
  return `${owner._id}v${owner.version}`;
}

const EMPTY: Omit<QuotaAccount, "_id"> = {
  granted: 0,
  free: 0,
  reserved: 0,
  charged: 0,
  holds: {},
  grants: {},
};

export async function readQuota(core: Core, merchantId: MerchantId): Promise<QuotaAccount> {
  return (await core.store.quotas.findOne({ _id: merchantId })) ?? { _id: merchantId, ...EMPTY };
}

/** Adds segments to what a merchant may spend. The same key again does nothing. `key` is `[a-z0-9]+`. */
export async function grantQuota(
  core: Core,
  grant: {
    readonly merchantId: MerchantId;
    readonly segments: number;
    readonly key: string;
    readonly by: MemberId | null;
    readonly reason: string;
  },
): Promise<void> {
  const { merchantId, segments, key } = grant;
  await core.store.quotas.upsertOne({ _id: merchantId }, { $setOnInsert: EMPTY as never });
  await core.store.quotas.updateOne(
    { _id: merchantId, [`grants.${key}`]: { $exists: false } },
    { $inc: { granted: segments, free: segments }, $set: { [`grants.${key}`]: segments } },
  );
  await record(core, `grant:${merchantId}:${key}`, {
    merchantId,
    kind: "grant",
    segments,
    campaignId: null,
    by: grant.by,
    reason: grant.reason,
  });
}

/**
 * Takes segments off that were granted by mistake, once for a key; never what is reserved or charged. Tells how many
 * are free when they are too few.
 */
export async function correctQuota(
  core: Core,
  correction: {
    readonly merchantId: MerchantId;
    readonly segments: number;
    readonly key: string;
    readonly by: MemberId | null;
    readonly reason: string;
  },
): Promise<{ readonly ok: true } | { readonly ok: false; readonly free: number }> {
  const { merchantId, segments, key, by, reason } = correction;
  await core.store.quotas.updateOne(
    { _id: merchantId, [`grants.${key}`]: { $exists: false }, free: { $gte: segments } },
    { $inc: { granted: -segments, free: -segments }, $set: { [`grants.${key}`]: -segments } },
  );
  const account = await readQuota(core, merchantId);
  if (account.grants[key] === undefined) return { ok: false, free: account.free };
  await record(core, `grant:${merchantId}:${key}`, {
    merchantId,
    kind: "correct",
    segments,
    campaignId: null,
    by,
    reason,
  });
  return { ok: true };
}

/** Reserves segments for a campaign, once. Tells how many are missing when the free ones are too few. */
export async function reserveQuota(
  core: Core,
  owner: HoldOwner,
  segments: number,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly short: number }> {
  const { merchantId } = owner;
  const hold = `holds.${holdName(owner)}`;
  const { matched } = await core.store.quotas.updateOne(
    { _id: merchantId, [hold]: { $exists: false }, free: { $gte: segments } },
    {
      $inc: { free: -segments, reserved: segments },
      $set: { [hold]: { reserved: segments, charged: 0 } },
    },
  );
  if (matched === 1) {
    await recordReserve(core, owner, segments);
    return { ok: true };
  }
  const account = await readQuota(core, merchantId);
  if (account.holds[holdName(owner)] !== undefined) return { ok: true };
  // Granted or released since the attempt: there is enough now.
  if (segments > 0 && account.free >= segments) return reserveQuota(core, owner, segments);
  return { ok: false, short: segments - account.free };
}

/** Makes what is charged for a campaign exactly `segments`; the rest of its hold stays reserved. */
export async function chargeQuota(core: Core, owner: HoldOwner, segments: number): Promise<void> {
  for (;;) {
    const hold = (await readQuota(core, owner.merchantId)).holds[holdName(owner)];
    if (hold === undefined || hold.charged === segments) return;
    const move = segments - hold.charged;
    if (move > hold.reserved) {
      throw new Error(
        `campaign ${owner._id} delivered ${move - hold.reserved} segments more than were reserved`,
      );
    }
    const { matched } = await core.store.quotas.updateOne(sameHold(owner, hold), {
      $inc: {
        reserved: -move,
        charged: move,
        [`holds.${holdName(owner)}.reserved`]: -move,
        [`holds.${holdName(owner)}.charged`]: move,
      },
    });
    if (matched === 1) return;
  }
}

/** Closes a campaign's hold: what is still reserved is free again, what is charged stays charged. Once. */
export async function releaseQuota(core: Core, owner: HoldOwner): Promise<void> {
  for (;;) {
    const hold = (await readQuota(core, owner.merchantId)).holds[holdName(owner)];
    if (hold === undefined) return;
    await closeBooks(core, owner, hold);
    const { matched } = await core.store.quotas.updateOne(sameHold(owner, hold), {
      $inc: { reserved: -hold.reserved, free: hold.reserved },
      $unset: { [`holds.${holdName(owner)}`]: true },
    });
    if (matched === 1) return;
  }
}

/** The lines of a closed hold, written before it goes, so that a crash between leaves them. */
async function closeBooks(core: Core, owner: HoldOwner, hold: Hold): Promise<void> {
  const base = { merchantId: owner.merchantId, campaignId: owner._id, by: null, reason: "" };
  // A crash may have come between the reservation and its line.
  await recordReserve(core, owner, hold.reserved + hold.charged);
  if (hold.charged > 0) {
    await record(core, `charge:${holdName(owner)}`, {
      ...base,
      kind: "charge",
      segments: hold.charged,
    });
  }
  if (hold.reserved > 0) {
    await record(core, `release:${holdName(owner)}`, {
      ...base,
      kind: "release",
      segments: hold.reserved,
    });
  }
}

function recordReserve(core: Core, owner: HoldOwner, segments: number): Promise<void> {
  return record(core, `reserve:${holdName(owner)}`, {
    merchantId: owner.merchantId,
    kind: "reserve",
    segments,
    campaignId: owner._id,
    by: null,
    reason: "",
  });
}

function sameHold(owner: HoldOwner, hold: Hold) {
  return {
    _id: owner.merchantId,
    [`holds.${holdName(owner)}.reserved`]: hold.reserved,
    [`holds.${holdName(owner)}.charged`]: hold.charged,
  };
}

async function record(
  core: Core,
  _id: string,
  entry: Omit<LedgerEntry, "_id" | "at">,
): Promise<void> {
  await core.store.ledger.insertMany([{ _id, at: core.clock.now(), ...entry }]);
}

import type { Actor } from "../campaign/audit.ts";
import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { MerchantId } from "../ids.ts";
import { DuplicateKeyError } from "../store/collection.ts";
import { discardAudience, type SavedAudience, saveAudience } from "./audience.ts";
import { auditList, useBy } from "./change-lists.ts";
import { nameKey, numberedName } from "./list-name.ts";
import type { SavedList } from "./lists.ts";
import type { AudienceRow, FileRows } from "./rows.ts";

type Person = Actor & { readonly kind: "member" };

/** What came of giving numbers a name. */
export type SaveOutcome =
  | { readonly kind: "saved"; readonly list: SavedList; readonly audience: SavedAudience }
  /** Another list has that name. */
  | { readonly kind: "taken" }
  /** These very numbers are a list already. */
  | { readonly kind: "listed"; readonly list: SavedList }
  /** The numbers are deleted. */
  | { readonly kind: "gone" };

export async function isNameTaken(
  core: Core,
  merchantId: MerchantId,
  name: string,
): Promise<boolean> {
  return (await core.store.lists.findOne({ merchantId, key: nameKey(name) })) !== undefined;
}

/** The name, or the first numbered one that is free: `名单 (2)`. */
async function freeName(core: Core, merchantId: MerchantId, wanted: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = numberedName(wanted, n);
    if (!(await isNameTaken(core, merchantId, name))) return name;
  }
}

/** Gives an audience a name: from this one write on it is a list. */
export async function nameAudience(
  core: Core,
  actor: Person,
  audience: SavedAudience,
  name: string,
  origin: { readonly action: "list.save" | "list.merge"; readonly from: string },
  lastCampaign: Campaign | undefined = undefined,
): Promise<SaveOutcome> {
  const { _id, merchantId, rows, valid } = audience;
  const list: SavedList = {
    _id,
    merchantId,
    number: await nextNumber(core, merchantId),
    name,
    key: nameKey(name),
    tags: [],
    rows,
    valid,
    createdBy: actor.member,
    createdByName: actor.name,
    createdAt: core.clock.now(),
    ...useBy(core, lastCampaign),
  };
  try {
    await core.store.lists.insertOne(list);
  } catch (error) {
    if (!(error instanceof DuplicateKeyError)) throw error;
    const same = await core.store.lists.findOne({ _id });
    return same === undefined ? { kind: "taken" } : { kind: "listed", list: same };
  }
  const detail = { from: origin.from, rows, valid };
  await auditList(core, origin.action, actor, list, detail);
  return { kind: "saved", list, audience };
}

/** Stores rows as a list of that name. Errors: `EmptyAudienceError`, and those of the rows. */
export async function saveRowsAsList(
  core: Core,
  merchantId: MerchantId,
  actor: Person,
  name: string,
  rows: FileRows | Iterable<AudienceRow>,
  from: string,
): Promise<SaveOutcome> {
  if (await isNameTaken(core, merchantId, name)) return { kind: "taken" };
  const audience = await saveAudience(core, merchantId, name, rows);
  const said = await nameAudience(core, actor, audience, name, { action: "list.save", from });
  if (said.kind !== "saved") await discardAudience(core, audience._id);
  return said;
}

/** As `saveRowsAsList`, under the next free name where that one is taken. */
export async function saveRowsUnderFreeName(
  core: Core,
  merchantId: MerchantId,
  actor: Person,
  wanted: string,
  rows: FileRows,
): Promise<{ readonly list: SavedList; readonly audience: SavedAudience }> {
  const audience = await saveAudience(core, merchantId, wanted, rows);
  const origin = { action: "list.save", from: wanted } as const;
  for (;;) {
    const name = await freeName(core, merchantId, wanted);
    const said = await nameAudience(core, actor, audience, name, origin);
    if (said.kind === "saved") return said;
  }
}

/** Makes a campaign's audience a list: the same rows, by name. */
export async function saveCampaignAudience(
  core: Core,
  actor: Person,
  campaign: Campaign,
  name: string,
): Promise<SaveOutcome> {
  const { merchantId, audienceId: _id } = campaign;
  const listed = await core.store.lists.findOne({ _id });
  if (listed !== undefined) return { kind: "listed", list: listed };
  if (await isNameTaken(core, merchantId, name)) return { kind: "taken" };
  // It may have been a list that was deleted: its rows are kept again, unless they are being deleted.
  const audience = await core.store.audiences.findOneAndUpdate(
    { _id, merchantId, emptiedAt: null },
    { $unset: { unlistedAt: true } },
  );
  if (audience === undefined) return { kind: "gone" };
  const origin = { action: "list.save", from: `#${campaign.number}` } as const;
  return nameAudience(core, actor, audience, name, origin, campaign);
}

/** The next number of a merchant's lists. */
export async function nextNumber(core: Core, merchantId: MerchantId): Promise<number> {
  const merchant = await core.store.merchants.findOneAndUpdate(
    { _id: merchantId },
    { $inc: { lists: 1 } },
  );
  if (merchant?.lists === undefined) throw new Error(`merchant ${merchantId} does not exist`);
  return merchant.lists;
}

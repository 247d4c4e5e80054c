import { type Actor, audit } from "../campaign/audit.ts";
import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { MerchantId } from "../ids.ts";
import { type Member, may } from "../merchant/member.ts";
import { DuplicateKeyError } from "../store/collection.ts";
import { discardAudience, type SavedAudience, saveAudience } from "./audience.ts";
import { nameKey, numberedName, TAGS_MOST } from "./list-name.ts";
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
  await note(core, origin.action, actor, list, detail);
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

/** Gives a list another name. Undefined when there is no such list any more. */
export async function renameList(
  core: Core,
  actor: Person,
  list: SavedList,
  name: string,
): Promise<{ readonly kind: "renamed" | "taken" } | undefined> {
  try {
    const before = await core.store.lists.findOneAndUpdate(
      { _id: list._id },
      { $set: { name, key: nameKey(name) } },
      { returns: "before" },
    );
    if (before === undefined) return undefined;
    if (before.name !== name) await note(core, "list.rename", actor, before, { to: name });
    return { kind: "renamed" };
  } catch (error) {
    if (error instanceof DuplicateKeyError) return { kind: "taken" };
    throw error;
  }
}

/** Puts tags on a list and takes others off. Undefined when there is no such list any more. */
export async function tagList(
  core: Core,
  actor: Person,
  list: SavedList,
  tags: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
): Promise<
  { readonly kind: "tagged"; readonly list: SavedList } | { readonly kind: "too_many" } | undefined
> {
  const keys = new Set((tags.remove ?? []).map(nameKey));
  const remove = list.tags.filter((tag) => keys.has(nameKey(tag)));
  const left = new Set(list.tags.map(nameKey));
  for (const key of keys) left.delete(key);
  const add = (tags.add ?? []).filter((tag) => !left.has(nameKey(tag)));
  if (left.size + add.length > TAGS_MOST) return { kind: "too_many" };
  let current: SavedList | undefined = list;
  for (const tag of remove) {
    current = await core.store.lists.findOneAndUpdate({ _id: list._id }, { $pull: { tags: tag } });
    if (current === undefined) return undefined;
    await note(core, "list.untag", actor, list, { tag });
  }
  for (const tag of add) {
    const change = { $addToSet: { tags: tag } };
    current = await core.store.lists.findOneAndUpdate({ _id: list._id }, change);
    if (current === undefined) return undefined;
    await note(core, "list.tag", actor, list, { tag });
  }
  return { kind: "tagged", list: current };
}

/** Whoever made a list may delete it, and an admin. */
export function mayDelete(list: SavedList, member: Member): boolean {
  return may(member.role, "admin") || list.createdBy === member._id;
}

/**
 * Takes a list off the shelf: it can't be chosen any more. Campaigns that have it keep it, with its rows; these go when
 * the last of them has ended (see `purgeUnlisted`). False when somebody else deleted it first.
 */
export async function deleteList(core: Core, actor: Person, list: SavedList): Promise<boolean> {
  const { _id, name } = list;
  // The mark first: a crash between the two leaves the list as it was, and `purgeUnlisted` takes the mark away.
  await core.store.audiences.updateOne({ _id }, { $set: { name, unlistedAt: core.clock.now() } });
  const { deleted } = await core.store.lists.deleteOne({ _id });
  if (deleted === 0) return false;
  await note(core, "list.delete", actor, list, { rows: list.rows });
  return true;
}

/** Notes which campaign took a list last. An audience that is no list is left alone. */
export async function noteListUse(core: Core, campaign: Campaign): Promise<void> {
  const use = useBy(core, campaign);
  await core.store.lists.updateOne({ _id: campaign.audienceId }, { $set: use });
}

function useBy(core: Core, campaign: Campaign | undefined) {
  if (campaign === undefined) return { lastUsedAt: null, lastCampaign: null };
  const { _id: id, number, name } = campaign;
  return { lastUsedAt: core.clock.now(), lastCampaign: { id, number, name } };
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

function note(
  core: Core,
  action: string,
  actor: Actor,
  { merchantId, number, name }: SavedList,
  detail: Record<string, string | number>,
): Promise<void> {
  const about = { list: number, name, ...detail };
  return audit(core, { merchantId, campaignId: null, action, actor, detail: about });
}

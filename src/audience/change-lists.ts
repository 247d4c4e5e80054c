import { type Actor, audit } from "../campaign/audit.ts";
import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import { type Member, may } from "../merchant/member.ts";
import { DuplicateKeyError } from "../store/collection.ts";
import { nameKey, TAGS_MOST } from "./list-name.ts";
import type { SavedList } from "./lists.ts";

type Person = Actor & { readonly kind: "member" };

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
    if (before.name !== name) await auditList(core, "list.rename", actor, before, { to: name });
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
    await auditList(core, "list.untag", actor, list, { tag });
  }
  for (const tag of add) {
    const change = { $addToSet: { tags: tag } };
    current = await core.store.lists.findOneAndUpdate({ _id: list._id }, change);
    if (current === undefined) return undefined;
    await auditList(core, "list.tag", actor, list, { tag });
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
  await auditList(core, "list.delete", actor, list, { rows: list.rows });
  return true;
}

/** Notes which campaign took a list last. An audience that is no list is left alone. */
export async function noteListUse(core: Core, campaign: Campaign): Promise<void> {
  const use = useBy(core, campaign);
  await core.store.lists.updateOne({ _id: campaign.audienceId }, { $set: use });
}

/** A campaign as the one that used a list last; without one, nobody has. */
export function useBy(core: Core, campaign: Campaign | undefined) {
  if (campaign === undefined) return { lastUsedAt: null, lastCampaign: null };
  const { _id: id, number, name } = campaign;
  return { lastUsedAt: core.clock.now(), lastCampaign: { id, number, name } };
}

/** Every change of a list is in the audit trail. */
export function auditList(
  core: Core,
  action: string,
  actor: Actor,
  { merchantId, number, name }: SavedList,
  detail: Record<string, string | number>,
): Promise<void> {
  const about = { list: number, name, ...detail };
  return audit(core, { merchantId, campaignId: null, action, actor, detail: about });
}

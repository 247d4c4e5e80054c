import type { Core } from "../core.ts";
import type { AudienceId, CampaignId, MemberId, MerchantId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";
import { nameKey } from "./list-name.ts";

/**
 * A list that a merchant saved: the name under which an audience can be chosen again. The audience's rows never change;
 * what changes (name, tags, use) is here, in one document, so that every change is made whole or not at all.
 */
export interface SavedList extends Doc {
  /** The audience's: one audience is one list at most. */
  readonly _id: AudienceId;
  readonly merchantId: MerchantId;
  /** The number people call it by, from 1 for each merchant; never given twice. */
  readonly number: number;
  readonly name: string;
  /** See `nameKey`: unique for each merchant. */
  readonly key: string;
  readonly tags: readonly string[];
  readonly rows: number;
  readonly valid: number;
  /** Who made it; null of lists older than that was kept. */
  readonly createdBy: MemberId | null;
  readonly createdByName: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  /** The last campaign that took it as its audience. */
  readonly lastCampaign: {
    readonly id: CampaignId;
    readonly number: number;
    readonly name: string;
  } | null;
}

/** Which lists are asked for. */
export type ListFilter =
  | { readonly kind: "all" }
  | { readonly kind: "tag"; readonly tag: string }
  /** Whose name, or one of whose tags, holds these words. */
  | { readonly kind: "words"; readonly words: string };

function matches(list: SavedList, filter: ListFilter): boolean {
  switch (filter.kind) {
    case "all":
      return true;
    case "tag":
      return list.tags.some((tag) => nameKey(tag) === nameKey(filter.tag));
    case "words": {
      const words = nameKey(filter.words);
      return [list.name, ...list.tags].some((text) => nameKey(text).includes(words));
    }
  }
}

/** One page (from 0) of a merchant's lists, newest first, and how many there are in all. Streams: holds one page. */
export async function pageOfLists(
  core: Core,
  merchantId: MerchantId,
  filter: ListFilter,
  page: number,
  size: number,
): Promise<{ readonly lists: readonly SavedList[]; readonly total: number }> {
  const lists: SavedList[] = [];
  let total = 0;
  for await (const list of core.store.lists.stream({ merchantId }, { sort: { number: -1 } })) {
    if (!matches(list, filter)) continue;
    if (Math.floor(total / size) === page) lists.push(list);
    total += 1;
  }
  return { lists, total };
}

/** The list people call so: by `#3`, by its name, or by its bare number where no list has that for a name. */
export async function findList(
  core: Core,
  merchantId: MerchantId,
  called: string,
): Promise<SavedList | undefined> {
  const numbered = /^[#＃]?(\d{1,9})$/u.exec(called.trim());
  const byNumber = () =>
    core.store.lists.findOne({ merchantId, number: Number(numbered?.[1] ?? 0) });
  if (numbered !== null && /^[#＃]/u.test(called.trim())) return byNumber();
  const byName = await core.store.lists.findOne({ merchantId, key: nameKey(called) });
  return byName ?? (numbered === null ? undefined : byNumber());
}

/** The names of lists, in the order asked for; of deleted ones the last they had. */
export async function namesOfLists(core: Core, ids: readonly AudienceId[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const named = await core.store.lists.find({ _id: { $in: ids } });
  const given = await core.store.audiences.find({ _id: { $in: ids } });
  return ids.flatMap((id) => {
    const found = named.find(({ _id }) => _id === id) ?? given.find(({ _id }) => _id === id);
    return found === undefined ? [] : [found.name];
  });
}

import { deleteList, mayDelete, renameList, tagList } from "../src/audience/change-lists.ts";
import {
  LIST_NAME_MOST,
  nameKey,
  TAG_MOST,
  TAGS_MOST,
  tagsIn,
  tidyName,
} from "../src/audience/list-name.ts";
import type { SavedList } from "../src/audience/lists.ts";
import { MERGED_LEAST, MERGED_MOST, mergeLists } from "../src/audience/merge-lists.ts";
import { type SaveOutcome, saveCampaignAudience } from "../src/audience/save-lists.ts";
import { campaignsNeeding } from "../src/audience/sweep-lists.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Context } from "../src/chat/command.ts";
import { formatNumber } from "../src/locale/format.ts";
import { listText } from "../src/locale/lists.ts";

/** What a change came to: what to say of it, or what is wrong with what was entered. */
export type Said = { readonly done: Answer } | { readonly fault: string };

/** What a command answers: a fault is a warning there. */
export function answered(said: Said): Answer {
  return "done" in said ? said.done : notice("warning", said.fault);
}

/** A name as it is kept, or why it can't be one. */
export function readName(
  { locale }: Context,
  raw: string,
): { readonly name: string } | { readonly fault: string } {
  const t = listText[locale].name;
  const name = tidyName(raw);
  if (nameKey(name) === "") return { fault: t.empty };
  return name.length > LIST_NAME_MOST
    ? { fault: t.tooLong(name.length, LIST_NAME_MOST) }
    : { name };
}

/** What is said of numbers that were given a name, or were not. */
export function saidOfSaving({ locale }: Context, outcome: SaveOutcome, name: string): Said {
  const t = listText[locale];
  switch (outcome.kind) {
    case "saved": {
      const { list } = outcome;
      const rows = formatNumber(locale, list.rows);
      const valid = formatNumber(locale, list.valid);
      return { done: notice("success", t.saved(list.number, list.name, rows, valid)) };
    }
    case "taken":
      return { fault: t.name.taken(name) };
    case "listed":
      return { done: notice("info", t.listedAs(outcome.list.number, outcome.list.name)) };
    case "gone":
      return { done: notice("warning", t.goneNumbers) };
  }
}

export async function saveFromCampaign(
  context: Context,
  campaign: Campaign,
  raw: string,
): Promise<Said> {
  const read = readName(context, raw === "" ? campaign.name : raw);
  if ("fault" in read) return read;
  const outcome = await saveCampaignAudience(context.core, context.actor, campaign, read.name);
  return saidOfSaving(context, outcome, read.name);
}

export async function rename(context: Context, list: SavedList, raw: string): Promise<Said> {
  const t = listText[context.locale];
  const read = readName(context, raw);
  if ("fault" in read) return read;
  const outcome = await renameList(context.core, context.actor, list, read.name);
  if (outcome === undefined) return { done: notice("warning", t.gone) };
  return outcome.kind === "taken"
    ? { fault: t.name.taken(read.name) }
    : { done: notice("success", t.renamed(list.name, read.name)) };
}

/** Puts tags on, takes tags off, or makes these the tags, as a line of them says. */
export async function changeTags(
  context: Context,
  list: SavedList,
  way: "add" | "remove" | "replace",
  line: string,
): Promise<Said> {
  const { core, actor, locale } = context;
  const t = listText[locale];
  const tags = tagsIn(line);
  if (tags.length === 0 && way !== "replace") return { fault: t.whichTags };
  const long = way === "remove" ? undefined : tags.find((tag) => tag.length > TAG_MOST);
  if (long !== undefined) return { fault: t.longTag(long, TAG_MOST) };
  const kept = new Set(tags.map(nameKey));
  const others = list.tags.filter((tag) => !kept.has(nameKey(tag)));
  const change = {
    add: { add: tags },
    remove: { remove: tags },
    replace: { add: tags, remove: others },
  }[way];
  const outcome = await tagList(core, actor, list, change);
  if (outcome === undefined) return { done: notice("warning", t.gone) };
  if (outcome.kind === "too_many") return { fault: t.tooManyTags(TAGS_MOST) };
  const now = outcome.list.tags;
  const said = t.tagged(list.name, now.length === 0 ? t.noTags : now.join(" "));
  return { done: notice("success", said) };
}

/** Merges different lists, in this order, to a new one. */
export async function merge(
  context: Context,
  named: readonly SavedList[],
  raw: string,
): Promise<Said> {
  const { core, merchant, actor, locale } = context;
  const t = listText[locale];
  const lists = [...new Map(named.map((list) => [list._id, list])).values()];
  if (lists.length < MERGED_LEAST || lists.length > MERGED_MOST) {
    return { fault: t.mergeNeeds(MERGED_LEAST, MERGED_MOST) };
  }
  const read = readName(context, raw);
  if ("fault" in read) return read;
  const outcome = await mergeLists(core, merchant._id, actor, lists, read.name);
  if (outcome.kind === "taken") return { fault: t.name.taken(read.name) };
  const n = (value: number) => formatNumber(locale, value);
  const { list, repeated, bad } = outcome;
  const said = [
    t.merged(list.number, list.name, n(list.valid)),
    ...(repeated === 0 ? [] : [t.repeated(n(repeated), lists[0]?.name ?? "")]),
    ...(bad === 0 ? [] : [t.bad(n(bad))]),
  ];
  return { done: notice("success", said.join(" ")) };
}

/** Why someone may not delete a list; undefined when they may. */
export function refuseDelete({ member, locale }: Context, list: SavedList): Answer | undefined {
  if (mayDelete(list, member)) return undefined;
  return notice("warning", listText[locale].delete.notYours(list.name));
}

export async function remove(context: Context, list: SavedList): Promise<Answer> {
  const { core, merchant, actor, locale } = context;
  const t = listText[locale];
  const refused = refuseDelete(context, list);
  if (refused !== undefined) return refused;
  if (!(await deleteList(core, actor, list))) return notice("info", t.gone);
  const needing = await campaignsNeeding(core, merchant._id, list._id);
  const still =
    needing.length === 0 ? [] : [t.delete.stillNeeded(formatNumber(locale, needing.length))];
  return notice("success", [t.delete.done(list.name), ...still].join(" "));
}

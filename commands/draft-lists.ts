import { EXCLUDED_LISTS_MOST } from "../src/audience/exclude-lists.ts";
import { cutName } from "../src/audience/list-name.ts";
import { namesOfLists, pageOfLists, type SavedList } from "../src/audience/lists.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import type { Context } from "../src/chat/command.ts";
import type { Field, FormValues, Notice } from "../src/chat/form.ts";
import type { AudienceId } from "../src/ids.ts";
import { formatNumber } from "../src/locale/format.ts";
import { listText } from "../src/locale/lists.ts";
import { KEEP } from "./draft-form.ts";
import { chosenIn, listOption, NO_LIST, type Option, slotFields } from "./list-slots.ts";

/** So many lists are offered at once; an older one is found by its name or a tag. */
const OFFERED = 50;
const FIND = "find_list";
const LEAVE_OUT = ["a", "b", "c", "d", "e"]
  .slice(0, EXCLUDED_LISTS_MOST)
  .map((letter) => `leave_out_${letter}`);

/** What the draft form has of lists: a field to find more, options for the audience, and fields for lists to leave out. */
export interface DraftLists {
  readonly find: readonly Field[];
  readonly options: readonly Option[];
  readonly leaveOut: readonly Field[];
}

/** The lists to offer in the draft form as it stands: the newest, or those found, and whichever are chosen. */
export async function draftLists(
  context: Context,
  campaign: Campaign | undefined,
  values: FormValues,
): Promise<DraftLists> {
  const { core, merchant, locale } = context;
  const t = listText[locale];
  const all = await core.store.lists.count({ merchantId: merchant._id });
  const leftOut = chosenIn(LEAVE_OUT, values, campaign?.excludedLists ?? []);
  if (all === 0 && leftOut.length === 0) return { find: [], options: [], leaveOut: [] };
  const words = all > OFFERED && values[FIND]?.kind === "text" ? values[FIND].text : "";
  const filter = words.trim() === "" ? { kind: "all" as const } : { kind: "words" as const, words };
  const { lists, total } = await pageOfLists(core, merchant._id, filter, 0, OFFERED);
  const chosen = values.audience?.kind === "choice" ? [values.audience.value] : [];
  const kept = campaign?.excludedLists ?? [];
  const options = (ids: readonly string[]) => withChosen(context, lists, ids, kept);
  const none = { value: NO_LIST, label: t.leaveOutNone };
  return {
    find: all > OFFERED ? [findField(context, all, words, total)] : [],
    options: await options(chosen),
    leaveOut: slotFields(LEAVE_OUT, await options(leftOut), leftOut, 0, none, (i) => ({
      label: i === 0 ? t.leaveOut : t.leaveOutMore,
      ...(i === 0 ? { hint: t.leaveOutHint } : {}),
      aside: true,
    })),
  };
}

function findField({ locale }: Context, all: number, words: string, found: number): Field {
  const t = listText[locale];
  const n = (value: number) => formatNumber(locale, value);
  const notices: Notice[] =
    words.trim() === ""
      ? []
      : found === 0
        ? [{ tone: "warning", text: [t.nothing(words)] }]
        : [{ tone: "info", text: [t.found(n(found), Math.min(found, OFFERED))] }];
  return {
    kind: "text",
    name: FIND,
    label: t.find,
    hint: t.findHint(n(all), OFFERED),
    optional: true,
    live: true,
    maxLength: 60,
    notices,
  };
}

/** The options for lists, with those chosen that are not among them: found before, or `kept` since they were deleted. */
async function withChosen(
  context: Context,
  lists: readonly SavedList[],
  chosen: readonly string[],
  kept: readonly AudienceId[],
): Promise<Option[]> {
  const { core, merchant, locale } = context;
  const offered = new Set<string>(lists.map(({ _id }) => _id));
  const missing = chosen.filter((id) => !offered.has(id));
  const more = await core.store.lists.find({ _id: { $in: missing }, merchantId: merchant._id });
  const options = [...more, ...lists].map((list) => listOption(context, list));
  const deleted = kept.filter((id) => !options.some(({ value }) => value === id));
  for (const id of deleted.filter((one) => chosen.includes(one))) {
    const [name = id] = await namesOfLists(core, [id]);
    options.unshift({ value: id, label: listText[locale].deletedOption(cutName(name, 60)) });
  }
  return options;
}

/** The lists that a draft leaves out as it was entered, or what is wrong, at its field. */
export async function readLeftOut(
  context: Context,
  campaign: Campaign | undefined,
  values: FormValues,
): Promise<{ readonly ids: readonly AudienceId[] } | { readonly faults: Record<string, string> }> {
  const { core, merchant, locale } = context;
  const t = listText[locale];
  const before = campaign?.excludedLists ?? [];
  const chosen = chosenIn(LEAVE_OUT, values, before);
  const said = values.audience?.kind === "choice" ? values.audience.value : KEEP;
  const audience = said === KEEP ? campaign?.audienceId : said;
  for (const [i, id] of chosen.entries()) {
    const field = LEAVE_OUT[i] ?? "";
    if (id === audience) return { faults: { [field]: t.sameList } };
    // A list that was deleted since stays with the campaign that had it.
    if (before.includes(id)) continue;
    const list = await core.store.lists.findOne({ _id: id, merchantId: merchant._id });
    if (list === undefined) return { faults: { [field]: t.noSuchList } };
  }
  return { ids: [...new Set(chosen)] };
}

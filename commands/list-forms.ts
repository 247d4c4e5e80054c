import { pageOfLists, type SavedList } from "../src/audience/lists.ts";
import { MERGED_LEAST, MERGED_MOST } from "../src/audience/merge-lists.ts";
import type { Answer, FormOutcome } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Context, FormHandler } from "../src/chat/command.ts";
import type { Field, Form, FormValues } from "../src/chat/form.ts";
import { listText } from "../src/locale/lists.ts";
import { changeTags, merge, readName, rename, type Said } from "./list-changes.ts";
import { form, nameField, outcomeOf, typed } from "./list-form-parts.ts";
import { chosenIn, listOption, NO_LIST, slotFields } from "./list-slots.ts";
import { saveListHandler } from "./save-list-form.ts";

/** So many of the latest lists are offered to merge. */
const LISTS = 50;
const MERGED = ["a", "b", "c", "d", "e"].slice(0, MERGED_MOST).map((letter) => `list_${letter}`);

/** Runs with the list that a form is about, or says that it is gone. */
async function withRef(
  { core, merchant, locale }: Context,
  ref: string,
  run: (list: SavedList) => Promise<FormOutcome>,
): Promise<FormOutcome> {
  const list = await core.store.lists.findOne({ _id: ref, merchantId: merchant._id });
  if (list !== undefined) return run(list);
  return { kind: "done", answer: notice("warning", listText[locale].gone) };
}

export function renameForm(context: Context, list: SavedList): Form {
  const t = listText[context.locale].renameForm;
  return form(context, "lists.rename", list._id, t, [nameField(t.name, list.name)]);
}

export function tagForm(context: Context, list: SavedList): Form {
  const t = listText[context.locale].tagForm;
  const tags: Field = {
    kind: "text",
    name: "tags",
    label: t.tags,
    hint: t.tagsHint,
    optional: true,
    maxLength: 150,
    ...(list.tags.length === 0 ? {} : { initial: list.tags.join(" ") }),
  };
  return form(context, "lists.tags", list._id, t, [tags]);
}

/** What was entered becomes the tags; a form that was passed by changes nothing. */
function newTags(context: Context, list: SavedList, values: FormValues): Promise<Said> {
  const line = values.tags === undefined ? list.tags.join(" ") : typed(values, "tags");
  return changeTags(context, list, "replace", line);
}

/** Asks for the lists to merge, in the order in which they win, and for the new one's name. `ref` is the first. */
async function mergeForm(context: Context, ref: string, values: FormValues = {}): Promise<Form> {
  const { core, merchant, locale } = context;
  const t = listText[locale].mergeForm;
  const { lists } = await pageOfLists(core, merchant._id, { kind: "all" }, 0, LISTS);
  const picked = chosenIn(MERGED, values, ref === "" ? [] : [ref as SavedList["_id"]]);
  const others = picked.filter((id) => !lists.some(({ _id }) => _id === id));
  const older = await core.store.lists.find({ _id: { $in: others }, merchantId: merchant._id });
  const options = [...older, ...lists].map((list) => listOption(context, list));
  const none = { value: NO_LIST, label: t.none };
  return form(context, "lists.merge", ref, t, [
    ...slotFields(MERGED, options, picked, MERGED_LEAST, none, (i) => ({
      label: t.list(i + 1),
      ...(i === 0 ? { hint: t.wins } : {}),
    })),
    nameField(t.name),
  ]);
}

/** The form to merge lists, where there are enough of them. */
export async function askToMerge(context: Context, ref: string): Promise<Answer> {
  const { core, merchant, locale } = context;
  const lists = await core.store.lists.count({ merchantId: merchant._id });
  return lists < MERGED_LEAST
    ? notice("info", listText[locale].tooFew)
    : { kind: "form", form: await mergeForm(context, ref) };
}

async function mergeChosen(
  context: Context,
  ref: string,
  values: FormValues,
): Promise<FormOutcome> {
  const { core, merchant } = context;
  const picked = chosenIn(MERGED, values, ref === "" ? [] : [ref as SavedList["_id"]]);
  const found = await core.store.lists.find({ _id: { $in: picked }, merchantId: merchant._id });
  const lists = picked.flatMap((id) => found.find(({ _id }) => _id === id) ?? []);
  const read = readName(context, typed(values, "name"));
  const field = "fault" in read || lists.length >= MERGED_LEAST ? "name" : (MERGED[1] ?? "");
  return outcomeOf(await merge(context, lists, typed(values, "name")), field);
}

export const listForms: readonly FormHandler[] = [
  saveListHandler,
  {
    id: "lists.rename",
    role: "drafter",
    change: () => Promise.resolve(undefined),
    submit: (context, ref, values) =>
      withRef(context, ref, async (list) =>
        outcomeOf(await rename(context, list, typed(values, "name")), "name"),
      ),
  },
  {
    id: "lists.tags",
    role: "drafter",
    change: () => Promise.resolve(undefined),
    submit: (context, ref, values) =>
      withRef(context, ref, async (list) =>
        outcomeOf(await newTags(context, list, values), "tags"),
      ),
  },
  {
    id: "lists.merge",
    role: "drafter",
    change: mergeForm,
    submit: mergeChosen,
  },
];

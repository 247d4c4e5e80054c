import { EmptyAudienceError } from "../src/audience/audience.ts";
import { saveRowsAsList } from "../src/audience/change-lists.ts";
import { AUDIENCE_EXTENSIONS } from "../src/audience/file-format.ts";
import { cutName, LIST_NAME_MOST } from "../src/audience/list-name.ts";
import { pageOfLists, type SavedList } from "../src/audience/lists.ts";
import { MERGED_LEAST, MERGED_MOST } from "../src/audience/merge-lists.ts";
import { AudienceFileError, fileRows } from "../src/audience/rows.ts";
import type { Answer, FormOutcome } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Context, FormHandler } from "../src/chat/command.ts";
import type { Field, Form, FormValues } from "../src/chat/form.ts";
import { audienceFileText } from "../src/locale/audience-intake.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber } from "../src/locale/format.ts";
import { listText } from "../src/locale/lists.ts";
import { regionOf } from "./draft-values.ts";
import {
  changeTags,
  merge,
  readName,
  rename,
  type Said,
  saidOfSaving,
  saveFromCampaign,
} from "./list-changes.ts";
import { chosenIn, listOption, NO_LIST, slotFields } from "./list-slots.ts";

const FROM_FILE = "file";
/** So many of the latest campaigns are offered to save the numbers of, and of the latest lists to merge. */
const CAMPAIGNS = 20;
const LISTS = 50;
const MERGED = ["a", "b", "c", "d", "e"].slice(0, MERGED_MOST).map((letter) => `list_${letter}`);

type Words = { readonly title: string; readonly submit: string; readonly cancel: string };

function form(
  { locale }: Context,
  id: string,
  ref: string,
  { title, submit, cancel }: Words,
  fields: readonly Field[],
): Form {
  return { id, locale, ref, title, submit, cancel, fields };
}

function typed(values: FormValues, name: string): string {
  const value = values[name];
  return value?.kind === "text" ? value.text : "";
}

function chosen(values: FormValues, name: string): string | undefined {
  const value = values[name];
  return value?.kind === "choice" ? value.value : undefined;
}

function nameField(label: string, initial = ""): Field {
  const base = { kind: "text", name: "name", label, maxLength: LIST_NAME_MOST } as const;
  return initial === "" ? base : { ...base, initial };
}

/** A change's answer, or its fault at a field. */
function outcomeOf(said: Said, field: string): FormOutcome {
  return "done" in said
    ? { kind: "done", answer: said.done }
    : { kind: "faults", faults: { [field]: said.fault } };
}

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

/** Asks for a new list's name, and for a file or a campaign to take its numbers from. */
export async function saveForm(context: Context, values: FormValues = {}): Promise<Form> {
  const { core, merchant, locale } = context;
  const t = listText[locale].saveForm;
  const campaigns = await core.store.campaigns.find(
    { merchantId: merchant._id },
    { sort: { number: -1 }, limit: CAMPAIGNS },
  );
  const options = [
    { value: FROM_FILE, label: t.fromFile },
    ...campaigns.map(({ _id, number, name }) => ({
      value: _id,
      label: t.fromCampaign(number, cutName(name, 45)),
    })),
  ];
  const source = chosen(values, "source") ?? FROM_FILE;
  const file: Field = {
    kind: "file",
    name: "file",
    label: t.file,
    hint: t.fileHint,
    extensions: AUDIENCE_EXTENSIONS,
  };
  return form(context, "lists.save", "", t, [
    nameField(t.name),
    { kind: "choice", name: "source", label: t.source, options, initial: FROM_FILE, live: true },
    ...(source === FROM_FILE ? [file] : []),
  ]);
}

async function save(context: Context, values: FormValues): Promise<FormOutcome> {
  const { core, merchant, actor, locale } = context;
  const read = readName(context, typed(values, "name"));
  if ("fault" in read) return { kind: "faults", faults: { name: read.fault } };
  const source = chosen(values, "source") ?? FROM_FILE;
  if (source !== FROM_FILE) {
    const campaign = await core.store.campaigns.findOne({ _id: source, merchantId: merchant._id });
    if (campaign !== undefined) {
      return outcomeOf(await saveFromCampaign(context, campaign, read.name), "name");
    }
  }
  const fault = (text: string): FormOutcome => ({ kind: "faults", faults: { file: text } });
  const file = values.file?.kind === "file" ? values.file.files[0] : undefined;
  if (file === undefined) return fault(commandText[locale].fault.noFile);
  try {
    const rows = fileRows(file, regionOf(merchant));
    const said = await saveRowsAsList(core, merchant._id, actor, read.name, rows, file.name);
    return outcomeOf(saidOfSaving(context, said, read.name), "name");
  } catch (error) {
    if (error instanceof AudienceFileError) return fault(audienceFileText(error, locale));
    if (!(error instanceof EmptyAudienceError)) throw error;
    return fault(commandText[locale].fault.noValid(formatNumber(locale, error.rows)));
  }
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
  {
    id: "lists.save",
    role: "drafter",
    change: (context, _ref, values) => saveForm(context, values),
    submit: (context, _ref, values) => save(context, values),
  },
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

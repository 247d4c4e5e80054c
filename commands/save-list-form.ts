import { EmptyAudienceError } from "../src/audience/audience.ts";
import { AUDIENCE_EXTENSIONS } from "../src/audience/file-format.ts";
import { cutName } from "../src/audience/list-name.ts";
import { AudienceFileError, fileRows } from "../src/audience/rows.ts";
import { saveRowsAsList } from "../src/audience/save-lists.ts";
import type { FormOutcome } from "../src/chat/answer.ts";
import type { Context, FormHandler } from "../src/chat/command.ts";
import type { Field, Form, FormValues } from "../src/chat/form.ts";
import { audienceFileText } from "../src/locale/audience-intake.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber } from "../src/locale/format.ts";
import { listText } from "../src/locale/lists.ts";
import { regionOf } from "./draft-values.ts";
import { readName, saidOfSaving, saveFromCampaign } from "./list-changes.ts";
import { chosen, form, nameField, outcomeOf, typed } from "./list-form-parts.ts";

const FROM_FILE = "file";
/** So many of the latest campaigns are offered to save the numbers of. */
const CAMPAIGNS = 20;

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

export const saveListHandler: FormHandler = {
  id: "lists.save",
  role: "drafter",
  change: (context, _ref, values) => saveForm(context, values),
  submit: (context, _ref, values) => save(context, values),
};

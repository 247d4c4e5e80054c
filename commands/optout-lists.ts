import { AUDIENCE_EXTENSIONS } from "../src/audience/file-format.ts";
import { maskPhone } from "../src/audience/phone.ts";
import { AudienceFileError, fileRows } from "../src/audience/rows.ts";
import { suppress } from "../src/audience/suppression.ts";
import { audit } from "../src/campaign/audit.ts";
import type { Answer, FormOutcome } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Context, FormHandler } from "../src/chat/command.ts";
import type { Form, IncomingFile } from "../src/chat/form.ts";
import { importProgress } from "../src/chat/import-progress.ts";
import { csvFile, csvPhone } from "../src/csv-file.ts";
import type { Phone } from "../src/ids.ts";
import { audienceFileText } from "../src/locale/audience-intake.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber, formatTime } from "../src/locale/format.ts";
import { optoutText } from "../src/locale/optout.ts";
import { regionOf } from "./draft-values.ts";

const BATCH = 500;

/** Asks for a list of people who opted out elsewhere. */
export function importForm({ locale }: Context): Form {
  const t = optoutText[locale].import;
  return {
    id: "optout.import",
    locale,
    ref: "",
    title: t.title,
    submit: t.submit,
    cancel: t.cancel,
    fields: [
      {
        kind: "file",
        name: "file",
        label: t.file,
        hint: t.fileHint,
        extensions: AUDIENCE_EXTENSIONS,
      },
    ],
  };
}

export const optoutImportHandler: FormHandler = {
  id: "optout.import",
  role: "drafter",
  change: async (context) => importForm(context),
  submit: async (context, _ref, values): Promise<FormOutcome> => {
    const { locale } = context;
    const t = optoutText[locale].import;
    const file = values.file?.kind === "file" ? values.file.files[0] : undefined;
    if (file === undefined) return { kind: "faults", faults: { file: t.noFile } };
    try {
      return { kind: "done", answer: await importOptouts(context, file) };
    } catch (error) {
      if (!(error instanceof AudienceFileError)) throw error;
      return { kind: "faults", faults: { file: audienceFileText(error, locale) } };
    }
  },
};

/** Every valid number of a file is opted out. A file that proves broken half way has opted out what came before. */
async function importOptouts(context: Context, file: IncomingFile): Promise<Answer> {
  const { core, merchant, actor, locale } = context;
  const t = optoutText[locale].import;
  let added = 0;
  let known = 0;
  let bad = 0;
  let batch = new Set<Phone>();
  const store = async () => {
    const entries = [...batch].map((phone) => ({
      merchantId: merchant._id,
      phone,
      reason: "opted_out" as const,
      source: "import" as const,
      detail: file.name,
    }));
    const fresh = await suppress(core, entries);
    added += fresh;
    known += entries.length - fresh;
    batch = new Set();
  };
  try {
    for await (const { phone } of fileRows(file, regionOf(merchant), {
      onProgress: importProgress(context, file.name),
    })) {
      if (phone === undefined) bad += 1;
      else batch.add(phone);
      if (batch.size >= BATCH) await store();
    }
  } finally {
    await store();
    await audit(core, {
      merchantId: merchant._id,
      campaignId: null,
      action: "optout.import",
      actor,
      detail: { file: file.name, added, known, bad },
    });
  }
  const n = (value: number) => formatNumber(locale, value);
  const said = [t.done(n(added), n(known)), ...(bad === 0 ? [] : [t.bad(n(bad))])];
  return notice("success", said.join(" "));
}

/** The whole list as a file: whole numbers for admins only; each export is in the audit trail. */
export async function exportOptouts(context: Context): Promise<Answer> {
  const { core, merchant, member, actor, locale } = context;
  const t = optoutText[locale];
  const whole = member.role === "admin";
  const { number, reason: why, source: from, detail: about, time } = t.export;
  const rows: string[][] = [[number, why, from, about, time]];
  const entries = core.store.suppressions.stream({ merchantId: merchant._id });
  for await (const { phone, reason, source, detail, at } of entries) {
    rows.push([
      whole ? csvPhone(phone) : maskPhone(phone),
      t.reason[reason],
      t.source[source],
      detail,
      formatTime(at, merchant.timeZone),
    ]);
  }
  await audit(core, {
    merchantId: merchant._id,
    campaignId: null,
    action: "optout.export",
    actor,
    detail: { rows: rows.length - 1, whole },
  });
  const masked = whole ? [] : [commandText[locale].failures.masked];
  const note = [t.export.done(formatNumber(locale, rows.length - 1)), ...masked].join(" ");
  return { kind: "file", name: t.export.file, content: csvFile(rows), note };
}

import {
  discardAudience,
  EmptyAudienceError,
  type SavedAudience,
  saveAudience,
  variableNames,
} from "../src/audience/audience.ts";
import {
  checkPersonalText,
  parsePersonalText,
  sketchPersonalText,
} from "../src/audience/personal-text.ts";
import { AudienceFileError, type AudienceRow, fileRows, pastedRows } from "../src/audience/rows.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import { compose } from "../src/campaign/compose.ts";
import type { DraftContent } from "../src/campaign/drafts.ts";
import { TEXT_MOST } from "../src/campaign/plan.ts";
import type { Context } from "../src/chat/command.ts";
import type { FormValues } from "../src/chat/form.ts";
import { importProgress } from "../src/chat/import-progress.ts";
import type { AudienceId } from "../src/ids.ts";
import { audienceFileText, rowFaultText } from "../src/locale/audience-intake.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber, formatTime } from "../src/locale/format.ts";
import { textFaultsText } from "../src/locale/planning.ts";
import { FILE, KEEP, PASTE } from "./draft-form.ts";
import { readLeftOut } from "./draft-lists.ts";

type Faults = Record<string, string>;
export type DraftRead =
  | { readonly ok: true; readonly content: DraftContent; readonly remarks: readonly string[] }
  | { readonly ok: false; readonly faults: Faults };

function text(values: FormValues, name: string): string | undefined {
  const value = values[name];
  return value?.kind === "text" ? value.text.trim() : undefined;
}

/** Reads what was entered, stores its audience, and says every fault at once, each at its field. */
export async function readDraft(
  context: Context,
  campaign: Campaign | undefined,
  values: FormValues,
): Promise<DraftRead> {
  const { core, merchant, locale } = context;
  const t = commandText[locale];
  const faults: Faults = {};
  const name = text(values, "name") ?? campaign?.name ?? "";
  if (name === "") faults.name = t.fault.emptyName;
  const body = text(values, "text") ?? campaign?.text ?? "";
  if (body === "") faults.text = t.fault.emptyText;
  const { length } = sketchPersonalText(parsePersonalText(compose(merchant, body)));
  if (length > TEXT_MOST) faults.text = t.fault.tooLong(length, TEXT_MOST);
  const sendAt = values.when?.kind === "time" ? values.when.at : null;
  if (sendAt !== null && sendAt <= core.clock.now()) {
    faults.when = t.fault.past(formatTime(sendAt, merchant.timeZone));
  }
  const leftOut = await readLeftOut(context, campaign, values);
  if ("faults" in leftOut) Object.assign(faults, leftOut.faults);
  if (Object.keys(faults).length > 0 || "faults" in leftOut) return { ok: false, faults };
  const audience = await readAudience(context, campaign, values, name);
  if ("faults" in audience) return { ok: false, faults: audience.faults };
  const stored = await core.store.audiences.findOne({ _id: audience.id });
  const wrong = checkPersonalText(parsePersonalText(body), variableNames(stored));
  if (wrong.length > 0 && audience.made) await discardAudience(core, audience.id);
  if (wrong.length > 0) return { ok: false, faults: { text: textFaultsText(wrong, locale) } };
  const content = {
    name,
    text: body,
    audienceId: audience.id,
    excludedLists: leftOut.ids,
    sendAt,
  };
  return { ok: true, content, remarks: audience.remarks };
}

type AudienceRead =
  | {
      readonly id: AudienceId;
      readonly remarks: readonly string[];
      /** Stored just now, for this draft. */
      readonly made: boolean;
    }
  | { readonly faults: Faults };

async function readAudience(
  context: Context,
  campaign: Campaign | undefined,
  values: FormValues,
  name: string,
): Promise<AudienceRead> {
  const { core, merchant, locale } = context;
  const t = commandText[locale].fault;
  const choice = values.audience?.kind === "choice" ? values.audience.value : undefined;
  const chosen = choice ?? (campaign === undefined ? PASTE : KEEP);
  if (chosen === KEEP && campaign !== undefined) {
    return { id: campaign.audienceId, remarks: [], made: false };
  }
  if (chosen === PASTE) {
    const numbers = text(values, "numbers") ?? "";
    if (numbers === "") return { faults: { numbers: t.noNumbers } };
    return storeRows(context, "numbers", name, pastedRows(numbers, regionOf(merchant)));
  }
  if (chosen === FILE) {
    const file = values.file?.kind === "file" ? values.file.files[0] : undefined;
    if (file === undefined) return { faults: { file: t.noFile } };
    const onProgress = importProgress(context, file.name);
    return storeRows(
      context,
      "file",
      file.name,
      fileRows(file, regionOf(merchant), { onProgress }),
    );
  }
  const saved = await core.store.lists.findOne({ _id: chosen, merchantId: merchant._id });
  return saved === undefined
    ? { faults: { audience: t.noAudience } }
    : { id: saved._id, remarks: [], made: false };
}

/** The region a number without a country code is taken for. */
export function regionOf({
  timeZone,
}: {
  readonly timeZone: string;
}): "CN" | "HK" | "TW" | "SG" | "US" | "GB" {
  const regions: Record<string, "CN" | "HK" | "TW" | "SG" | "US" | "GB"> = {
    "Asia/Hong_Kong": "HK",
    "Asia/Taipei": "TW",
    "Asia/Singapore": "SG",
    "Europe/London": "GB",
  };
  return regions[timeZone] ?? (timeZone.startsWith("America/") ? "US" : "CN");
}

async function storeRows(
  context: Context,
  field: string,
  name: string,
  rows: Iterable<AudienceRow> | AsyncIterable<AudienceRow>,
): Promise<AudienceRead> {
  const { core, merchant, locale } = context;
  try {
    const audience = await saveAudience(core, merchant._id, name, rows);
    return { id: audience._id, remarks: remarks(context, audience), made: true };
  } catch (error) {
    if (error instanceof EmptyAudienceError) {
      const fault = commandText[locale].fault.noValid(formatNumber(locale, error.rows));
      return { faults: { [field]: fault } };
    }
    if (error instanceof AudienceFileError)
      return { faults: { [field]: audienceFileText(error, locale) } };
    throw error;
  }
}

function remarks({ locale }: Context, audience: SavedAudience): string[] {
  const t = commandText[locale].draft;
  const bad = audience.rows - audience.valid;
  if (bad === 0) return [];
  const first = audience.faults
    .map(({ line, fault }) => t.row(line, fault === "" ? "" : rowFaultText(fault, locale)))
    .join(", ");
  return [t.badRows(formatNumber(locale, bad), first)];
}

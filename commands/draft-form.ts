import type { SavedAudience } from "../src/audience/audience.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import { compose } from "../src/campaign/compose.ts";
import { checkCampaign, plannedStart, segmentScheme } from "../src/campaign/plan.ts";
import { findingNotices } from "../src/chat/cards/findings.ts";
import { providerNames } from "../src/chat/cards/view.ts";
import type { Context } from "../src/chat/command.ts";
import type { Field, Form, FormValues, Notice } from "../src/chat/form.ts";
import { countSegments } from "../src/delivery/segments.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber } from "../src/locale/format.ts";

/** How the draft form names the ways to an audience; anything else is a saved audience's id. */
export const KEEP = "keep";
export const PASTE = "paste";
export const FILE = "file";

function typed(values: FormValues, name: string): string | undefined {
  const value = values[name];
  return value?.kind === "text" ? value.text : undefined;
}

/** The draft form as it should look with these values: findings under the text, and the field the audience needs. */
export function draftForm(
  context: Context,
  ref: string,
  audiences: readonly SavedAudience[],
  campaign: Campaign | undefined,
  values: FormValues,
): Form {
  const { locale, merchant } = context;
  const t = commandText[locale].draft;
  const options = [
    ...(campaign === undefined ? [] : [{ value: KEEP, label: t.audienceChoice.keep }]),
    ...audiences.map((audience) => ({
      value: audience._id,
      label: t.audienceChoice.saved(audience.name, formatNumber(locale, audience.rows)),
    })),
    { value: PASTE, label: t.audienceChoice.paste },
    { value: FILE, label: t.audienceChoice.file },
  ];
  const initial = options[0]?.value ?? PASTE;
  const chosen = values.audience?.kind === "choice" ? values.audience.value : initial;
  const text = typed(values, "text") ?? campaign?.text ?? "";
  const sendAt = values.when?.kind === "time" ? values.when.at : (campaign?.sendAt ?? undefined);
  const fields: Field[] = [
    {
      kind: "text",
      name: "name",
      label: t.name,
      hint: t.nameHint,
      maxLength: 60,
      ...(campaign === undefined ? {} : { initial: campaign.name }),
    },
    {
      kind: "text",
      name: "text",
      label: t.text,
      hint: t.textHint,
      multiline: true,
      live: true,
      maxLength: 1000,
      ...(campaign === undefined ? {} : { initial: campaign.text }),
      notices: textNotices(context, text, sendAt ?? null),
    },
    { kind: "choice", name: "audience", label: t.audience, options, initial, live: true },
    ...audienceField(context, chosen),
    {
      kind: "time",
      name: "when",
      label: t.when,
      hint: t.whenHint,
      optional: true,
      timeZone: merchant.timeZone,
      ...(sendAt === undefined ? {} : { initial: sendAt }),
    },
  ];
  const title = campaign === undefined ? t.title : t.editTitle;
  return { id: "draft", locale, ref, title, submit: t.submit, cancel: t.cancel, fields };
}

function audienceField({ locale }: Context, chosen: string): Field[] {
  const t = commandText[locale].draft;
  if (chosen === PASTE) {
    return [
      { kind: "text", name: "numbers", label: t.numbers, hint: t.numbersHint, multiline: true },
    ];
  }
  if (chosen === FILE) {
    const extensions = ["xlsx", "csv", "txt", "tsv"];
    return [{ kind: "file", name: "file", label: t.file, hint: t.fileHint, extensions }];
  }
  return [];
}

/** What there is to say of a text while it is typed: findings, then length and cost, then each provider's verdict. */
function textNotices(context: Context, text: string, sendAt: number | null): Notice[] {
  const { core, merchant, locale } = context;
  if (text.trim() === "") return [];
  const whole = compose(merchant, text);
  const names = providerNames(core);
  const report = checkCampaign(core, merchant, whole, plannedStart(core, merchant, sendAt));
  const { segments } = countSegments(whole, segmentScheme(merchant));
  const t = campaignText[locale];
  const verdicts = Object.entries(report.providers).map(([id, verdict]) =>
    t.verdictAt(names(id), t.verdict[verdict]),
  );
  const cost = commandText[locale].draft.segments(segments, whole.length);
  const tone = { pass: "success", warn: "warning", block: "danger" } as const;
  return [
    { tone: tone[report.verdict], text: [[...verdicts, cost].join(" · ")] },
    ...findingNotices(report.findings, locale, names),
  ];
}

import { AUDIENCE_EXTENSIONS } from "../src/audience/file-format.ts";
import { parsePersonalText, sketchPersonalText } from "../src/audience/personal-text.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import { segmentScheme } from "../src/campaign/plan.ts";
import {
  eventNotices,
  findingNotices,
  markedText,
  VERDICT_TONE,
} from "../src/chat/cards/findings.ts";
import { providerNames } from "../src/chat/cards/view.ts";
import type { Context } from "../src/chat/command.ts";
import type { Field, Form, FormValues, Notice } from "../src/chat/form.ts";
import { countSegments } from "../src/delivery/segments.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { reviewText } from "../src/locale/review.ts";
import { mendedDraft, reviewDraft } from "../src/review/draft-review.ts";
import type { DraftLists } from "./draft-lists.ts";

/** How the draft form names the ways to an audience; anything else is a saved list's id. */
export const KEEP = "keep";
export const PASTE = "paste";
export const FILE = "file";

type TextField = Field & { readonly kind: "text" };

function typed(values: FormValues, name: string): string | undefined {
  const value = values[name];
  return value?.kind === "text" ? value.text : undefined;
}

/** The draft form as it should look with these values: findings under the text, and the field the audience needs. */
export async function draftForm(
  context: Context,
  ref: string,
  lists: DraftLists,
  campaign: Campaign | undefined,
  values: FormValues,
): Promise<Form> {
  const { locale, merchant } = context;
  const t = commandText[locale].draft;
  const options = [
    ...(campaign === undefined ? [] : [{ value: KEEP, label: t.audienceChoice.keep }]),
    ...lists.options,
    { value: PASTE, label: t.audienceChoice.paste },
    { value: FILE, label: t.audienceChoice.file },
  ];
  const initial = options[0]?.value ?? PASTE;
  const chosen = values.audience?.kind === "choice" ? values.audience.value : initial;
  const text = typed(values, "text") ?? campaign?.text ?? "";
  // A new draft may begin with a text that was checked before.
  const firstText = campaign?.text ?? text;
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
      ...(firstText === "" ? {} : { initial: firstText }),
      ...(await aboutText(context, text, sendAt ?? null)),
    },
    ...lists.find,
    { kind: "choice", name: "audience", label: t.audience, options, initial, live: true },
    ...audienceField(context, chosen),
    ...lists.leaveOut,
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
    const extensions = AUDIENCE_EXTENSIONS;
    return [{ kind: "file", name: "file", label: t.file, hint: t.fileHint, extensions }];
  }
  return [];
}

/** What there is to say of a text while it is typed: findings, length and cost, each provider's verdict, a better wording. */
export async function aboutText(
  context: Context,
  text: string,
  sendAt: number | null,
): Promise<Pick<TextField, "notices" | "offer">> {
  const { core, merchant, locale } = context;
  if (text.trim() === "") return {};
  const names = providerNames(core);
  const { whole, report } = await reviewDraft(core, { ...merchant, locale }, text, sendAt);
  const sketch = sketchPersonalText(parsePersonalText(whole));
  const { segments } = countSegments(sketch, segmentScheme(merchant));
  const t = campaignText[locale];
  const verdicts = Object.entries(report.providers).map(([id, verdict]) =>
    t.verdictAt(names(id), t.verdict[verdict]),
  );
  const cost = commandText[locale].draft.segments(segments, sketch.length);
  const better = mendedDraft(merchant, text, report.findings);
  const marked = report.findings.length === 0 ? [] : [markedText(whole, report.findings)];
  return {
    notices: [
      { tone: VERDICT_TONE[report.verdict], text: [[...verdicts, cost].join(" · ")] },
      ...marked.map((rich): Notice => ({ tone: "neutral", text: rich })),
      ...findingNotices(report.findings, locale, names),
      ...eventNotices(report, locale),
    ],
    ...(better !== undefined && { offer: { label: reviewText[locale].offer, text: better } }),
  };
}

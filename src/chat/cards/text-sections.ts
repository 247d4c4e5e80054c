import { compose } from "../../campaign/compose.ts";
import type { TextTally } from "../../campaign/message-writer.ts";
import type { Variant } from "../../campaign/variant.ts";
import { campaignText } from "../../locale/campaign.ts";
import { formatNumber, formatShare } from "../../locale/format.ts";
import { planningText } from "../../locale/planning.ts";
import type { PolicyReport } from "../../policy/finding.ts";
import type { Rich, Section } from "../card.ts";
import { markedText } from "./findings.ts";
import type { CampaignView } from "./view.ts";

/** A campaign's text, or its two, with what policy marks; and of personal ones what the first people get. */
export function textSections(view: CampaignView): Section[] {
  const { campaign, merchant, report, secondReport } = view;
  const { plan, split } = campaign;
  const first = plan?.text ?? compose(merchant, campaign.text);
  const second = plan?.second?.text ?? (split === null ? undefined : compose(merchant, split.text));
  const [tally, secondTally] = plan?.tallies ?? [];
  if (second === undefined) return [quote(first, report), ...samples(view, tally, false)];
  const share = split?.share ?? 0;
  return [
    heading(view, "A", 100 - share),
    quote(first, report),
    ...samples(view, tally, true),
    heading(view, "B", share),
    quote(second, secondReport),
    ...samples(view, secondTally, true),
  ];
}

function heading({ locale }: CampaignView, variant: Variant, share: number): Section {
  const title = planningText[locale].variantTitle(variant, formatShare(locale, share, 100));
  return { kind: "text", text: [{ text: title, style: "bold" }] };
}

function quote(text: string, report: PolicyReport | undefined): Section {
  return { kind: "quote", text: markedText(text, report?.findings ?? []) };
}

function samples(
  { locale }: CampaignView,
  tally: TextTally | undefined,
  named: boolean,
): Section[] {
  const t = planningText[locale];
  if (tally === undefined || tally.samples.length === 0) return [];
  const title = named ? t.samplesTitleOf(tally.variant) : t.samplesTitle;
  const items = tally.samples.map(
    ({ line, masked, segments, text }): Rich => [
      {
        text: t.sample(formatNumber(locale, line), masked, formatNumber(locale, segments)),
        style: "bold",
      },
      text,
    ],
  );
  return [{ kind: "list", title, items }];
}

/** How many segments one message has: of a personal text from the shortest to the longest, of two texts each. */
export function segmentsEach({ campaign, locale }: CampaignView): string {
  const t = planningText[locale];
  const n = (value: number) => formatNumber(locale, value);
  const tallies = campaign.plan?.tallies ?? [];
  const each = tallies.map(({ variant, segmentsLeast, segmentsMost }) => {
    const value =
      segmentsLeast === segmentsMost
        ? campaignText[locale].segments(n(segmentsMost))
        : t.range(n(segmentsLeast), n(segmentsMost));
    return tallies.length > 1 ? t.variantOf(variant, value) : value;
  });
  return each.join(" · ");
}

import type { Campaign } from "../../campaign/campaign.ts";
import { FAILURE_REASONS } from "../../delivery/reason.ts";
import { campaignText } from "../../locale/campaign.ts";
import { formatNumber, formatShare, formatTime } from "../../locale/format.ts";
import { gone, outstanding, resultsIn } from "../../settlement/counts.ts";
import type { Card, Section } from "../card.ts";
import { action } from "./campaign-actions.ts";
import { comparison } from "./comparison.ts";
import { costField } from "./money-fields.ts";
import type { CampaignView } from "./view.ts";

/**
 * The figures of a campaign that went. Before T + 1 h failed is still being counted; from the provisional
 * settlement on everyone without a result counts as failed.
 */
export function resultFields(view: CampaignView): Card["fields"] & object {
  const { campaign, locale } = view;
  const t = campaignText[locale];
  const { counts, settlement } = campaign;
  const n = (value: number) => formatNumber(locale, value);
  const provisional = settlement.stage === "provisional" || settlement.stage === "closing";
  const counting = settlement.stage === "counting" && outstanding(counts) > 0;
  const failed = counts.failed + (provisional ? outstanding(counts) : 0);
  const settled = settlement.stage === "settled";
  return [
    { label: t.field.state, value: t.state[campaign.state] },
    { label: t.field.delivered, value: t.people(n(counts.delivered)) },
    {
      label: t.field.failed,
      value: counting ? `${t.people(n(failed))} (${t.counting})` : t.people(n(failed)),
    },
    { label: t.field.rate, value: formatShare(locale, counts.delivered, gone(counts)) },
    { label: t.field.plannedSegments, value: t.segments(n(counts.segmentsPlanned)) },
    { label: t.field.submittedSegments, value: t.segments(n(counts.segmentsSubmitted)) },
    { label: t.field.deliveredSegments, value: t.segments(n(counts.segmentsDelivered)) },
    { label: t.field.charged, value: t.segments(n(counts.segmentsDelivered)) },
    ...costField(view),
    ...(settled
      ? [{ label: t.field.released, value: t.segments(n(released(campaign))) }]
      : [{ label: t.field.out, value: t.people(n(outstanding(counts))) }]),
  ];
}

/** Segments that were reserved and not charged. */
function released(campaign: Campaign): number {
  return (campaign.plan?.segments ?? 0) - campaign.counts.segmentsDelivered;
}

/** The summary pushed at T + 1 h, and for good: what came of everyone, and what to do about it. */
export function summaryCard(view: CampaignView, stage: "provisional" | "final"): Card {
  const { campaign, merchant, locale, now } = view;
  const t = campaignText[locale];
  const { counts, settlement } = campaign;
  const n = (value: number) => formatNumber(locale, value);
  const out = outstanding(counts);
  const final = settlement.stage === "settled";
  const title =
    stage === "provisional" && !final
      ? t.summary.provisional(campaign.number, campaign.name)
      : t.summary.final(campaign.number, campaign.name);
  const at = formatTime(settlement.settledAt ?? now, merchant.timeZone);
  return {
    title,
    tone: counts.delivered > 0 ? (final ? "success" : "info") : "danger",
    fields: resultFields(view),
    sections: [
      ...(out > 0 ? [text(t.summary.stillOut(n(out)))] : []),
      ...difference(view, stage),
      ...(campaign.cancelledBy === null ? [] : [text(t.summary.cancelled(n(counts.pending)))]),
      ...failureTable(view),
      ...providerTable(view),
      ...comparison(view),
      ...cameTrue(view),
    ],
    actions: [action("failures", view), action("resend", view)],
    footer: t.summary.asOf(n(resultsIn(counts)), n(gone(counts)), at),
  };
}

function text(line: string): Section {
  return { kind: "text", text: [line] };
}

/** What the final figures changed against the provisional ones. */
function difference({ campaign, locale }: CampaignView, stage: "provisional" | "final"): Section[] {
  const before = campaign.settlement.provisional;
  if (stage === "provisional" || before === null) return [];
  const signed = (value: number) =>
    `${value < 0 ? "−" : "+"}${formatNumber(locale, Math.abs(value))}`;
  const { delivered, segmentsDelivered } = campaign.counts;
  return [
    text(
      campaignText[locale].summary.difference(
        signed(delivered - before.delivered),
        signed(segmentsDelivered - before.segmentsDelivered),
      ),
    ),
  ];
}

/** Failed by reason with what to do about each; who is still out counts as without a result. */
function failureTable({ campaign, locale }: CampaignView): Section[] {
  const t = campaignText[locale];
  const { counts } = campaign;
  const rows = FAILURE_REASONS.flatMap((reason) => {
    const still = reason === "no_result" ? outstanding(counts) : 0;
    const people = (counts.failedBy[reason] ?? 0) + still;
    return people === 0 ? [] : [[t.reason[reason], formatNumber(locale, people), t.advice[reason]]];
  });
  if (rows.length === 0) return [];
  const columns = [t.column.reason, t.column.people, t.column.advice];
  return [{ kind: "table", title: t.failedTitle, columns, rows }];
}

function providerTable({ campaign, locale, providerName }: CampaignView): Section[] {
  const t = campaignText[locale];
  const n = (value: number) => formatNumber(locale, value);
  const rows = Object.entries(campaign.counts.byProvider).map(([id, row]) => [
    providerName(id),
    n(row.sent ?? 0),
    n(row.delivered ?? 0),
    n(row.failed ?? 0),
  ]);
  if (rows.length === 0) return [];
  const columns = [t.column.provider, t.column.sent, t.column.delivered, t.column.failed];
  return [{ kind: "table", title: t.byProviderTitle, columns, rows }];
}

/** Findings that the carriers bore out. */
function cameTrue({ campaign, locale }: CampaignView): Section[] {
  const blocked = campaign.counts.failedBy.content_blocked ?? 0;
  const phrases = (campaign.plan?.report.findings ?? [])
    .filter((finding) => finding.severity !== "info" && finding.match !== "")
    .map((finding) => finding.match);
  if (blocked === 0 || phrases.length === 0) return [];
  return [text(campaignText[locale].summary.cameTrue([...new Set(phrases)].join("、")))];
}

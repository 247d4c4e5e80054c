import { EXCLUSION_REASONS } from "../../audience/exclusion.ts";
import { hasOptOutLine } from "../../campaign/compose.ts";
import type { CampaignState } from "../../campaign/state.ts";
import { campaignText } from "../../locale/campaign.ts";
import { formatNumber, formatTime } from "../../locale/format.ts";
import { laneText } from "../../locale/lanes.ts";
import { listText } from "../../locale/lists.ts";
import { planningText } from "../../locale/planning.ts";
import { gone, resultsIn } from "../../settlement/counts.ts";
import type { Action, Card, Section, Tone } from "../card.ts";
import { campaignActions } from "./campaign-actions.ts";
import { asking, canaryActions, canaryLines } from "./canary-card.ts";
import { reportSections } from "./findings.ts";
import { listSections } from "./list-sections.ts";
import { estimateField } from "./money-fields.ts";
import { resultFields } from "./summary-card.ts";
import { segmentsEach, textSections } from "./text-sections.ts";
import type { CampaignView } from "./view.ts";

const TONE: Record<CampaignState, Tone> = {
  draft: "neutral",
  awaiting_approval: "warning",
  approved: "info",
  scheduled: "info",
  sending: "info",
  paused: "warning",
  awaiting_receipts: "info",
  settled: "success",
  rejected: "danger",
  cancelled: "neutral",
};

/** A campaign's card: before approval everything that decides, afterwards how it goes. */
export function campaignCard(view: CampaignView): Card {
  const { campaign, locale } = view;
  const t = campaignText[locale];
  const sent = campaign.startedAt !== null;
  return {
    title: t.title(campaign.number, campaign.name),
    tone: TONE[campaign.state],
    fields: [...(sent ? resultFields(view) : decidingFields(view)), ...leftOutField(view)],
    ...(sent ? progress(view) : preparingProgress(view)),
    sections: [...remarks(view), ...(sent ? textSections(view) : decidingSections(view))],
    actions: [
      ...asking(campaign).flatMap((provider) => canaryActions(view, provider, true)),
      ...(campaignActions(view) as Action[]),
    ],
    footer: `${t.version(campaign.version)} · ${campaign.createdByName}`,
  };
}

/** Minutes after midnight as 08:00. */
export function clockTime(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function decidingFields(view: CampaignView): Card["fields"] & object {
  const { campaign, merchant, locale, free } = view;
  const t = campaignText[locale];
  const { plan, counts } = campaign;
  const n = (value: number) => formatNumber(locale, value);
  const state = { label: t.field.state, value: t.state[campaign.state] };
  const when =
    campaign.sendAt === null ? t.asap : t.atTime(formatTime(campaign.sendAt, merchant.timeZone));
  const window = t.window(
    clockTime(merchant.settings.windowFrom),
    clockTime(merchant.settings.windowTo),
  );
  const goes = { label: t.field.when, value: `${when} (${window})` };
  if (plan === null) return [state, goes];
  const names = Object.values(campaign.approvals).map((approval) => approval.name);
  return [
    state,
    { label: t.field.audience, value: t.people(n(counts.audience)) },
    { label: t.field.sendable, value: t.people(n(plan.sendable)) },
    { label: t.field.excluded, value: t.people(n(counts.excluded)) },
    { label: t.field.segmentsEach, value: segmentsEach(view) },
    { label: t.field.cost, value: t.quotaLine(n(plan.segments), n(free)) },
    ...estimateField(view, plan),
    { label: t.field.signature, value: `【${merchant.signature}】` },
    {
      label: t.field.optOut,
      value: hasOptOutLine(campaign.text)
        ? t.optOutOwn
        : t.optOutAdded(merchant.settings.optOutLine),
    },
    goes,
    {
      label: t.field.approvals,
      value: t.approvalsOf(names.length, campaign.approvalsNeeded, names.join(", ")),
    },
  ];
}

/** Which lists are left out, and how many people that took once it is known. */
function leftOutField({ campaign, locale, leftOut }: CampaignView): Card["fields"] & object {
  if (leftOut.length === 0) return [];
  const t = listText[locale];
  const names = leftOut.join(t.and);
  const people = formatNumber(locale, campaign.counts.excludedBy.excluded_by_list ?? 0);
  const value = campaign.plan === null ? names : t.leftOutPeople(names, people);
  return [{ label: t.leaveOut, value }];
}

function decidingSections(view: CampaignView): Section[] {
  const { campaign, locale, providerName, report, secondReport, audience } = view;
  const t = campaignText[locale];
  const { plan, counts } = campaign;
  const said = [report, secondReport].flatMap((one) =>
    one === undefined ? [] : reportSections(one, locale, providerName),
  );
  const lists = audience === undefined ? [] : listSections(audience, locale);
  if (plan === null) return [...textSections(view), ...lists, ...said];
  const lanes = Object.entries(plan.report.providers).map(([id, verdict]) => {
    const people = plan.routing.find((route) => route.provider === id)?.recipients ?? 0;
    const name = providerName(id);
    return people > 0
      ? t.routed(name, t.verdict[verdict], formatNumber(locale, people))
      : t.notRouted(name, t.verdict[verdict]);
  });
  const excluded = EXCLUSION_REASONS.flatMap((reason) => {
    const people = counts.excludedBy[reason] ?? 0;
    return people === 0 ? [] : [[t.exclusion[reason], formatNumber(locale, people)]];
  });
  return [
    ...textSections(view),
    ...said,
    { kind: "list", title: t.field.providers, items: lanes.map((line) => [line]) },
    ...(excluded.length === 0
      ? []
      : [
          {
            kind: "table" as const,
            title: t.excludedTitle,
            columns: [t.column.reason, t.column.people],
            rows: excluded,
          },
        ]),
  ];
}

/** What has to be said before anything else. */
function remarks(view: CampaignView): Section[] {
  const { campaign, merchant, locale, now } = view;
  const t = campaignText[locale];
  const lines: string[] = [];
  const went = formatNumber(locale, gone(campaign.counts));
  if (campaign.askedAgain !== null) lines.push(t.askedAgain[campaign.askedAgain]);
  if (campaign.rejection !== null)
    lines.push(t.rejected(campaign.rejection.name, campaign.rejection.reason));
  if (campaign.cancelledBy !== null) lines.push(t.cancelled(campaign.cancelledBy, went));
  if (campaign.pause?.kind === "member") lines.push(t.pausedBy(campaign.pause.name, went));
  if (campaign.pause?.kind === "account") {
    lines.push(t.pausedAccount(campaign.pause.provider, campaign.pause.message));
  }
  if (campaign.pause?.kind === "no_lane") lines.push(t.pausedNoLane);
  const waits = campaign.state === "approved" || campaign.state === "scheduled";
  if (waits && campaign.startAt !== null && campaign.startAt > now) {
    lines.push(t.waitsUntil(formatTime(campaign.startAt, merchant.timeZone)));
  }
  lines.push(...canaryLines(view));
  for (const { provider, since, account } of view.troubles) {
    const { lane } = laneText[locale];
    const name = view.providerName(provider);
    const time = formatTime(since, merchant.timeZone);
    lines.push(account === undefined ? lane.open(name, time) : lane.stopped(name, time, account));
  }
  if (campaign.counts.late > 0)
    lines.push(t.lateReceipts(formatNumber(locale, campaign.counts.late)));
  return lines.map((line) => ({ kind: "text", text: [line] }));
}

/** While a plan is being made for a long list. */
function preparingProgress({ campaign, locale, now }: CampaignView): Pick<Card, "progress"> {
  const { preparing, plan } = campaign;
  if (plan !== null || preparing === null || preparing.until < now) return {};
  const { rows, of } = preparing;
  if (rows === undefined || of === undefined) return {};
  const n = (value: number) => formatNumber(locale, value);
  const label = planningText[locale].preparing(n(rows), n(of));
  return { progress: { done: rows, total: of, label } };
}

function progress({ campaign, locale }: CampaignView): Pick<Card, "progress"> {
  const t = campaignText[locale];
  const { counts, endedAt } = campaign;
  const n = (value: number) => formatNumber(locale, value);
  const went = gone(counts);
  const total = went + counts.pending;
  if (endedAt === null) {
    return { progress: { done: went, total, label: t.sendingProgress(n(went), n(total)) } };
  }
  const results = resultsIn(counts);
  return {
    progress: { done: results, total: went, label: t.receiptProgress(n(results), n(went)) },
  };
}

import { risksOf } from "../../campaign/risks.ts";
import type { CampaignState } from "../../campaign/state.ts";
import { campaignText } from "../../locale/campaign.ts";
import { excludedText } from "../../locale/excluded.ts";
import { formatNumber } from "../../locale/format.ts";
import type { Locale } from "../../locale/locale.ts";
import { planningText } from "../../locale/planning.ts";
import { testText } from "../../locale/test-send.ts";
import type { Action } from "../card.ts";
import { columnActions } from "./list-sections.ts";
import { reviewActions } from "./review-actions.ts";
import type { CampaignView } from "./view.ts";

type Button =
  | "request"
  | "edit"
  | "split"
  | "test"
  | "approve"
  | "reject"
  | "pause"
  | "resume"
  | "cancel"
  | "excluded"
  | "failures"
  | "resend";

const BUTTONS: Record<CampaignState, readonly Button[]> = {
  draft: ["request", "edit", "split", "test", "cancel"],
  awaiting_approval: ["approve", "reject", "edit", "cancel", "excluded"],
  approved: ["edit", "cancel", "excluded"],
  scheduled: ["edit", "cancel", "excluded"],
  sending: ["pause", "cancel", "excluded"],
  paused: ["resume", "cancel", "excluded"],
  awaiting_receipts: ["failures", "excluded"],
  settled: ["failures", "resend", "excluded"],
  rejected: ["edit", "cancel", "excluded"],
  cancelled: ["excluded"],
};

/** The buttons of a campaign's card. Each belongs to one version; who may press is checked when it is pressed. */
export function campaignActions(view: CampaignView): readonly Action[] {
  const { campaign, locale, report } = view;
  const someExcluded = campaign.plan !== null && campaign.counts.excluded > 0;
  const own = BUTTONS[campaign.state]
    .filter((button) => button !== "excluded" || someExcluded)
    .map((button) => action(button, view));
  if (report === undefined || campaign.plan !== null) return own;
  const columns = view.audience === undefined ? [] : columnActions(campaign, view.audience, locale);
  const subject = { kind: "campaign", id: campaign._id, version: campaign.version } as const;
  return [...own, ...columns, ...reviewActions(report.findings, subject, locale)];
}

/** One button about a campaign. */
export function action(button: Button, view: CampaignView): Action {
  const { campaign, locale, merchant } = view;
  const t = campaignText[locale];
  const base: Action = {
    id: `campaign.${button}`,
    args: [campaign._id, String(campaign.version)],
    label: labelOf(button, locale),
  };
  const back = { ok: t.confirm.yes, cancel: t.confirm.no };
  switch (button) {
    case "request":
    case "resume":
      return { ...base, style: "primary" };
    case "approve":
      // With findings at risk the answer to the press asks: see `commands/approve.ts`.
      return campaign.plan !== null && risksOf(campaign.plan).length > 0
        ? { ...base, style: "primary" }
        : {
            ...base,
            style: "primary",
            confirm: { title: t.confirm.approveTitle, text: approvalText(view), ...back },
          };
    case "reject":
      return { ...base, style: "danger" };
    case "cancel":
      return {
        ...base,
        style: "danger",
        confirm: { title: t.confirm.cancelTitle, text: t.confirm.cancel, ...back },
      };
    case "excluded":
    case "failures":
    case "resend":
      return campaign.settlement.detailsGoneAt === null
        ? base
        : { ...base, disabled: t.detailsGone(merchant.settings.detailDays) };
    case "edit":
    case "split":
    case "test":
    case "pause":
      return base;
  }
}

function labelOf(button: Button, locale: Locale): string {
  switch (button) {
    case "split":
      return planningText[locale].split.button;
    case "test":
      return testText[locale].button;
    case "excluded":
      return excludedText[locale].button;
    default:
      return campaignText[locale].button[button];
  }
}

/** What an approver is asked once more. */
function approvalText({ campaign, locale }: CampaignView): string {
  const t = campaignText[locale];
  const { plan } = campaign;
  if (plan === null) return "";
  const n = (value: number) => formatNumber(locale, value);
  return t.confirm.approve(n(plan.sendable), n(plan.segments));
}

import { risksOf } from "../../campaign/risks.ts";
import type { CampaignState } from "../../campaign/state.ts";
import { campaignText } from "../../locale/campaign.ts";
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
  | "failures"
  | "resend";

const BUTTONS: Record<CampaignState, readonly Button[]> = {
  draft: ["request", "edit", "split", "test", "cancel"],
  awaiting_approval: ["approve", "reject", "edit", "cancel"],
  approved: ["edit", "cancel"],
  scheduled: ["edit", "cancel"],
  sending: ["pause", "cancel"],
  paused: ["resume", "cancel"],
  awaiting_receipts: ["failures"],
  settled: ["failures", "resend"],
  rejected: ["edit", "cancel"],
  cancelled: [],
};

/** The buttons of a campaign's card. Each belongs to one version; who may press is checked when it is pressed. */
export function campaignActions(view: CampaignView): readonly Action[] {
  const { campaign, locale, report } = view;
  const own = BUTTONS[campaign.state].map((button) => action(button, view));
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
  if (button === "split") return planningText[locale].split.button;
  return button === "test" ? testText[locale].button : campaignText[locale].button[button];
}

/** What an approver is asked once more. */
function approvalText({ campaign, locale }: CampaignView): string {
  const t = campaignText[locale];
  const { plan } = campaign;
  if (plan === null) return "";
  const n = (value: number) => formatNumber(locale, value);
  return t.confirm.approve(n(plan.sendable), n(plan.segments));
}

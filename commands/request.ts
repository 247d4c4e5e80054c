import { EXCLUSION_REASONS } from "../src/audience/exclusion.ts";
import { requestApproval } from "../src/campaign/approval.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import type { PlanFault } from "../src/campaign/plan.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice, withPressed } from "../src/chat/campaign-ref.ts";
import { reportSections } from "../src/chat/cards/findings.ts";
import { reviewActions } from "../src/chat/cards/review-actions.ts";
import { providerNames } from "../src/chat/cards/view.ts";
import type { ActionHandler, Context } from "../src/chat/command.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber, formatTime } from "../src/locale/format.ts";
import { planningText, textFaultsText, writingFaultText } from "../src/locale/planning.ts";
import { columnQuestion } from "./list-column.ts";

export const requestAction: ActionHandler = {
  id: "campaign.request",
  role: "drafter",
  run: (context, args) =>
    withPressed(context, args, async (campaign, version) => {
      const { core, merchant, member, actor, locale } = context;
      const t = commandText[locale];
      if (campaign.version !== version) return notice("warning", t.changedSince(campaign.version));
      const outcome = await requestApproval(core, merchant, campaign, member, actor);
      switch (outcome.kind) {
        case "requested":
          return notice("success", t.requested(campaign.number));
        case "busy":
          return notice("info", t.fault.busy);
        case "moved_on": {
          const state = outcome.campaign?.state ?? "cancelled";
          return notice("warning", t.wrongState(campaignText[locale].state[state]));
        }
        case "fault":
          return planFault(context, campaign, outcome.fault);
      }
    }),
};

/** Why it can't be put up for approval, and what to do. */
function planFault(context: Context, campaign: Campaign, fault: PlanFault): Answer {
  const { core, merchant, locale } = context;
  const t = commandText[locale].fault;
  switch (fault.kind) {
    case "empty_text":
      return notice("warning", t.emptyText);
    case "too_long":
      return notice("warning", t.tooLong(fault.length, fault.most));
    case "no_provider":
      return notice("danger", t.noProvider);
    case "past":
      return notice("warning", t.past(formatTime(fault.sendAt, merchant.timeZone)));
    case "nobody_sendable": {
      const reasons = EXCLUSION_REASONS.flatMap((reason) => {
        const people = fault.counts.excludedBy[reason] ?? 0;
        return people === 0
          ? []
          : [`${campaignText[locale].exclusion[reason]} ${formatNumber(locale, people)}`];
      });
      return notice("warning", t.nobody(reasons.join(", ")));
    }
    case "text_faults": {
      const said = textFaultsText(fault.faults, locale);
      const which =
        campaign.split === null ? said : planningText[locale].inText(fault.variant, said);
      return notice("warning", which);
    }
    case "missing_values":
    case "rows_too_long":
    case "blocked_values":
      return notice("warning", writingFaultText(fault, locale));
    case "unconfirmed_column":
      return columnQuestion(context, campaign, fault.audience);
    case "blocked_everywhere":
      return {
        kind: "card",
        card: {
          title: t.blockedEverywhere,
          tone: "danger",
          sections: reportSections(fault.report, locale, providerNames(core)),
          actions: reviewActions(
            fault.report.findings,
            { kind: "campaign", id: campaign._id, version: campaign.version },
            locale,
          ),
        },
      };
  }
}

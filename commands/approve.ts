import { type ApprovalOutcome, approve, type DecisionRefusal } from "../src/campaign/approval.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice, withCampaign, withPressed } from "../src/chat/campaign-ref.ts";
import { campaignCard } from "../src/chat/cards/campaign-card.ts";
import { viewCampaign } from "../src/chat/cards/view.ts";
import type { ActionHandler, Command } from "../src/chat/command.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { deskText } from "../src/locale/desk.ts";
import { formatNumber } from "../src/locale/format.ts";
import type { Locale } from "../src/locale/locale.ts";

/** Typed, it shows the card whose button approves: nobody approves what they have not seen. */
export const approveCommand: Command = {
  name: "approve",
  role: "approver",
  usage: "<id>",
  describe: { "zh-CN": "审批一次群发", en: "approve a campaign" },
  run: (context, args) =>
    withCampaign(context, args, "/sms approve 12", async (campaign) => {
      const { core, merchant, locale } = context;
      if (campaign.state !== "awaiting_approval") {
        const state = campaignText[locale].state[campaign.state];
        return notice("warning", commandText[locale].wrongState(state));
      }
      const view = await viewCampaign(core, merchant, campaign, locale);
      return { kind: "card", card: campaignCard(view) };
    }),
};

export const approveAction: ActionHandler = {
  id: "campaign.approve",
  role: "approver",
  run: (context, args) =>
    withPressed(context, args, async (campaign, version) => {
      const { core, merchant, member, actor, locale } = context;
      return said(await approve(core, merchant, campaign, version, member, actor), locale);
    }),
};

function said(outcome: ApprovalOutcome, locale: Locale): Answer {
  const t = commandText[locale];
  switch (outcome.kind) {
    case "approved":
      return notice("success", t.approved(outcome.campaign.number));
    case "already":
      return notice("info", t.alreadyApproved(outcome.campaign.number));
    case "one_more": {
      const { approvals, approvalsNeeded } = outcome.campaign;
      return notice("success", t.oneMore(Object.keys(approvals).length, approvalsNeeded));
    }
    case "refused":
      return refusalNotice(outcome.refusal, locale);
  }
}

/** Why a decision was not taken. */
export function refusalNotice(refusal: DecisionRefusal, locale: Locale): Answer {
  const t = commandText[locale];
  switch (refusal.kind) {
    case "role": {
      const d = deskText[locale];
      return notice("warning", d.needsRole(d.role.approver, d.role.drafter));
    }
    case "own":
      return notice("warning", t.ownCampaign);
    case "changed":
      return notice("warning", t.changedSince(refusal.version));
    case "state":
      return notice("warning", t.wrongState(campaignText[locale].state[refusal.state]));
    case "quota":
      return notice("danger", t.quotaShort(formatNumber(locale, refusal.short)));
    case "policy":
      return notice("danger", t.policyBlocks);
  }
}

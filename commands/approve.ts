import { type ApprovalOutcome, approve, type DecisionRefusal } from "../src/campaign/approval.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice, withCampaign, withPressed } from "../src/chat/campaign-ref.ts";
import { campaignCard } from "../src/chat/cards/campaign-card.ts";
import { findingLine } from "../src/chat/cards/findings.ts";
import { providerNames, viewCampaign } from "../src/chat/cards/view.ts";
import type { ActionHandler, Command, Context } from "../src/chat/command.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { deskText } from "../src/locale/desk.ts";
import { formatNumber } from "../src/locale/format.ts";
import type { Locale } from "../src/locale/locale.ts";
import { reviewText } from "../src/locale/review.ts";
import type { Finding } from "../src/policy/finding.ts";

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
      const accepts = args[2] === ACCEPTS;
      const outcome = await approve(core, merchant, campaign, version, member, actor, accepts);
      return outcome.kind === "refused" && outcome.refusal.kind === "risks"
        ? acceptCard(context, args, outcome.refusal.risks)
        : said(outcome, locale);
    }),
};

/** What the button says that accepts the findings at risk. */
const ACCEPTS = "accept";

/** The findings at risk, said once more, with the button that accepts them. */
function acceptCard(
  { core, locale }: Context,
  [id = "", version = ""]: readonly string[],
  risks: readonly Finding[],
): Answer {
  const t = reviewText[locale].accept;
  const n = formatNumber(locale, risks.length);
  const names = providerNames(core);
  return {
    kind: "card",
    card: {
      title: t.title(n),
      tone: "warning",
      sections: [
        { kind: "list", items: risks.map((finding) => findingLine(finding, locale, names)) },
        { kind: "text", text: [t.text] },
      ],
      actions: [
        {
          id: "campaign.approve",
          args: [id, version, ACCEPTS],
          label: t.button(n),
          style: "danger",
        },
      ],
    },
  };
}

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
    case "risks": {
      const n = formatNumber(locale, refusal.risks.length);
      return notice("warning", reviewText[locale].accept.title(n));
    }
  }
}

import type { Campaign } from "../src/campaign/campaign.ts";
import { cancelCampaign, pauseCampaign, resumeCampaign } from "../src/campaign/lifecycle.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice, withCampaign, withPressed } from "../src/chat/campaign-ref.ts";
import type { ActionHandler, Command, Context } from "../src/chat/command.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber } from "../src/locale/format.ts";
import type { Role } from "../src/merchant/member.ts";
import { gone } from "../src/settlement/counts.ts";

type Change = (context: Context, campaign: Campaign) => Promise<Answer>;

/** What the campaign is now, where it can't be done. */
async function notNow({ core, locale }: Context, campaign: Campaign): Promise<Answer> {
  const now = await core.store.campaigns.findOne({ _id: campaign._id });
  const state = campaignText[locale].state[now?.state ?? campaign.state];
  return notice("warning", commandText[locale].wrongState(state));
}

const pauseIt: Change = async (context, campaign) => {
  const { core, actor, locale } = context;
  const paused = await pauseCampaign(core, campaign, actor);
  if (paused === undefined) return notNow(context, campaign);
  const went = formatNumber(locale, gone(paused.counts));
  return notice("success", commandText[locale].paused(paused.number, went));
};

const resumeIt: Change = async (context, campaign) => {
  const { core, actor, locale } = context;
  const resumed = await resumeCampaign(core, campaign, actor);
  if (resumed === undefined) return notNow(context, campaign);
  return notice("success", commandText[locale].resumed(resumed.number));
};

const cancelIt: Change = async (context, campaign) => {
  const { core, actor, locale } = context;
  const cancelled = await cancelCampaign(core, campaign, actor);
  if (cancelled === undefined) return notNow(context, campaign);
  const went = formatNumber(locale, gone(cancelled.counts));
  return notice("success", commandText[locale].cancelled(cancelled.number, went));
};

function asCommand(
  name: string,
  role: Role,
  describe: Command["describe"],
  change: Change,
): Command {
  return {
    name,
    role,
    usage: "<id>",
    describe,
    run: (context, args) =>
      withCampaign(context, args, `/sms ${name} 12`, (campaign) => change(context, campaign)),
  };
}

/** These work whatever the version: what they stop or go on with is the campaign itself. */
function asAction(name: string, role: Role, change: Change): ActionHandler {
  return {
    id: `campaign.${name}`,
    role,
    run: (context, args) => withPressed(context, args, (campaign) => change(context, campaign)),
  };
}

export const pause = asCommand(
  "pause",
  "drafter",
  { "zh-CN": "暂停发送", en: "pause sending" },
  pauseIt,
);
export const resume = asCommand(
  "resume",
  "approver",
  { "zh-CN": "继续发送", en: "go on sending" },
  resumeIt,
);
export const cancel = asCommand(
  "cancel",
  "drafter",
  { "zh-CN": "取消群发", en: "cancel a campaign" },
  cancelIt,
);
export const pauseActions: readonly ActionHandler[] = [
  asAction("pause", "drafter", pauseIt),
  asAction("resume", "approver", resumeIt),
  asAction("cancel", "drafter", cancelIt),
];

import { withCampaign } from "../src/chat/campaign-ref.ts";
import { campaignCard } from "../src/chat/cards/campaign-card.ts";
import { viewCampaign } from "../src/chat/cards/view.ts";
import type { Command } from "../src/chat/command.ts";

export const show: Command = {
  name: "show",
  role: "drafter",
  usage: "<id>",
  describe: { "zh-CN": "看一次群发", en: "one campaign" },
  run: (context, args) =>
    withCampaign(context, args, "/sms show 12", async (campaign) => {
      const view = await viewCampaign(context.core, context.merchant, campaign, context.locale);
      return { kind: "card", card: campaignCard(view) };
    }),
};

import type { Command } from "../src/chat/command.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { formatTime } from "../src/locale/format.ts";

const MOST = 15;

export const list: Command = {
  name: "list",
  role: "drafter",
  usage: "",
  describe: { "zh-CN": "最近的群发", en: "recent campaigns" },
  run: async ({ core, merchant, locale }) => {
    const t = campaignText[locale];
    const campaigns = await core.store.campaigns.find(
      { merchantId: merchant._id },
      { sort: { number: -1 }, limit: MOST },
    );
    const items = campaigns.map((campaign) => [
      t.listLine(
        campaign.number,
        campaign.name,
        t.state[campaign.state],
        formatTime(campaign.createdAt, merchant.timeZone),
      ),
    ]);
    return {
      kind: "card",
      card: {
        title: t.listTitle,
        tone: "neutral",
        sections:
          items.length === 0 ? [{ kind: "text", text: [t.listEmpty] }] : [{ kind: "list", items }],
      },
    };
  },
};

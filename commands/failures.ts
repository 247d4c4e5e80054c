import type { Campaign } from "../src/campaign/campaign.ts";
import { withCampaign, withPressed } from "../src/chat/campaign-ref.ts";
import type { ActionHandler, Command, Context } from "../src/chat/command.ts";
import type { Recipient } from "../src/delivery/recipient.ts";
import { recipientList } from "../src/delivery/recipient-list.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatTime } from "../src/locale/format.ts";
import { exportListing, type Listing, showPage } from "./recipient-pages.ts";

/** Who failed, and what the carrier said of each. */
function failedListing({ core, merchant, locale }: Context, campaign: Campaign): Listing {
  const t = commandText[locale].failures;
  const { column, reason: reasons } = campaignText[locale];
  return {
    id: "failures",
    recipients: recipientList(core, campaign, { state: "failed" }),
    title: t.title(campaign.number),
    none: t.notYet,
    columns: [column.reason, column.provider, column.code, column.time],
    cells: ({ reason, provider, code, detail, decidedAt }: Recipient) => [
      reason === null ? "" : reasons[reason],
      provider ?? "",
      [code, detail].filter((part) => part !== null && part !== "").join(" "),
      decidedAt === null ? "" : formatTime(decidedAt, merchant.timeZone),
    ],
    file: t.file(campaign.number),
    audited: { action: "details.export" },
  };
}

const page = (context: Context, campaign: Campaign, at: number) =>
  showPage(context, campaign, failedListing(context, campaign), at);

export const failures: Command = {
  name: "failures",
  role: "drafter",
  usage: "<id>",
  describe: { "zh-CN": "失败的号码和原因", en: "who failed and why" },
  run: (context, args) =>
    withCampaign(context, args, "/sms failures 12", (campaign) => page(context, campaign, 0)),
};

export const failureActions: readonly ActionHandler[] = [
  {
    id: "campaign.failures",
    role: "drafter",
    run: (context, args) => withPressed(context, args, (campaign) => page(context, campaign, 0)),
  },
  {
    id: "failures.page",
    role: "drafter",
    run: (context, args) =>
      withPressed(context, args, (campaign) => page(context, campaign, Number(args[2]) || 0)),
  },
  {
    id: "failures.export",
    role: "drafter",
    run: (context, args) =>
      withPressed(context, args, (campaign) =>
        exportListing(context, campaign, failedListing(context, campaign)),
      ),
  },
];

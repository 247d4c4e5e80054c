import { audit } from "../src/campaign/audit.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice, withCampaign, withPressed } from "../src/chat/campaign-ref.ts";
import type { Action } from "../src/chat/card.ts";
import type { ActionHandler, Command, Context } from "../src/chat/command.ts";
import { refuseGoneDetails } from "../src/chat/refusals.ts";
import { csvFile, csvPhone } from "../src/csv-file.ts";
import type { Recipient } from "../src/delivery/recipient.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber, formatTime } from "../src/locale/format.ts";
import { failedPage, failedRecipients } from "../src/settlement/failures.ts";

const PAGE = 20;

function cells(recipient: Recipient, { merchant, locale }: Context): string[] {
  const t = campaignText[locale];
  const { reason, provider, code, detail, decidedAt } = recipient;
  return [
    reason === null ? "" : t.reason[reason],
    provider ?? "",
    [code, detail].filter((part) => part !== null && part !== "").join(" "),
    decidedAt === null ? "" : formatTime(decidedAt, merchant.timeZone),
  ];
}

async function page(context: Context, campaign: Campaign, at: number): Promise<Answer> {
  const { core, locale } = context;
  const t = commandText[locale].failures;
  const words = campaignText[locale];
  const gone = refuseGoneDetails(context, campaign);
  if (gone !== undefined) return gone;
  const total = await core.store.recipients.count({ campaignId: campaign._id, state: "failed" });
  if (total === 0) return notice("info", t.notYet);
  const pages = Math.ceil(total / PAGE);
  const shown = Math.min(Math.max(0, at), pages - 1);
  const people = await failedPage(core, campaign, shown, PAGE);
  const turn = (to: number, label: string): Action => ({
    id: "failures.page",
    args: [campaign._id, String(campaign.version), String(to)],
    label,
  });
  return {
    kind: "card",
    card: {
      title: t.title(campaign.number),
      tone: "neutral",
      sections: [
        {
          kind: "table",
          columns: [
            words.column.number,
            words.column.reason,
            words.column.provider,
            words.column.code,
            words.column.time,
          ],
          rows: people.map((recipient) => [recipient.masked, ...cells(recipient, context)]),
        },
      ],
      actions: [
        ...(shown > 0 ? [turn(shown - 1, t.previous)] : []),
        ...(shown < pages - 1 ? [turn(shown + 1, t.next)] : []),
        { id: "failures.export", args: [campaign._id, String(campaign.version)], label: t.export },
      ],
      footer: `${t.page(shown + 1, pages)} · ${formatNumber(locale, total)}`,
    },
  };
}

/** The list as a file: whole numbers for admins only, masked for everyone else; each export is in the audit trail. */
async function exported(context: Context, campaign: Campaign): Promise<Answer> {
  const { core, merchant, member, actor, locale } = context;
  const t = commandText[locale].failures;
  const words = campaignText[locale];
  const gone = refuseGoneDetails(context, campaign);
  if (gone !== undefined) return gone;
  const whole = member.role === "admin";
  const { column } = words;
  const rows = [[column.number, column.reason, column.provider, column.code, column.time]];
  for await (const recipient of failedRecipients(core, campaign)) {
    const number = whole ? csvPhone(recipient.phone ?? "") : recipient.masked;
    rows.push([number, ...cells(recipient, context)]);
  }
  await audit(core, {
    merchantId: merchant._id,
    campaignId: campaign._id,
    action: "details.export",
    actor,
    detail: { rows: rows.length - 1, whole },
  });
  const note = [
    t.exported(formatNumber(locale, rows.length - 1)),
    ...(whole ? [] : [t.masked]),
  ].join(" ");
  return { kind: "file", name: t.file(campaign.number), content: csvFile(rows), note };
}

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
    run: (context, args) => withPressed(context, args, (campaign) => exported(context, campaign)),
  },
];

import { EXCLUSION_REASONS, type ExclusionReason } from "../src/audience/exclusion.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice, withCampaign, withPressed } from "../src/chat/campaign-ref.ts";
import type { Action } from "../src/chat/card.ts";
import type { ActionHandler, Command, Context } from "../src/chat/command.ts";
import type { Recipient } from "../src/delivery/recipient.ts";
import { recipientList } from "../src/delivery/recipient-list.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { excludedText } from "../src/locale/excluded.ts";
import { formatNumber } from "../src/locale/format.ts";
import { exportListing, type Listing, pageButton, showPage } from "./recipient-pages.ts";

type Reason = ExclusionReason | undefined;

/** Whom preflight, or the check at the send, left out: for one reason, or for any. */
function excludedListing(context: Context, campaign: Campaign, reason: Reason): Listing {
  const { core, locale } = context;
  const t = excludedText[locale];
  const { column, exclusion } = campaignText[locale];
  const why = reason === undefined ? undefined : exclusion[reason];
  return {
    id: "excluded",
    recipients: recipientList(core, campaign, {
      state: "excluded",
      ...(reason === undefined ? {} : { exclusion: reason }),
    }),
    title: why === undefined ? t.title(campaign.number) : t.titleOf(campaign.number, why),
    none: why === undefined ? t.none : t.noneOf(why),
    columns: [column.reason, t.line],
    cells: (recipient: Recipient) => [
      recipient.exclusion === null ? "" : exclusion[recipient.exclusion],
      String(recipient.line),
    ],
    args: reason === undefined ? [] : [reason],
    more: otherReasons(context, campaign, reason),
    file: t.file(campaign.number),
    audited: { action: "excluded.export", detail: { reason: reason ?? null } },
  };
}

/** Buttons to each reason that left someone out, and back to all, where there is a choice. */
function otherReasons({ locale }: Context, campaign: Campaign, shown: Reason): Action[] {
  const t = excludedText[locale];
  const { excluded, excludedBy } = campaign.counts;
  const reasons = EXCLUSION_REASONS.filter((reason) => (excludedBy[reason] ?? 0) > 0);
  if (reasons.length < 2) return [];
  const n = (people: number) => formatNumber(locale, people);
  const only = (reason: ExclusionReason) => {
    const label = t.only(campaignText[locale].exclusion[reason], n(excludedBy[reason] ?? 0));
    return pageButton(campaign, "excluded", 0, label, [reason]);
  };
  const all = pageButton(campaign, "excluded", 0, t.all(n(excluded)));
  return [
    ...(shown === undefined ? [] : [all]),
    ...reasons.filter((reason) => reason !== shown).map(only),
  ];
}

/** Runs with the listing once there is one: from the making of the plan on. */
async function withListing(
  context: Context,
  campaign: Campaign,
  reason: Reason,
  run: (listing: Listing) => Promise<Answer>,
): Promise<Answer> {
  if (campaign.plan === null) return notice("info", excludedText[context.locale].noPlan);
  return run(excludedListing(context, campaign, reason));
}

function page(context: Context, campaign: Campaign, reason: Reason, at: number): Promise<Answer> {
  return withListing(context, campaign, reason, (listing) =>
    showPage(context, campaign, listing, at),
  );
}

/** A reason by its name in the audit trail and in buttons. */
function reasonNamed(name: string | undefined): Reason {
  return EXCLUSION_REASONS.find((reason) => reason === name);
}

/** A reason as people write it: `opted_out`, 已退订. */
function reasonWritten({ locale }: Context, written: string): Reason {
  const said = written.toLowerCase();
  const { exclusion } = campaignText[locale];
  return reasonNamed(said) ?? EXCLUSION_REASONS.find((r) => exclusion[r].toLowerCase() === said);
}

export const excludedCommand: Command = {
  name: "excluded",
  role: "drafter",
  usage: "<id> [reason]",
  describe: { "zh-CN": "被排除的号码和原因", en: "who is excluded and why" },
  run: (context, args) =>
    withCampaign(context, args, "/sms excluded 12", async (campaign, rest) => {
      const reason = reasonWritten(context, rest);
      if (rest === "" || reason !== undefined) return page(context, campaign, reason, 0);
      const known = EXCLUSION_REASONS.join(", ");
      return notice("warning", excludedText[context.locale].noReason(rest, known));
    }),
};

export const excludedActions: readonly ActionHandler[] = [
  {
    id: "campaign.excluded",
    role: "drafter",
    run: (context, args) =>
      withPressed(context, args, (campaign) => page(context, campaign, undefined, 0)),
  },
  {
    id: "excluded.page",
    role: "drafter",
    run: (context, args) =>
      withPressed(context, args, (campaign) =>
        page(context, campaign, reasonNamed(args[3]), Number(args[2]) || 0),
      ),
  },
  {
    id: "excluded.export",
    role: "drafter",
    run: (context, args) =>
      withPressed(context, args, (campaign) =>
        withListing(context, campaign, reasonNamed(args[3]), (listing) =>
          exportListing(context, campaign, listing),
        ),
      ),
  },
];

import { saveAudience } from "../src/audience/audience.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import { createDraft } from "../src/campaign/drafts.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice, withPressed } from "../src/chat/campaign-ref.ts";
import type { ActionHandler, Context } from "../src/chat/command.ts";
import { pushMessage } from "../src/chat/live-message.ts";
import { refuseGoneDetails } from "../src/chat/refusals.ts";
import { FAILURE_REASONS, type FailureReason } from "../src/delivery/reason.ts";
import { localTime, momentOf } from "../src/local-time.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber } from "../src/locale/format.ts";
import { peopleAgain } from "../src/settlement/people-again.ts";

/** Who may get another try. Opted out and blacklisted never; no result, since settlement, only because nobody can tell any more. */
const AGAIN: readonly FailureReason[] = [
  "unreachable",
  "content_blocked",
  "too_frequent",
  "unknown",
  "no_result",
];
const DAY = 24 * 3_600_000;

async function plan(context: Context, campaign: Campaign): Promise<Answer> {
  const { locale, merchant } = context;
  const t = commandText[locale].resend;
  const words = campaignText[locale];
  const refusal = refuse(context, campaign);
  if (refusal !== undefined) return refusal;
  const people = (reason: FailureReason) => campaign.counts.failedBy[reason] ?? 0;
  const line = (reason: FailureReason) => [
    `${words.reason[reason]}: ${formatNumber(locale, people(reason))} · ${words.advice[reason]}`,
  ];
  const listed = (again: boolean) =>
    FAILURE_REASONS.filter((reason) => people(reason) > 0 && AGAIN.includes(reason) === again).map(
      line,
    );
  const total = AGAIN.reduce((sum, reason) => sum + people(reason), 0);
  if (total === 0) return notice("info", t.none);
  const never = listed(false);
  return {
    kind: "card",
    card: {
      title: t.title(campaign.number),
      tone: "neutral",
      sections: [
        { kind: "list", title: t.willGo, items: listed(true) },
        ...(never.length === 0 ? [] : [{ kind: "list" as const, title: t.wontGo, items: never }]),
      ],
      actions: [
        {
          id: "resend.draft",
          args: [campaign._id, String(campaign.version)],
          label: t.button(formatNumber(locale, total)),
          style: "primary",
        },
      ],
      footer: merchant.name,
    },
  };
}

function refuse(context: Context, campaign: Campaign): Answer | undefined {
  if (campaign.settlement.stage === "settled") return refuseGoneDetails(context, campaign);
  return notice("info", commandText[context.locale].resend.notSettled);
}

/** Drafts a new campaign to those who may get another try, for the next day: it needs its own approval like any other. */
async function draftResend(context: Context, campaign: Campaign): Promise<Answer> {
  const { core, merchant, member, actor, invocation, locale } = context;
  const t = commandText[locale].resend;
  const refusal = refuse(context, campaign);
  if (refusal !== undefined) return refusal;
  const audience = await saveAudience(
    core,
    merchant._id,
    t.audience(campaign.number),
    await peopleAgain(core, campaign, AGAIN),
  );
  const tomorrow = localTime(core.clock.now() + DAY, merchant.timeZone);
  const opening = momentOf(
    { ...tomorrow, minutes: merchant.settings.windowFrom },
    merchant.timeZone,
  );
  const { platform, workspace, channel } = invocation.place;
  const origin = { platform, workspace, channel };
  const created = await createDraft(core, merchant, member, actor, origin, {
    name: t.name(campaign.name),
    text: campaign.text,
    split: campaign.split ?? null,
    audienceId: audience._id,
    // Not before the next day: whoever was texted today has had their share.
    sendAt: opening,
  });
  await pushMessage(core, created, "campaign", origin);
  return notice("success", t.created(created.number));
}

export const resendActions: readonly ActionHandler[] = [
  {
    id: "campaign.resend",
    role: "drafter",
    run: (context, args) => withPressed(context, args, (campaign) => plan(context, campaign)),
  },
  {
    id: "resend.draft",
    role: "drafter",
    run: (context, args) =>
      withPressed(context, args, (campaign) => draftResend(context, campaign)),
  },
];

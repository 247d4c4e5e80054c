import { maskPhone, parsePhone } from "../src/audience/phone.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import type { Variant } from "../src/campaign/variant.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice, withCampaign, withPressed } from "../src/chat/campaign-ref.ts";
import { reportSections } from "../src/chat/cards/findings.ts";
import { providerNames } from "../src/chat/cards/view.ts";
import type { ActionHandler, Command, Context } from "../src/chat/command.ts";
import { commandText } from "../src/locale/commands.ts";
import { formatNumber } from "../src/locale/format.ts";
import { testText } from "../src/locale/test-send.ts";
import { claimNumber, proveNumber } from "../src/test-send/own-number.ts";
import { type SendTestOutcome, sendTest } from "../src/test-send/send-test.ts";
import { regionOf } from "./draft-values.ts";

function placeOf({ invocation }: Context) {
  const { platform, workspace, channel } = invocation.place;
  return { platform, workspace, channel };
}

async function send(context: Context, campaign: Campaign, variant: Variant): Promise<Answer> {
  const { core, merchant, member, actor } = context;
  const place = placeOf(context);
  const outcome = await sendTest(core, merchant, member, actor, campaign, variant, place);
  const masked = member.ownNumber === undefined ? "" : maskPhone(member.ownNumber.phone);
  return answerOf(context, outcome, testText[context.locale].sent(masked));
}

async function claim(context: Context, written: string): Promise<Answer> {
  const { core, merchant, member, locale } = context;
  const t = testText[locale];
  const phone = parsePhone(written, regionOf(merchant));
  if (typeof phone !== "string") return notice("warning", t.badNumber);
  const outcome = await claimNumber(core, merchant, member, phone, placeOf(context));
  return answerOf(context, outcome, t.codeSent(maskPhone(phone)));
}

async function prove({ core, member, actor, locale }: Context, code: string): Promise<Answer> {
  const t = testText[locale];
  const outcome = await proveNumber(core, member, actor, code);
  switch (outcome.kind) {
    case "proven":
      return notice("success", t.proven(maskPhone(outcome.phone)));
    case "wrong":
      return notice("warning", t.wrong(formatNumber(locale, outcome.left)));
    case "none":
      return notice("warning", t.noCode);
  }
}

function answerOf({ core, locale }: Context, outcome: SendTestOutcome, sent: string): Answer {
  const t = testText[locale];
  const n = (value: number) => formatNumber(locale, value);
  switch (outcome.kind) {
    case "sent":
      return notice("success", sent);
    case "unknown":
      return notice("warning", t.unknown);
    case "no_number":
      return notice("warning", t.noNumber);
    case "no_text":
      return notice("warning", t.noText);
    case "missing":
      return notice("warning", t.missing(outcome.names.map((name) => `{${name}}`).join(" ")));
    case "too_long":
      return notice("warning", commandText[locale].fault.tooLong(outcome.length, outcome.most));
    case "suppressed":
      return notice("warning", t.suppressed);
    case "too_many":
      return notice("warning", t.tooMany(n(outcome.most)));
    case "quota":
      return notice("warning", t.quota(n(outcome.short)));
    case "refused":
      return notice("danger", t.refused(outcome.detail));
    case "blocked":
      return {
        kind: "card",
        card: {
          title: t.blocked,
          tone: "danger",
          sections: reportSections(outcome.report, locale, providerNames(core)),
        },
      };
  }
}

/** Sends a campaign's text to the member's own number, and lets them prove which one that is. */
export const testCommand: Command = {
  name: "test",
  role: "drafter",
  usage: "<id> [B] | number <number> | code <code>",
  describe: { "zh-CN": "把文案发到自己手机上看看", en: "send a text to your own phone" },
  run: async (context, args) => {
    const [word = "", rest = ""] = args.split(/\s+(.*)/su);
    if (word === "number" && rest !== "") return claim(context, rest);
    if (word === "code" && rest !== "") return prove(context, rest.trim());
    const { usage } = testText[context.locale];
    return withCampaign(context, args, usage, (campaign, which) =>
      send(context, campaign, /^b$/iu.test(which.trim()) ? "B" : "A"),
    );
  },
};

export const testAction: ActionHandler = {
  id: "campaign.test",
  role: "drafter",
  run: (context, args) =>
    withPressed(context, args, (campaign, version) =>
      campaign.version === version
        ? send(context, campaign, "A")
        : Promise.resolve(
            notice("warning", commandText[context.locale].changedSince(campaign.version)),
          ),
    ),
};

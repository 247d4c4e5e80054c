import { reject } from "../src/campaign/approval.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice, withCampaign, withPressed } from "../src/chat/campaign-ref.ts";
import type { ActionHandler, Command, Context, FormHandler } from "../src/chat/command.ts";
import type { Form } from "../src/chat/form.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { refusalNotice } from "./approve.ts";

function reasonForm({ locale }: Context, ref: string): Form {
  const t = commandText[locale].rejectForm;
  return {
    id: "reject",
    locale,
    ref,
    title: t.title,
    submit: t.submit,
    cancel: t.cancel,
    fields: [
      {
        kind: "text",
        name: "reason",
        label: t.reason,
        hint: t.reasonHint,
        multiline: true,
        maxLength: 500,
      },
    ],
  };
}

async function decide(
  context: Context,
  campaign: Campaign,
  version: number,
  reason: string,
): Promise<Answer> {
  const { core, merchant, member, actor, locale } = context;
  const outcome = await reject(core, merchant, campaign, version, member, actor, reason);
  return outcome.kind === "refused"
    ? refusalNotice(outcome.refusal, locale)
    : notice("success", commandText[locale].rejected(outcome.campaign.number));
}

export const rejectCommand: Command = {
  name: "reject",
  role: "approver",
  usage: "<id> <reason>",
  describe: { "zh-CN": "驳回一次群发", en: "reject a campaign" },
  run: (context, args) =>
    withCampaign(context, args, "/sms reject 12 …", async (campaign, reason) => {
      if (reason === "") return notice("warning", commandText[context.locale].rejectNeedsReason);
      return decide(context, campaign, campaign.version, reason);
    }),
};

export const rejectAction: ActionHandler = {
  id: "campaign.reject",
  role: "approver",
  run: (context, args) =>
    withPressed(context, args, async (campaign, version): Promise<Answer> => {
      const t = commandText[context.locale];
      if (campaign.version !== version) return notice("warning", t.changedSince(campaign.version));
      if (campaign.state !== "awaiting_approval") {
        return notice("warning", t.wrongState(campaignText[context.locale].state[campaign.state]));
      }
      return { kind: "form", form: reasonForm(context, `${campaign._id}:${version}`) };
    }),
};

export const rejectFormHandler: FormHandler = {
  id: "reject",
  role: "approver",
  change: async (context, ref) => reasonForm(context, ref),
  submit: async (context, ref, values) => {
    const reason = values.reason?.kind === "text" ? values.reason.text.trim() : "";
    if (reason === "") {
      return { kind: "faults", faults: { reason: commandText[context.locale].rejectNeedsReason } };
    }
    const answer = await withPressed(context, ref.split(":"), (campaign, version) =>
      decide(context, campaign, version, reason),
    );
    return { kind: "done", answer };
  },
};

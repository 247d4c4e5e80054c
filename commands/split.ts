import { variableNames } from "../src/audience/audience.ts";
import { checkPersonalText, parsePersonalText } from "../src/audience/personal-text.ts";
import type { Campaign } from "../src/campaign/campaign.ts";
import { editDraft } from "../src/campaign/drafts.ts";
import { canMove } from "../src/campaign/state.ts";
import type { Answer, FormOutcome } from "../src/chat/answer.ts";
import { notice, withCampaign, withPressed } from "../src/chat/campaign-ref.ts";
import type { ActionHandler, Command, Context, FormHandler } from "../src/chat/command.ts";
import type { Form, FormValues } from "../src/chat/form.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { planningText, textFaultsText } from "../src/locale/planning.ts";
import { aboutText } from "./draft-form.ts";

const SHARES = [10, 20, 30, 50] as const;
const NONE = "0";

/** Gives a part of the people another text, to see which one fares better. */
export const splitCommand: Command = {
  name: "split",
  role: "drafter",
  usage: "<id>",
  describe: { "zh-CN": "分成 A/B 两条文案", en: "give some people a second text" },
  run: (context, args) =>
    withCampaign(context, args, planningText[context.locale].split.usage, (campaign) =>
      ask(context, campaign),
    ),
};

export const splitAction: ActionHandler = {
  id: "campaign.split",
  role: "drafter",
  run: (context, args) => withPressed(context, args, (campaign) => ask(context, campaign)),
};

async function ask(context: Context, campaign: Campaign): Promise<Answer> {
  const { locale } = context;
  if (canMove("edit", campaign.state)) {
    return { kind: "form", form: await splitForm(context, campaign, {}) };
  }
  const state = campaignText[locale].state[campaign.state];
  return notice("warning", commandText[locale].wrongState(state));
}

async function splitForm(context: Context, campaign: Campaign, values: FormValues): Promise<Form> {
  const { locale } = context;
  const t = planningText[locale].split;
  const { split, text, sendAt } = campaign;
  const initial = split?.text ?? text;
  const typed = values.text?.kind === "text" ? values.text.text : initial;
  return {
    id: "split",
    locale,
    ref: `${campaign._id}:${campaign.version}`,
    title: t.title,
    submit: t.submit,
    cancel: t.cancel,
    fields: [
      {
        kind: "text",
        name: "text",
        label: t.text,
        hint: t.hint,
        multiline: true,
        live: true,
        maxLength: 1000,
        initial,
        ...(await aboutText(context, typed, sendAt)),
      },
      {
        kind: "choice",
        name: "share",
        label: t.share,
        initial: String(split?.share ?? 50),
        options: [
          ...SHARES.map((share) => ({ value: String(share), label: t.shareOf(share) })),
          { value: NONE, label: t.none },
        ],
      },
    ],
  };
}

/** The campaign that a form is about, as it was when the form was opened; undefined when it has moved on. */
async function subjectOf({ core, merchant }: Context, ref: string): Promise<Campaign | undefined> {
  const [_id = "", version = ""] = ref.split(":");
  const campaign = await core.store.campaigns.findOne({ _id, merchantId: merchant._id });
  return campaign?.version === Number(version) ? campaign : undefined;
}

export const splitFormHandler: FormHandler = {
  id: "split",
  role: "drafter",
  change: async (context, ref, values) => {
    const campaign = await subjectOf(context, ref);
    return campaign === undefined ? undefined : splitForm(context, campaign, values);
  },
  submit: async (context, ref, values): Promise<FormOutcome> => {
    const { core, member, actor, locale } = context;
    const t = planningText[locale].split;
    const done = (answer: Answer): FormOutcome => ({ kind: "done", answer });
    const campaign = await subjectOf(context, ref);
    if (campaign === undefined) return done(notice("warning", commandText[locale].changedSince(0)));
    const share = values.share?.kind === "choice" ? Number(values.share.value) : 0;
    const text = values.text?.kind === "text" ? values.text.text.trim() : "";
    if (share === 0) {
      const edited = await editDraft(core, campaign, member, actor, { split: null });
      return done(
        edited === undefined
          ? notice("warning", commandText[locale].changedSince(campaign.version))
          : notice("success", t.removed),
      );
    }
    if (text === "")
      return { kind: "faults", faults: { text: commandText[locale].fault.emptyText } };
    if (text === campaign.text.trim()) return { kind: "faults", faults: { text: t.same } };
    const audience = await core.store.audiences.findOne({ _id: campaign.audienceId });
    const faults = checkPersonalText(parsePersonalText(text), variableNames(audience));
    if (faults.length > 0) {
      return { kind: "faults", faults: { text: textFaultsText(faults, locale) } };
    }
    const edited = await editDraft(core, campaign, member, actor, { split: { text, share } });
    return done(
      edited === undefined
        ? notice("warning", commandText[locale].changedSince(campaign.version))
        : notice("success", t.saved(share)),
    );
  },
};

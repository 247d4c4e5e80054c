import type { Campaign } from "../src/campaign/campaign.ts";
import { createDraft, editDraft } from "../src/campaign/drafts.ts";
import { canMove } from "../src/campaign/state.ts";
import type { Answer, FormOutcome } from "../src/chat/answer.ts";
import { notice, withPressed } from "../src/chat/campaign-ref.ts";
import type { ActionHandler, Command, Context, FormHandler } from "../src/chat/command.ts";
import type { Form, FormValues } from "../src/chat/form.ts";
import { pushMessage } from "../src/chat/live-message.ts";
import type { Core } from "../src/core.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { draftForm } from "./draft-form.ts";
import { draftLists } from "./draft-lists.ts";
import { readDraft } from "./draft-values.ts";

const NEW = "new";

async function openForm(
  context: Context,
  campaign: Campaign | undefined,
  values: FormValues,
): Promise<Form> {
  const lists = await draftLists(context, campaign, values);
  const ref = campaign === undefined ? NEW : `${campaign._id}:${campaign.version}`;
  return draftForm(context, ref, lists, campaign, values);
}

/** An empty draft form but for its text. */
export function newDraftForm(context: Context, text: string): Promise<Form> {
  return openForm(context, undefined, { text: { kind: "text", text } });
}

/** The campaign a form edits, if it is still as it was when the form was opened. */
async function editedCampaign(
  { core, merchant }: Context,
  ref: string,
): Promise<{ readonly campaign: Campaign | undefined; readonly stale: boolean }> {
  if (ref === NEW) return { campaign: undefined, stale: false };
  const [id = "", version = ""] = ref.split(":");
  const campaign = await core.store.campaigns.findOne({ _id: id, merchantId: merchant._id });
  return { campaign, stale: campaign?.version !== Number(version) };
}

export const draft: Command = {
  name: "draft",
  role: "drafter",
  usage: "",
  describe: { "zh-CN": "起草一条群发短信", en: "draft a campaign" },
  run: async (context) => ({ kind: "form", form: await openForm(context, undefined, {}) }),
};

export const editAction: ActionHandler = {
  id: "campaign.edit",
  role: "drafter",
  run: (context, args) =>
    withPressed(context, args, async (campaign): Promise<Answer> => {
      const { locale } = context;
      if (!canMove("edit", campaign.state)) {
        const state = campaignText[locale].state[campaign.state];
        return notice("warning", commandText[locale].wrongState(state));
      }
      return { kind: "form", form: await openForm(context, campaign, {}) };
    }),
};

/** How long a drafter is kept waiting to hear whether the card could be posted. */
const POSTED_WITHIN = 1_000;

/** Whether a card was taken by its chat; one that is still on its way counts as taken. */
async function isPosted(core: Core, card: string): Promise<boolean> {
  for (let waited = 0; waited < POSTED_WITHIN; waited += 100) {
    const message = await core.store.messages.findOne({ _id: card });
    if (message === undefined || message.state === "failed") return false;
    if (message.state === "posted") return true;
    await core.clock.sleep(100);
  }
  return true;
}

export const draftFormHandler: FormHandler = {
  id: "draft",
  role: "drafter",
  change: async (context, ref, values) => {
    const { campaign } = await editedCampaign(context, ref);
    return openForm(context, campaign, values);
  },
  submit: async (context, ref, values): Promise<FormOutcome> => {
    const { core, merchant, member, actor, invocation, locale } = context;
    const t = commandText[locale];
    const { campaign, stale } = await editedCampaign(context, ref);
    if (ref !== NEW && (campaign === undefined || stale)) {
      const text = t.changedSince(campaign?.version ?? 0);
      return { kind: "done", answer: notice("warning", text) };
    }
    const read = await readDraft(context, campaign, values);
    if (!read.ok) return { kind: "faults", faults: read.faults };
    if (campaign !== undefined) {
      const edited = await editDraft(core, campaign, member, actor, read.content);
      const answer =
        edited === undefined
          ? notice("warning", t.changedSince(campaign.version))
          : notice("success", [t.draft.savedHere(edited.number), ...read.remarks].join(" "));
      return { kind: "done", answer };
    }
    const { place } = invocation;
    const origin = { platform: place.platform, workspace: place.workspace, channel: place.channel };
    const created = await createDraft(core, merchant, member, actor, origin, read.content);
    const card = await pushMessage(core, created, "campaign", origin);
    const posted = await isPosted(core, card);
    const said = posted
      ? t.draft.saved(created.number)
      : `${t.draft.savedHere(created.number)} ${t.draft.unsaid}`;
    return {
      kind: "done",
      answer: notice(posted ? "success" : "warning", [said, ...read.remarks].join(" ")),
    };
  },
};

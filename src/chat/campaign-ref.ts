import type { Campaign } from "../campaign/campaign.ts";
import { findCampaign } from "../campaign/drafts.ts";
import { commandText } from "../locale/commands.ts";
import type { Answer } from "./answer.ts";
import type { Context } from "./command.ts";

/** A one-line answer. */
export function notice(tone: "success" | "info" | "warning" | "danger", text: string): Answer {
  return { kind: "notice", tone, text };
}

/** Runs with the campaign a person named first, and what follows the name; or says how to name one. */
export async function withCampaign(
  context: Context,
  args: string,
  usage: string,
  run: (campaign: Campaign, rest: string) => Promise<Answer>,
): Promise<Answer> {
  const { core, merchant, locale } = context;
  const [called = "", ...rest] = args.trim().split(/\s+/u);
  if (called === "") return notice("warning", commandText[locale].whichCampaign(usage));
  const campaign = await findCampaign(core, merchant, called);
  if (campaign === undefined) return notice("warning", commandText[locale].noCampaign(called));
  return run(campaign, rest.join(" "));
}

/** Runs with the campaign a button is about, and the version it belongs to. */
export async function withPressed(
  context: Context,
  args: readonly string[],
  run: (campaign: Campaign, version: number) => Promise<Answer>,
): Promise<Answer> {
  const { core, merchant, locale } = context;
  const [id = "", version = ""] = args;
  const campaign = await core.store.campaigns.findOne({ _id: id, merchantId: merchant._id });
  if (campaign === undefined) return notice("warning", commandText[locale].noCampaign(id));
  return run(campaign, Number(version));
}

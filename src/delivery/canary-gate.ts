import type { Campaign } from "../campaign/campaign.ts";
import { channelsOf, pushMessage, refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import type { ProviderId } from "../ids.ts";
import { type Merchant, settingsOf } from "../merchant/merchant.ts";
import { type Canary, type CanaryFigures, canarySize, judgeCanary } from "./canary.ts";
import type { Provider } from "./provider.ts";
import { movePending, otherLanes } from "./reroute.ts";

const ALL = Number.POSITIVE_INFINITY;

/**
 * How many people of a campaign may go through a lane now: everyone (`Infinity`), what is left of the first share, or
 * nobody (0) while its receipts are awaited or it waits for someone's decision. Takes the share's next step when its
 * moment has come. Each step is one conditional update of the campaign, and may be repeated after a crash.
 */
export async function canaryRoom(
  core: Core,
  provider: Provider,
  campaign: Campaign,
  merchant: Merchant,
): Promise<number> {
  const canary = campaign.canaries?.[provider.id] ?? begin(campaign, provider, merchant);
  switch (canary?.state) {
    case undefined:
    case "passed":
    case "released":
      return ALL;
    case "sampling":
      return sample(core, provider, campaign, merchant, canary);
    case "waiting":
      return judgeNow(core, provider, campaign, merchant, canary.until);
    case "stopped":
      if (!canary.told) await tell(core, provider, campaign, canary);
      return 0;
    case "leaving":
      await leave(core, provider, campaign, canary);
      return 0;
    case "left":
      return 0;
  }
}

/** Only campaigns above the merchant's size begin with a share. It need not be stored before someone has gone. */
function begin(campaign: Campaign, provider: Provider, merchant: Merchant): Canary | undefined {
  const { plan } = campaign;
  const settings = settingsOf(merchant);
  if (plan === null || plan.sendable <= settings.canaryAbove) return undefined;
  const own = plan.routing.find((route) => route.provider === provider.id)?.recipients;
  return { state: "sampling", size: canarySize(own ?? plan.sendable, settings) };
}

async function sample(
  core: Core,
  provider: Provider,
  campaign: Campaign,
  merchant: Merchant,
  canary: Canary & { readonly state: "sampling" },
): Promise<number> {
  const { sent } = await countShare(core, campaign, provider.id);
  if (sent < canary.size) {
    if (campaign.canaries?.[provider.id] === undefined) {
      await step(core, campaign, provider.id, undefined, canary);
    }
    return canary.size - sent;
  }
  const until = core.clock.now() + settingsOf(merchant).canarySeconds * 1000;
  const from = campaign.canaries?.[provider.id] === undefined ? undefined : "sampling";
  await step(core, campaign, provider.id, from, { ...canary, state: "waiting", until });
  await refreshCampaign(core, campaign._id);
  return judgeNow(core, provider, campaign, merchant, until);
}

async function judgeNow(
  core: Core,
  provider: Provider,
  campaign: Campaign,
  merchant: Merchant,
  until: number,
): Promise<number> {
  const held = { campaignId: campaign._id, state: "pending", provider: provider.id };
  // With nobody left to hold back there is nothing to ask.
  if ((await core.store.recipients.findOne(held)) === undefined) return ALL;
  const figures = await countShare(core, campaign, provider.id);
  const now = core.clock.now();
  const verdict = judgeCanary(figures, settingsOf(merchant), now >= until);
  if (verdict === "wait") return 0;
  const about = { campaign: campaign._id, provider: provider.id, ...figures };
  if (verdict === "pass") {
    await step(core, campaign, provider.id, "waiting", { state: "passed", figures });
    core.log.info(about, "a first share looks right: everyone goes");
    await refreshCampaign(core, campaign._id);
    return ALL;
  }
  const stopped = { state: "stopped" as const, figures, at: now, told: false };
  if (await step(core, campaign, provider.id, "waiting", stopped)) {
    core.log.warn(about, "a first share looks wrong: the provider's people wait for a decision");
    await tell(core, provider, campaign, stopped);
  }
  return 0;
}

/** Puts the question to the merchant's channels, once a channel; told only when it is in the outbox. */
async function tell(
  core: Core,
  provider: Provider,
  campaign: Campaign,
  canary: Canary & { readonly state: "stopped" },
): Promise<void> {
  for (const channel of await channelsOf(core, campaign)) {
    await pushMessage(core, campaign, "canary", channel, provider.id);
  }
  await step(core, campaign, provider.id, "stopped", { ...canary, told: true });
  await refreshCampaign(core, campaign._id);
}

/** Someone decided that the others take them. Where none is left by now, it has to be asked again. */
async function leave(
  core: Core,
  provider: Provider,
  campaign: Campaign,
  canary: Canary & { readonly state: "leaving" | "left" | "released" },
): Promise<void> {
  const others = await otherLanes(core, campaign, provider.id);
  if (others.length === 0) {
    const { figures } = canary;
    const at = core.clock.now();
    await step(core, campaign, provider.id, "leaving", {
      state: "stopped",
      figures,
      at,
      told: false,
    });
    return;
  }
  await movePending(core, campaign, provider.id, others);
  await step(core, campaign, provider.id, "leaving", { ...canary, state: "left" });
  await refreshCampaign(core, campaign._id);
}

/** Takes one step if the share is still where it was. */
async function step(
  core: Core,
  campaign: Campaign,
  provider: ProviderId,
  from: Canary["state"] | undefined,
  to: Canary,
): Promise<boolean> {
  const path = `canaries.${provider}`;
  const was = from === undefined ? { [path]: { $exists: false } } : { [`${path}.state`]: from };
  const { matched } = await core.store.campaigns.updateOne(
    { _id: campaign._id, ...was },
    { $set: { [path]: to as never } },
  );
  return matched === 1;
}

/** The share's results, counted from the people themselves: live counters may lag after a crash. */
async function countShare(
  core: Core,
  { _id: campaignId }: Campaign,
  provider: ProviderId,
): Promise<CanaryFigures> {
  const count = (filter: Record<string, string>) =>
    core.store.recipients.count({ campaignId, provider, ...filter });
  const [submitting, submitted, delivered, failed, blocked] = await Promise.all([
    count({ state: "submitting" }),
    count({ state: "submitted" }),
    count({ state: "delivered" }),
    count({ state: "failed" }),
    count({ state: "failed", reason: "content_blocked" }),
  ]);
  return { sent: submitting + submitted + delivered + failed, delivered, failed, blocked };
}

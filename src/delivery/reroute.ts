import { SYSTEM } from "../campaign/audit.ts";
import type { Campaign, PauseCause } from "../campaign/campaign.ts";
import { move } from "../campaign/move.ts";
import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import { applyChanges } from "./apply-changes.ts";
import type { Provider } from "./provider.ts";
import { createServingRouter } from "./serving.ts";
import { pauseIfStranded } from "./stranded.ts";

const BATCH = 500;

/**
 * Takes a campaign out of a lane: its pending recipients go to the other lanes that take the text and serve their
 * numbers; with none left the campaign pauses and says why. Only `pending` moves: whoever was handed over stays where they are.
 * `account` is what the provider said of the account; undefined when it merely can't be reached.
 */
export async function leaveCampaign(
  core: Core,
  provider: Provider,
  campaign: Campaign,
  account: string | undefined,
): Promise<void> {
  const others = await usable(core, provider, campaign);
  if (others.length === 0) {
    // Unreachable with nowhere to go: keep trying, it may come back; a refused account won't by itself.
    if (account === undefined) return;
    const cause: PauseCause = { kind: "account", provider: provider.name, message: account };
    await move(core, campaign, "pause", SYSTEM, {
      set: { pause: cause },
      detail: { why: account },
    });
    await refreshCampaign(core, campaign._id);
    return;
  }
  const route = createServingRouter(others, core.places);
  let after = "";
  for (;;) {
    const pending = await core.store.recipients.find(
      { campaignId: campaign._id, state: "pending", provider: provider.id, _id: { $gt: after } },
      { sort: { _id: 1 }, limit: BATCH },
    );
    const last = pending.at(-1);
    if (last === undefined) break;
    after = last._id;
    await applyChanges(
      core,
      pending.flatMap((before) => {
        const to = before.phone === null ? undefined : route(before.phone);
        // No other serves the number: it waits here for its own lane.
        return to === undefined ? [] : [{ before, set: { provider: to } }];
      }),
    );
  }
  const lanes = others.map((other) => other.id);
  for (const lane of lanes) {
    await core.store.campaigns.updateOne({ _id: campaign._id }, { $addToSet: { lanes: lane } });
  }
  core.log.warn(
    { provider: provider.id, campaign: campaign._id, to: lanes },
    "pending recipients go to other lanes",
  );
  await pauseIfStranded(core, campaign);
  await refreshCampaign(core, campaign._id);
  core.lanes.ring();
}

/** The campaign's other providers whose lanes are not stopped. */
async function usable(core: Core, provider: Provider, campaign: Campaign): Promise<Provider[]> {
  const eligible = (campaign.plan?.eligible ?? []).filter((id) => id !== provider.id);
  const stopped = await core.store.lanes.find({ _id: { $in: eligible } });
  const out = new Set(stopped.filter((lane) => lane.stopped !== null).map((lane) => lane._id));
  return eligible.flatMap((id) => {
    const other = core.providers.get(id);
    return other === undefined || out.has(id) ? [] : [other];
  });
}

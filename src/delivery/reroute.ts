import { SYSTEM } from "../campaign/audit.ts";
import type { Campaign, PauseCause } from "../campaign/campaign.ts";
import { move } from "../campaign/move.ts";
import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import type { ProviderId, RecipientId } from "../ids.ts";
import { applyChanges } from "./apply-changes.ts";
import { spokeAgainst } from "./canary.ts";
import { endSecondTry } from "./first-try.ts";
import type { Provider } from "./provider.ts";
import { createRouter } from "./routing.ts";

const BATCH = 500;

/**
 * Takes a campaign out of a lane: its pending recipients go to the other lanes that take the text; with none left the
 * campaign pauses and says why. Only `pending` moves: whoever was handed over stays where they are.
 * `account` is what the provider said of the account; undefined when it merely can't be reached.
 */
export async function leaveCampaign(
  core: Core,
  provider: Provider,
  campaign: Campaign,
  account: string | undefined,
): Promise<void> {
  const others = await otherLanes(core, campaign, provider.id);
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
  await movePending(core, campaign, provider.id, others);
  await refreshCampaign(core, campaign._id);
}

/** Hands a lane's pending recipients to other lanes, by their weights. */
export async function movePending(
  core: Core,
  campaign: Campaign,
  from: ProviderId,
  others: readonly Provider[],
): Promise<void> {
  const lanes = others.map((other) => other.id);
  // Their lanes first: whoever is moved must be seen there, whatever happens next.
  for (const lane of lanes) {
    await core.store.campaigns.updateOne({ _id: campaign._id }, { $addToSet: { lanes: lane } });
  }
  const route = createRouter(others);
  let after = "";
  for (;;) {
    const pending = await core.store.recipients.find(
      { campaignId: campaign._id, state: "pending", provider: from, _id: { $gt: after } },
      { sort: { _id: 1 }, limit: BATCH },
    );
    const last: RecipientId | undefined = pending.at(-1)?._id;
    if (last === undefined) break;
    after = last;
    await applyChanges(
      core,
      pending.flatMap((before) => {
        const { firstTry, phone } = before;
        const to = phone === null ? undefined : route(phone, firstTry?.provider);
        if (to !== undefined) return [{ before, set: { provider: to } }];
        // No other serves the number: it stays, unless it is on its second try, which then comes to nothing.
        return firstTry == null ? [] : [{ before, set: endSecondTry(firstTry) }];
      }),
    );
  }
  core.log.warn(
    { provider: from, campaign: campaign._id, to: lanes },
    "pending recipients go to other lanes",
  );
  core.lanes.ring();
}

/** The campaign's other providers that take its people now: no stopped lane, no first share that spoke against it. */
export async function otherLanes(
  core: Core,
  campaign: Campaign,
  provider: ProviderId,
): Promise<Provider[]> {
  const eligible = (campaign.plan?.eligible ?? []).filter(
    (id) => id !== provider && !spokeAgainst(campaign.canaries?.[id]),
  );
  const lanes = await core.store.lanes.find({ _id: { $in: eligible } });
  const out = new Set(lanes.filter((lane) => lane.stopped !== null).map((lane) => lane._id));
  return eligible.flatMap((id) => {
    const other = core.providers.get(id);
    return other === undefined || out.has(id) ? [] : [other];
  });
}

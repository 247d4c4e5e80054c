import { SYSTEM } from "../campaign/audit.ts";
import type { Campaign, PauseCause } from "../campaign/campaign.ts";
import { move } from "../campaign/move.ts";
import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import type { ProviderId } from "../ids.ts";
import { applyChanges, type RecipientChange } from "./apply-changes.ts";
import { spokeAgainst } from "./canary.ts";
import { endSecondTry } from "./first-try.ts";
import type { Provider } from "./provider.ts";
import type { Recipient } from "./recipient.ts";
import { createRouter, type Route } from "./routing.ts";
import { weightFor } from "./serving.ts";
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
  const reachable = await otherLanes(core, campaign, provider.id);
  // Unreachable with nowhere to go: keep trying, it may come back. A refused account won't by itself, so that whoever
  // waits for it waits better at one that is merely unreachable.
  const others =
    reachable.length > 0 || account === undefined
      ? reachable
      : await otherLanes(core, campaign, provider.id, "unreachable_too");
  if (others.length > 0) {
    await movePending(core, campaign, provider.id, others);
    await pauseIfStranded(core, campaign);
    await refreshCampaign(core, campaign._id);
  } else if (account !== undefined) {
    await pauseForAccount(core, campaign, provider, account);
  }
}

/** Nobody takes the rest of a campaign's people until someone mends an account. */
export async function pauseForAccount(
  core: Core,
  campaign: Campaign,
  provider: Pick<Provider, "name">,
  account: string,
): Promise<void> {
  const cause: PauseCause = { kind: "account", provider: provider.name, message: account };
  await move(core, campaign, "pause", SYSTEM, { set: { pause: cause }, detail: { why: account } });
  await refreshCampaign(core, campaign._id);
}

/** Hands a lane's pending recipients to other lanes, by their weights. Whom no other serves stays. */
export async function movePending(
  core: Core,
  campaign: Campaign,
  from: ProviderId,
  others: readonly Provider[],
): Promise<void> {
  // Their lanes first: whoever is moved must be seen there, whatever happens next.
  for (const { id } of others) await addLane(core, campaign, id);
  const route = createRouter(others, core.places);
  const moved = await changePending(core, campaign, { provider: from }, (before) => {
    const { firstTry, phone } = before;
    const to = phone === null ? undefined : route(phone, firstTry?.provider);
    if (to !== undefined) return { provider: to };
    return firstTry == null ? undefined : endSecondTry(firstTry);
  });
  if (moved === 0) return;
  core.log.warn(
    { provider: from, campaign: campaign._id, people: moved, to: others.map(({ id }) => id) },
    "pending recipients go to other lanes",
  );
  core.lanes.ring();
}

/** A provider that works again takes its share of whoever is still pending elsewhere in campaigns that it may serve. */
export async function takeShare(core: Core, provider: Provider): Promise<void> {
  for (const campaign of await campaignsFor(core, provider)) {
    const others = await otherLanes(core, campaign, provider.id);
    if (others.length === 0) continue;
    await addLane(core, campaign, provider.id);
    const route = createRouter([provider, ...others], core.places);
    await changePending(core, campaign, { provider: { $ne: provider.id } }, (before) =>
      goesTo(route, before) === provider.id ? { provider: provider.id } : undefined,
    );
  }
}

/** Takes a few pending people from other lanes where a provider that is to be tried again has none itself. */
export async function borrow(core: Core, provider: Provider, most: number): Promise<void> {
  const campaigns = await campaignsFor(core, provider);
  for (const { _id: campaignId } of campaigns) {
    const here = { campaignId, state: "pending", provider: provider.id };
    if ((await core.store.recipients.findOne(here)) !== undefined) return;
  }
  for (const campaign of campaigns) {
    const some = await core.store.recipients.find(
      { campaignId: campaign._id, state: "pending" },
      { limit: BATCH },
    );
    const served = some.filter(
      ({ phone, firstTry }) =>
        phone !== null &&
        weightFor(provider, phone, core.places) > 0 &&
        firstTry?.provider !== provider.id,
    );
    if (served.length === 0) continue;
    await addLane(core, campaign, provider.id);
    const taken = served.slice(0, most);
    await applyChanges(
      core,
      taken.map((before) => ({ before, set: { provider: provider.id } })),
    );
    return;
  }
}

/** Which lanes are of use: those that answer, or also those that can't be reached for now. */
type Reach = "reachable" | "unreachable_too";

/** The campaign's other providers that take its people: no stopped lane, no first share that spoke against it. */
export async function otherLanes(
  core: Core,
  campaign: Campaign,
  provider: ProviderId,
  reach: Reach = "reachable",
): Promise<Provider[]> {
  const eligible = (campaign.plan?.eligible ?? []).filter(
    (id) => id !== provider && !spokeAgainst(campaign.canaries?.[id]),
  );
  const lanes = await core.store.lanes.find({ _id: { $in: eligible } });
  const out = new Set(
    lanes
      .filter(
        ({ stopped, circuit }) => stopped !== null || (reach === "reachable" && circuit != null),
      )
      .map(({ _id }) => _id),
  );
  return eligible.flatMap((id) => {
    const other = core.providers.get(id);
    return other === undefined || out.has(id) ? [] : [other];
  });
}

/** Campaigns being sent whose text a provider takes and whose first share did not speak against it. */
async function campaignsFor(core: Core, { id }: Provider): Promise<Campaign[]> {
  const sending = await core.store.campaigns.find({ state: "sending" });
  return sending.filter(
    ({ plan, canaries }) => plan?.eligible.includes(id) && !spokeAgainst(canaries?.[id]),
  );
}

async function addLane(core: Core, { _id }: Campaign, lane: ProviderId): Promise<void> {
  await core.store.campaigns.updateOne({ _id }, { $addToSet: { lanes: lane } });
}

function goesTo(route: Route, { phone, firstTry }: Recipient): ProviderId | undefined {
  return phone === null ? undefined : route(phone, firstTry?.provider);
}

/** Changes pending recipients in slices, each as it then stands; returns how many were changed. */
async function changePending(
  core: Core,
  campaign: Campaign,
  which: { readonly provider: ProviderId | { readonly $ne: ProviderId } },
  change: (before: Recipient) => RecipientChange["set"] | undefined,
): Promise<number> {
  let changed = 0;
  let after = 0;
  for (;;) {
    const pending = await core.store.recipients.find(
      { campaignId: campaign._id, state: "pending", ...which, line: { $gt: after } },
      { sort: { line: 1 }, limit: BATCH },
    );
    const last = pending.at(-1)?.line;
    if (last === undefined) return changed;
    after = last;
    const changes = pending.flatMap((before) => {
      const set = change(before);
      return set === undefined ? [] : [{ before, set }];
    });
    const lost = await applyChanges(core, changes);
    changed += changes.length - lost.length;
  }
}

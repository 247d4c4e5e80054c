import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import { findBegun } from "../settlement/begun.ts";
import { applyChanges } from "./apply-changes.ts";
import type { LookupOutcome, Provider } from "./provider.ts";
import { applyWaitingAbout } from "./receipts.ts";
import { handedOver, phonesOf, type Recipient } from "./recipient.ts";
import { storeOutcomes } from "./submit-batch.ts";

const BATCH = 200;

/**
 * Looks at what the lane's last owner left `submitting`: the provider is asked by our own references where it can be;
 * what it knows is submitted, the rest stays `submitting`, marked uncertain, and waits for a receipt. Nobody is sent again.
 */
export async function recoverLane(core: Core, provider: Provider): Promise<void> {
  for (const campaign of await findBegun(core, { lanes: provider.id }))
    await recoverCampaign(core, provider, campaign);
}

async function recoverCampaign(core: Core, provider: Provider, campaign: Campaign): Promise<void> {
  const { _id: campaignId } = campaign;
  for (;;) {
    const left = await core.store.recipients.find(
      { campaignId, state: "submitting", provider: provider.id, uncertain: false },
      { limit: BATCH },
    );
    if (left.length === 0) return;
    const known = await lookup(core, provider, left);
    const byId = new Map(left.map((recipient) => [recipient._id, recipient]));
    const accepted = known.filter((outcome) => outcome.kind === "accepted");
    const found = accepted.flatMap((outcome) => byId.get(outcome.recipient) ?? []);
    await storeOutcomes(core, provider, found, accepted);
    const ids = new Set(found.map((recipient) => recipient._id));
    await applyChanges(
      core,
      left
        .filter((recipient) => !ids.has(recipient._id))
        .map((before) => ({
          before,
          set: { uncertain: true, detail: "interrupted while being submitted" },
        })),
    );
    await applyWaitingAbout(core, provider.id, phonesOf(left));
    core.log.info(
      {
        provider: provider.id,
        campaign: campaignId,
        interrupted: left.length,
        found: found.length,
      },
      "looked after recipients that were being submitted when the lane lost its owner",
    );
  }
}

async function lookup(
  core: Core,
  provider: Provider,
  left: readonly Recipient[],
): Promise<readonly LookupOutcome[]> {
  if (provider.lookup === undefined) return [];
  const asked = left.flatMap(handedOver);
  try {
    return await provider.lookup(asked);
  } catch (error) {
    core.log.warn(
      { err: error, provider: provider.id },
      "the provider could not be asked what it accepted",
    );
    return [];
  }
}

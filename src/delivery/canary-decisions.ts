import { type Actor, audit } from "../campaign/audit.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import type { ProviderId } from "../ids.ts";
import { type Canary, spokeAgainst } from "./canary.ts";
import { otherLanes } from "./reroute.ts";

/** What a provider that was stopped is told to do. */
export type CanaryDecision = "go" | "move";

export type DecisionOutcome =
  | { readonly kind: "taken"; readonly campaign: Campaign }
  /** Someone decided before, or nothing is asked: `canary` says how it stands. */
  | { readonly kind: "nothing_asked"; readonly canary: Canary | undefined }
  /** No other provider takes the text. */
  | { readonly kind: "nowhere" };

/**
 * Decides about a provider whose first share looked wrong. One conditional update: pressed twice, or by two people at
 * once, the first decision stands. The lane does what was decided, and does it again after a crash.
 */
export async function decideCanary(
  core: Core,
  campaign: Campaign,
  provider: ProviderId,
  decision: CanaryDecision,
  actor: Actor & { readonly kind: "member" },
): Promise<DecisionOutcome> {
  const canary = campaign.canaries?.[provider];
  if (canary?.state !== "stopped") return { kind: "nothing_asked", canary };
  if (decision === "move" && (await otherLanes(core, campaign, provider)).length === 0) {
    return { kind: "nowhere" };
  }
  const decided: Canary = {
    state: decision === "go" ? "released" : "leaving",
    figures: canary.figures,
    by: actor.name,
    at: core.clock.now(),
  };
  const path = `canaries.${provider}`;
  const taken = await core.store.campaigns.findOneAndUpdate(
    {
      _id: campaign._id,
      state: { $in: ["sending", "paused"] },
      [`${path}.state`]: "stopped",
    },
    { $set: { [path]: decided as never } },
  );
  if (taken === undefined) {
    const now = await core.store.campaigns.findOne({ _id: campaign._id });
    return { kind: "nothing_asked", canary: now?.canaries?.[provider] };
  }
  await audit(core, {
    merchantId: campaign.merchantId,
    campaignId: campaign._id,
    action: `canary.${decision}`,
    actor,
    detail: { provider, sent: canary.figures.sent, blocked: canary.figures.blocked },
  });
  await refreshCampaign(core, campaign._id);
  core.lanes.ring();
  return { kind: "taken", campaign: taken };
}

/** Providers of a campaign whose people could go through another one, as the campaign itself has it. */
export function mayMove(campaign: Campaign, provider: ProviderId): boolean {
  return (campaign.plan?.eligible ?? []).some(
    (id) => id !== provider && !spokeAgainst(campaign.canaries?.[id]),
  );
}

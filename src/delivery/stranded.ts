import { SYSTEM } from "../campaign/audit.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { move } from "../campaign/move.ts";
import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";

/**
 * Pauses a campaign whose last people wait in lanes that stand still: only providers that refused the account serve
 * their numbers, so nothing goes on before someone mends it.
 */
export async function pauseIfStranded(core: Core, campaign: Campaign): Promise<void> {
  const { _id: campaignId } = campaign;
  const eligible = campaign.plan?.eligible ?? [];
  const lanes = await core.store.lanes.find({ _id: { $in: eligible }, stopped: { $ne: null } });
  const [lane] = lanes;
  if (lane === undefined || lane.stopped === null) return;
  const inCall = { campaignId, state: "submitting", uncertain: false };
  if ((await core.store.recipients.findOne(inCall)) !== undefined) return;
  let waiting = lane;
  let stranded = false;
  for (const provider of eligible) {
    const pending = await core.store.recipients.findOne({ campaignId, state: "pending", provider });
    if (pending === undefined) continue;
    const still = lanes.find(({ _id }) => _id === provider);
    if (still === undefined) return;
    waiting = still;
    stranded = true;
  }
  if (!stranded) return;
  const message = waiting.stopped?.message ?? "";
  const provider = core.providers.get(waiting._id)?.name ?? waiting._id;
  const paused = await move(core, campaign, "pause", SYSTEM, {
    set: { pause: { kind: "account", provider, message } },
    detail: { why: message },
  });
  if (paused !== undefined) await refreshCampaign(core, campaignId);
}

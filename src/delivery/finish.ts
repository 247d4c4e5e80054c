import { SYSTEM } from "../campaign/audit.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { move } from "../campaign/move.ts";
import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import { rearmJob } from "../jobs/jobs.ts";
import { failOverContent, hasSecondTries, keepSending } from "./content-failover.ts";
import { settleIfComplete } from "./receipts.ts";
import { pauseForAccount } from "./reroute.ts";

/** True while someone still waits to be sent, or is in a call whose end a lane waits for. */
async function isSending(core: Core, campaign: Campaign): Promise<boolean> {
  const campaignId = campaign._id;
  const pending = await core.store.recipients.findOne({ campaignId, state: "pending" });
  if (pending !== undefined) {
    await pauseIfStuck(core, campaign);
    return true;
  }
  const called = { campaignId, state: "submitting", uncertain: false };
  return (await core.store.recipients.findOne(called)) !== undefined;
}

/** Whoever is left may wait for refused accounts alone, when no other lane serves their numbers: someone must be told. */
async function pauseIfStuck(core: Core, campaign: Campaign): Promise<void> {
  const lanes = await core.store.lanes.find({ _id: { $in: campaign.lanes } });
  const stopped = lanes.filter((lane) => lane.stopped !== null);
  const [first] = stopped;
  if (first?.stopped == null) return;
  const ids = stopped.map(({ _id }) => _id);
  const left = { campaignId: campaign._id, state: "pending", provider: { $nin: ids } };
  if ((await core.store.recipients.findOne(left)) !== undefined) return;
  const name = core.providers.get(first._id)?.name ?? first._id;
  await pauseForAccount(core, campaign, { name }, first.stopped.message);
}

/** Ends the sending of a campaign when everyone has gone: from here on its receipts are waited for. */
export async function finishIfSent(core: Core, campaign: Campaign): Promise<void> {
  if (await isSending(core, campaign)) return;
  if (await failOverContent(core, campaign)) return;
  const now = core.clock.now();
  const finished = await move(core, campaign, "finish", SYSTEM, {
    set: { endedAt: now, "settlement.stage": "counting" },
  });
  if (finished === undefined) return;
  // Another lane may have made someone pending for a second try since we looked: it sees our end, or we see them.
  if ((await hasSecondTries(core, finished)) && (await keepSending(core, finished))) return;
  await awaitReceipts(core, finished, now);
}

/**
 * Sets the moments at which a campaign's books are looked at: an hour and three days after the end of sending. Jobs of
 * an end that was none, because someone was tried elsewhere, move with it.
 */
export async function awaitReceipts(
  core: Core,
  campaign: Campaign,
  endedAt: number,
): Promise<void> {
  if (campaign.settlement.stage !== "provisional") {
    await rearmJob(core, "provisional", campaign._id, endedAt + core.timings.provisionalAfter);
  }
  await rearmJob(core, "final", campaign._id, endedAt + core.timings.settleAfter);
  await refreshCampaign(core, campaign._id);
  await settleIfComplete(core, campaign._id);
}

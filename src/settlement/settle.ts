import { SYSTEM } from "../campaign/audit.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { move } from "../campaign/move.ts";
import { channelsOf, pushMessage, refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import {
  failOverContent,
  giveUpSecondTries,
  hasSecondTries,
  keepSending,
} from "../delivery/content-failover.ts";
import type { Recipient } from "../delivery/recipient.ts";
import { type JobProgress, scheduleJob } from "../jobs/jobs.ts";
import { learnFrom } from "../review/experience.ts";
import { type Counts, outstanding, Recount } from "./counts.ts";
import { chargeQuota, releaseQuota } from "./quota.ts";
import { reconcile } from "./reconcile.ts";

const SLICE = 500;

/** Counts a campaign's recipients one by one, in slices that leave the event loop to others. The truth. */
export async function recount(core: Core, campaign: Campaign): Promise<Counts> {
  const total = new Recount();
  const recipients = core.store.recipients.stream(
    { campaignId: campaign._id },
    { batchSize: SLICE },
  );
  for await (const recipient of recipients) total.add(recipient);
  return total.result(campaign.counts.late);
}

/**
 * At T + 1 h with results still out: delivered is what truly was delivered, everyone else counts as failed for now,
 * and the provisional summary is pushed. With all results in, the campaign is settled instead. Where more are out than
 * providers can be asked about in one go, the summary does not wait: the rest is asked about after it.
 */
export async function settleProvisionally(
  core: Core,
  campaign: Campaign,
  progress?: JobProgress,
): Promise<JobProgress | undefined> {
  if (progress !== undefined) return reconcile(core, campaign, progress);
  const { stage } = campaign.settlement;
  if (stage !== "counting" && stage !== "provisional") return;
  if ((await hasSecondTries(core, campaign)) && (await keepSending(core, campaign))) return;
  const more = await reconcile(core, campaign);
  const counts = await recount(core, campaign);
  if (outstanding(counts) === 0) return settleFinally(core, campaign);
  await chargeQuota(core, campaign, counts.segmentsDelivered);
  const marked = await core.store.campaigns.findOneAndUpdate(
    { _id: campaign._id, "settlement.stage": "counting" },
    {
      $set: {
        "settlement.stage": "provisional",
        "settlement.provisional": counts as never,
      },
    },
  );
  const current = marked ?? campaign;
  for (const channel of await channelsOf(core, current)) {
    await pushMessage(core, current, "provisional", channel);
  }
  await refreshCampaign(core, campaign._id);
  return more;
}

/** All results are in before their time: the books can be closed now. Looks for itself whether that is so. */
export async function settleIfAllIn(
  core: Core,
  campaign: Campaign,
  progress?: JobProgress,
): Promise<JobProgress | undefined> {
  if (campaign.endedAt === null || campaign.settlement.stage === "settled") return;
  const campaignId = campaign._id;
  for (const state of ["submitting", "submitted"] as const) {
    if ((await core.store.recipients.findOne({ campaignId, state })) !== undefined) return;
  }
  if ((await hasSecondTries(core, campaign)) && (await keepSending(core, campaign))) return;
  if (await failOverContent(core, campaign)) return;
  return settleFinally(core, campaign, progress);
}

/**
 * Closes the books for good: what is still out is `no_result`, delivered segments are charged, the rest is released,
 * the final summary is pushed if it says something new. Every step is conditional on the one before and may be
 * repeated after a crash. The books stay open until providers were asked about everyone: in pieces, if need be.
 */
export async function settleFinally(
  core: Core,
  campaign: Campaign,
  progress?: JobProgress,
): Promise<JobProgress | undefined> {
  if (campaign.settlement.stage === "settled") {
    await pushFinal(core, campaign);
    return;
  }
  const more = await reconcile(core, campaign, progress);
  if (more !== undefined) return more;
  // From here on a receipt is late. Durable before anything is concluded from what is not here.
  const { matched } = await core.store.campaigns.updateOne(
    { _id: campaign._id, "settlement.stage": { $in: ["counting", "provisional", "closing"] } },
    { $set: { "settlement.stage": "closing" } },
  );
  // Sent again meanwhile, or settled by another instance.
  if (matched === 0) return;
  await closeRecipients(core, campaign);
  const counts = await recount(core, campaign);
  await chargeQuota(core, campaign, counts.segmentsDelivered);
  await releaseQuota(core, campaign);
  await learnFrom(core, campaign, counts);
  const settledAt = core.clock.now();
  const settlement = {
    "settlement.stage": "settled",
    "settlement.settledAt": settledAt,
    // Live counters are a courtesy; these are counted.
    counts: counts as never,
  };
  if (campaign.state !== "cancelled")
    await move(core, campaign, "settle", SYSTEM, { set: settlement });
  await core.store.campaigns.updateOne(
    { _id: campaign._id, "settlement.stage": "closing" },
    { $set: settlement },
  );
  const merchant = await core.store.merchants.findOne({ _id: campaign.merchantId });
  const days = merchant?.settings.detailDays ?? 30;
  await scheduleJob(core, "purge", campaign._id, settledAt + days * core.timings.day);
  await pushFinal(core, { ...campaign, counts });
  await refreshCampaign(core, campaign._id);
}

/** Pushes the final summary, unless the provisional one said the same: that one is brought up to date in place. */
async function pushFinal(core: Core, campaign: Campaign): Promise<void> {
  const { provisional } = campaign.settlement;
  if (provisional !== null && sameResult(provisional, campaign.counts)) return;
  for (const channel of await channelsOf(core, campaign)) {
    await pushMessage(core, campaign, "final", channel);
  }
}

/** Whether a final summary would say anything that the provisional one did not. */
function sameResult(a: Counts, b: Counts): boolean {
  return a.delivered === b.delivered && a.segmentsDelivered === b.segmentsDelivered;
}

/**
 * Concludes `no_result` for whoever is still out. Every recipient's `rev` moves on, so that a receipt that was
 * judged before the books were closed can't change one after they were counted.
 */
async function closeRecipients(core: Core, campaign: Campaign): Promise<void> {
  await giveUpSecondTries(core, campaign);
  const out = { state: { $in: ["submitting", "submitted"] } } as const;
  const slice = async (recipients: readonly Recipient[]) => {
    const ids = { $in: recipients.map((recipient) => recipient._id) };
    await core.store.recipients.updateMany({ _id: ids }, { $inc: { rev: 1 } });
    await core.store.recipients.updateMany(
      { _id: ids, ...out },
      {
        $set: { state: "failed", reason: "no_result", code: null, detail: null },
        $inc: { rev: 1 },
      },
    );
  };
  let batch: Recipient[] = [];
  const gone = core.store.recipients.stream(
    { campaignId: campaign._id, state: { $in: ["submitting", "submitted", "failed"] } },
    { batchSize: SLICE },
  );
  for await (const recipient of gone) {
    batch.push(recipient);
    if (batch.length < SLICE) continue;
    await slice(batch);
    batch = [];
  }
  if (batch.length > 0) await slice(batch);
}

/** Deletes the list of who failed and why, when its time is over. Counts stay. */
export async function purgeDetails(core: Core, campaign: Campaign): Promise<void> {
  await core.store.recipients.deleteMany({ campaignId: campaign._id });
  await core.store.receipts.deleteMany({ campaignId: campaign._id });
  await core.store.messageParts.deleteMany({ campaignId: campaign._id });
  await core.store.campaigns.updateOne(
    { _id: campaign._id },
    { $set: { "settlement.detailsGoneAt": core.clock.now() } },
  );
  await refreshCampaign(core, campaign._id);
}

import { listEarlierAudiences } from "./audience/earlier-lists.ts";
import type { Core } from "./core.ts";
import { awaitReceipts } from "./delivery/finish.ts";
import { applyAllWaiting } from "./delivery/receipts.ts";
import { rearmJob } from "./jobs/jobs.ts";
import { findBegun } from "./settlement/begun.ts";
import { recount } from "./settlement/settle.ts";

/**
 * Takes up what a stop or crash left between two steps: every step is keyed, so doing one again does nothing.
 * Live counts are counted anew, receipts that were stored but not applied are applied, and missing jobs are asked for.
 */
export async function resume(core: Core): Promise<void> {
  const { campaigns } = core.store;
  await listEarlierAudiences(core);
  await askForStarts(core);
  const open = await findBegun(core);
  for (const campaign of open) {
    const counts = await recount(core, campaign);
    // Not over what another instance moved while we counted: what it moves is right, and settlement counts for itself.
    const { pending, submitting, submitted, delivered, failed } = campaign.counts;
    await campaigns.updateOne(
      {
        _id: campaign._id,
        "counts.pending": pending,
        "counts.submitting": submitting,
        "counts.submitted": submitted,
        "counts.delivered": delivered,
        "counts.failed": failed,
      },
      { $set: { counts: counts as never } },
    );
  }
  await applyAllWaiting(core);
  for (const campaign of open) {
    if (campaign.endedAt !== null) await awaitReceipts(core, campaign, campaign.endedAt);
  }
}

/**
 * Sees to it that every campaign that waits for its moment has a job that will look: one instance's crash between the
 * approval and its job is another's to mend.
 */
export async function askForStarts(core: Core): Promise<void> {
  const { campaigns, jobs } = core.store;
  for (const campaign of await campaigns.find({ state: { $in: ["approved", "scheduled"] } })) {
    const { _id, startAt, version } = campaign;
    const waiting = { campaignId: _id, kind: "start", version, done: false } as const;
    if ((await jobs.findOne(waiting)) !== undefined) continue;
    await rearmJob(core, "start", _id, startAt ?? core.clock.now(), version);
  }
}

import { listEarlierAudiences } from "./audience/earlier-lists.ts";
import type { Core } from "./core.ts";
import { awaitReceipts } from "./delivery/finish.ts";
import { applyAllWaiting } from "./delivery/receipts.ts";
import { rearmJob } from "./jobs/jobs.ts";
import { recount } from "./settlement/settle.ts";

/**
 * Takes up what a stop or crash left between two steps: every step is keyed, so doing one again does nothing.
 * Live counts are counted anew, receipts that were stored but not applied are applied, and missing jobs are asked for.
 */
export async function resume(core: Core): Promise<void> {
  const { campaigns } = core.store;
  await listEarlierAudiences(core);
  for (const campaign of await campaigns.find({ state: { $in: ["approved", "scheduled"] } })) {
    const { startAt, version } = campaign;
    await rearmJob(core, "start", campaign._id, startAt ?? core.clock.now(), version);
  }
  const open = await campaigns.find({
    startedAt: { $gt: 0 },
    "settlement.stage": { $in: ["open", "counting", "provisional"] },
  });
  for (const campaign of open) {
    const counts = await recount(core, campaign);
    await campaigns.updateOne({ _id: campaign._id }, { $set: { counts: counts as never } });
  }
  await applyAllWaiting(core);
  for (const campaign of open) {
    if (campaign.endedAt !== null) await awaitReceipts(core, campaign, campaign.endedAt);
  }
}

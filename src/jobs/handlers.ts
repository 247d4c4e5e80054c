import type { Campaign } from "../campaign/campaign.ts";
import { askAgain } from "../campaign/drafts.ts";
import { startCampaign } from "../campaign/lifecycle.ts";
import type { Core } from "../core.ts";
import {
  purgeDetails,
  settleFinally,
  settleIfAllIn,
  settleProvisionally,
} from "../settlement/settle.ts";
import type { Job, JobHandlers } from "./jobs.ts";

/** What each kind of timed work does. A campaign that has moved on since the job was made is left alone. */
export const jobHandlers: JobHandlers = {
  start: async (core, job) => {
    const campaign = await campaignOf(core, job);
    if (campaign?.state !== "approved" && campaign?.state !== "scheduled") return;
    const merchant = await core.store.merchants.findOne({ _id: campaign.merchantId });
    if (merchant !== undefined) await startCampaign(core, campaign, merchant);
  },
  expire: async (core, job) => {
    const campaign = await campaignOf(core, job);
    if (campaign?.state === "awaiting_approval") await askAgain(core, campaign, "expired");
  },
  provisional: async (core, job) => {
    const campaign = await campaignOf(core, job);
    return campaign && settleProvisionally(core, campaign, job.progress ?? undefined);
  },
  final: async (core, job) => {
    const campaign = await campaignOf(core, job);
    return campaign && settleFinally(core, campaign, job.progress ?? undefined);
  },
  complete: async (core, job) => {
    const campaign = await campaignOf(core, job);
    return campaign && settleIfAllIn(core, campaign, job.progress ?? undefined);
  },
  purge: async (core, job) => {
    const campaign = await campaignOf(core, job);
    if (campaign !== undefined) await purgeDetails(core, campaign);
  },
};

async function campaignOf(core: Core, job: Job): Promise<Campaign | undefined> {
  const campaign = await core.store.campaigns.findOne({ _id: job.campaignId });
  return job.version === null || campaign?.version === job.version ? campaign : undefined;
}

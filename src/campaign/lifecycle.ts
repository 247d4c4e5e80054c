import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import { awaitReceipts } from "../delivery/finish.ts";
import { reopenLanes } from "../delivery/lane-lease.ts";
import { rearmJob, scheduleJob } from "../jobs/jobs.ts";
import { type Merchant, settingsOf } from "../merchant/merchant.ts";
import { reviewPlan } from "../review/plan-review.ts";
import { releaseQuota } from "../settlement/quota.ts";
import { type Actor, SYSTEM } from "./audit.ts";
import type { Campaign } from "./campaign.ts";
import { askAgain } from "./drafts.ts";
import { move } from "./move.ts";
import { plannedStart } from "./plan.ts";
import { isBlocked } from "./risks.ts";

/**
 * Starts an approved campaign whose moment has come, or waits for its window to open. What was approved is looked at
 * again: too late after an outage, or a text that its providers would block by now, asks for a fresh approval instead
 * of going out.
 */
export async function startCampaign(
  core: Core,
  campaign: Campaign,
  merchant: Merchant,
): Promise<void> {
  const { plan, startAt, version } = campaign;
  if (plan === null || startAt === null) return;
  const now = core.clock.now();
  const opening = plannedStart(now, merchant, startAt);
  // One that was to go at a time of its own is late as well when its window opens too late for it.
  const begins = campaign.sendAt === null ? now : opening;
  if (begins > startAt + core.timings.startGrace) {
    await askAgain(core, campaign, "late");
    return;
  }
  if (opening > now) {
    await move(core, campaign, "schedule", SYSTEM, { version, set: { startAt: opening } });
    // The very job that looks now: its end must not count as the end of the next look.
    await rearmJob(core, "start", campaign._id, opening, version);
    await refreshCampaign(core, campaign._id);
    return;
  }
  if (isBlocked(await reviewPlan(core, merchant, plan, now))) {
    await askAgain(core, campaign, "policy");
    return;
  }
  const started = await move(core, campaign, "start", SYSTEM, { version, set: { startedAt: now } });
  if (started === undefined) return;
  core.lanes.ring();
  await refreshCampaign(core, campaign._id);
}

/** Stops a campaign between batches. Undefined when it is not being sent. */
export async function pauseCampaign(
  core: Core,
  campaign: Campaign,
  actor: Actor & { readonly kind: "member" },
): Promise<Campaign | undefined> {
  const paused = await move(core, campaign, "pause", actor, {
    set: { pause: { kind: "member", name: actor.name } },
  });
  if (paused !== undefined) await refreshCampaign(core, campaign._id);
  return paused;
}

/** Goes on with a paused campaign; lanes that stood still for the account's sake are tried again. */
export async function resumeCampaign(
  core: Core,
  campaign: Campaign,
  actor: Actor,
): Promise<Campaign | undefined> {
  const resumed = await move(core, campaign, "resume", actor, { set: { pause: null } });
  if (resumed === undefined) return undefined;
  await reopenLanes(core, resumed.plan?.eligible ?? []);
  await refreshCampaign(core, campaign._id);
  core.lanes.ring();
  return resumed;
}

/**
 * Cancels a campaign. Whoever has gone has gone: their receipts are waited for and settled; nobody else is sent,
 * and nothing of them is charged.
 */
export async function cancelCampaign(
  core: Core,
  campaign: Campaign,
  actor: Actor & { readonly kind: "member" },
): Promise<Campaign | undefined> {
  const begun = campaign.startedAt !== null;
  const now = core.clock.now();
  const cancelled = await move(core, campaign, "cancel", actor, {
    version: campaign.version,
    set: {
      cancelledBy: actor.name,
      pause: null,
      ...(begun ? { endedAt: now, "settlement.stage": "counting" } : {}),
    },
  });
  if (cancelled === undefined) return undefined;
  // It may have begun since it was read: then what has gone is settled all the same.
  if (cancelled.startedAt !== null) {
    if (!begun) {
      await core.store.campaigns.updateOne(
        { _id: campaign._id },
        { $set: { endedAt: now, "settlement.stage": "counting" } },
      );
    }
    await awaitReceipts(core, cancelled, now);
  } else {
    await releaseQuota(core, campaign);
    // Nothing of it is settled: its list of people goes as long after its end as others' do.
    const merchant = await core.store.merchants.findOne({ _id: campaign.merchantId });
    const days = merchant === undefined ? 0 : settingsOf(merchant).detailDays;
    await scheduleJob(core, "purge", campaign._id, now + days * core.timings.day);
    await refreshCampaign(core, campaign._id);
  }
  return cancelled;
}

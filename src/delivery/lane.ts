import type { Campaign } from "../campaign/campaign.ts";
import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import { commonHours, nextOpening } from "../local-time.ts";
import type { Merchant } from "../merchant/merchant.ts";
import { finishIfSent } from "./finish.ts";
import { leaveLane, stopLane, takeLane } from "./lane-lease.ts";
import { Pace } from "./pace.ts";
import type { Provider, SubmitRefused } from "./provider.ts";
import { recoverLane } from "./recover-lane.ts";
import { leaveCampaign } from "./reroute.ts";
import { pauseIfStranded } from "./stranded.ts";
import { submitBatch } from "./submit-batch.ts";

/** How long an idle lane sleeps before it looks by itself; rung, it looks at once. */
const IDLE = 1_000;
const BACK_OFF_FIRST = 500;
const BACK_OFF_MOST = 30_000;
/** Calls in a row that did not get through before pending recipients go elsewhere. */
const UNHEALTHY_AFTER = 4;

/**
 * Drives one provider's lane until the signal: takes the lease, hands out batches of the campaigns being sent at the
 * provider's pace, and stands still outside the hours. What is in flight when the signal comes is stored first.
 */
export async function runLane(core: Core, provider: Provider, signal: AbortSignal): Promise<void> {
  const pace = new Pace(core.clock, provider.limits.ratePerSecond);
  let failures = 0;
  while (!signal.aborted) {
    try {
      const held = await takeLane(core, provider.id);
      if (held === undefined) {
        await core.lanes.wait(core.timings.lease / 3, signal);
        continue;
      }
      if (held.fresh) await recoverLane(core, provider);
      if (held.lane.stopped !== null) {
        await core.lanes.wait(IDLE, signal);
        continue;
      }
      const refusal = await sendRound(core, provider, pace, signal);
      if (refusal === undefined) {
        failures = 0;
        continue;
      }
      failures += refusal.code === "unavailable" ? 1 : 0;
      await refused(core, provider, refusal, failures, signal);
    } catch (error) {
      core.log.error({ err: error, provider: provider.id }, "a lane stumbled and goes on");
      await core.clock.sleep(BACK_OFF_FIRST, signal);
    }
  }
  await leaveLane(core, provider.id).catch(() => undefined);
}

/** One batch of each campaign in this lane. Sleeps when there was nothing to do. Returns the refusal that ended it. */
async function sendRound(
  core: Core,
  provider: Provider,
  pace: Pace,
  signal: AbortSignal,
): Promise<SubmitRefused | undefined> {
  const campaigns = await core.store.campaigns.find(
    { state: "sending", lanes: provider.id },
    { sort: { startedAt: 1 } },
  );
  let busy = false;
  for (const campaign of campaigns) {
    if (signal.aborted) return undefined;
    const merchant = await core.store.merchants.findOne({ _id: campaign.merchantId });
    if (merchant === undefined || !isOpen(core, provider, merchant, campaign)) continue;
    const most = pace.available(provider.limits.batchSize);
    if (most === 0) {
      await core.clock.sleep(pace.wait(), signal);
      return undefined;
    }
    const outcome = await submitBatch(core, provider, campaign, merchant, most, signal);
    switch (outcome.kind) {
      case "empty":
        await finishIfSent(core, campaign);
        await pauseIfStranded(core, campaign);
        continue;
      case "refused":
        return outcome.refusal;
      case "unknown":
        core.log.warn(
          {
            provider: provider.id,
            campaign: campaign._id,
            recipients: outcome.recipients,
            detail: outcome.detail,
          },
          "a call broke off; what it did is unknown and its recipients wait for receipts",
        );
        break;
      case "sent":
        break;
    }
    busy = true;
    pace.take(outcome.recipients);
    await refreshCampaign(core, campaign._id);
  }
  if (!busy) await core.lanes.wait(IDLE, signal);
  return undefined;
}

/** Marketing goes out only inside the strictest of the merchant's window and the provider's hours. */
function isOpen(core: Core, provider: Provider, merchant: Merchant, campaign: Campaign): boolean {
  const { plan } = campaign;
  if (plan === null) return false;
  const hours = commonHours([{ from: plan.windowFrom, to: plan.windowTo }, provider.limits.hours]);
  const now = core.clock.now();
  return hours !== undefined && nextOpening(now, merchant.timeZone, hours) === now;
}

async function refused(
  core: Core,
  provider: Provider,
  refusal: SubmitRefused,
  failures: number,
  signal: AbortSignal,
): Promise<void> {
  const { code, message, providerCode } = refusal;
  core.log.warn(
    { provider: provider.id, code, providerCode, reason: message },
    "a provider refused a batch",
  );
  const backOff = Math.min(BACK_OFF_MOST, BACK_OFF_FIRST * 2 ** failures);
  switch (code) {
    case "throttled":
      await core.clock.sleep(refusal.retryAfterMs ?? backOff, signal);
      return;
    case "unavailable":
      if (failures >= UNHEALTHY_AFTER) await leaveAll(core, provider, undefined);
      await core.clock.sleep(refusal.retryAfterMs ?? backOff, signal);
      return;
    case "account": {
      const at = core.clock.now();
      await stopLane(core, provider.id, { message, code: providerCode ?? null, at });
      await leaveAll(core, provider, message);
    }
  }
}

/** The lane is of no use for now: campaigns go on through their others, or pause and say why. */
async function leaveAll(
  core: Core,
  provider: Provider,
  account: string | undefined,
): Promise<void> {
  const campaigns = await core.store.campaigns.find({ state: "sending", lanes: provider.id });
  for (const campaign of campaigns) await leaveCampaign(core, provider, campaign, account);
}

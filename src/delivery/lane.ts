import type { Campaign } from "../campaign/campaign.ts";
import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import { commonHours, nextOpening } from "../local-time.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { Ear } from "../wake.ts";
import { canaryRoom } from "./canary-gate.ts";
import { PROBE } from "./circuit.ts";
import { finishIfSent } from "./finish.ts";
import { LaneCircuit } from "./lane-circuit.ts";
import { leaveLane, stopLane, takeLane } from "./lane-lease.ts";
import { Pace } from "./pace.ts";
import type { Provider, SubmitRefused } from "./provider.ts";
import { recoverLane } from "./recover-lane.ts";
import { borrow, leaveCampaign } from "./reroute.ts";
import { pauseIfStranded } from "./stranded.ts";
import { type BatchOutcome, submitBatch } from "./submit-batch.ts";

/** How long an idle lane sleeps before it looks by itself; rung, it looks at once. */
const IDLE = 1_000;
const BACK_OFF_FIRST = 500;
const BACK_OFF_MOST = 30_000;

/** What a lane's owner keeps in mind. */
interface Lane {
  readonly core: Core;
  readonly provider: Provider;
  readonly pace: Pace;
  readonly circuit: LaneCircuit;
  readonly signal: AbortSignal;
  readonly bell: Ear;
  /** Refusals in a row. */
  refusals: number;
}

/**
 * Drives one provider's lane until the signal: takes the lease, hands out batches of the campaigns being sent at the
 * provider's pace, and stands still outside the hours. What is in flight when the signal comes is stored first.
 */
export async function runLane(core: Core, provider: Provider, signal: AbortSignal): Promise<void> {
  const pace = new Pace(core.clock, provider.limits.ratePerSecond);
  const circuit = new LaneCircuit(core, provider);
  const bell = core.lanes.ear();
  const lane: Lane = { core, provider, pace, circuit, signal, bell, refusals: 0 };
  while (!signal.aborted) {
    try {
      await look(lane);
    } catch (error) {
      core.log.error({ err: error, provider: provider.id }, "a lane stumbled and goes on");
      await core.clock.sleep(BACK_OFF_FIRST, signal);
    }
  }
  await leaveLane(core, provider.id).catch(() => undefined);
}

/** One look at what there is to do, by whoever holds the lease. */
async function look(lane: Lane): Promise<void> {
  const { core, provider, circuit, signal, bell } = lane;
  const held = await takeLane(core, provider.id);
  if (held === undefined) {
    await bell.wait(core.timings.lease / 3, signal);
    return;
  }
  if (held.fresh) {
    circuit.load(held.lane);
    await recoverLane(core, provider);
  }
  if (held.lane.stopped !== null) {
    await bell.wait(IDLE, signal);
    return;
  }
  const admitted = circuit.admits();
  if (admitted === "none") {
    await circuit.standAside();
    await bell.wait(IDLE, signal);
    return;
  }
  if (admitted === "probe") {
    // Asked first, it may say that it is down without costing anyone their text.
    if (!(await isWell(provider))) {
      await circuit.heard({ reached: false, people: 0, lost: 0 });
      return;
    }
    await borrow(core, provider, PROBE);
  }
  const refusal = await sendRound(lane, admitted === "probe" ? PROBE : Number.POSITIVE_INFINITY);
  if (refusal === undefined) lane.refusals = 0;
  else await refused(lane, refusal);
}

/**
 * One batch of each campaign in this lane, or a single one of at most `most` people. Sleeps when there was nothing to
 * do. Returns the refusal that ended it.
 */
async function sendRound(lane: Lane, most: number): Promise<SubmitRefused | undefined> {
  const { core, provider, pace, signal, bell } = lane;
  const campaigns = await core.store.campaigns.find(
    { state: "sending", lanes: provider.id },
    { sort: { startedAt: 1 } },
  );
  let busy = false;
  for (const campaign of campaigns) {
    if (signal.aborted) return undefined;
    const merchant = await core.store.merchants.findOne({ _id: campaign.merchantId });
    if (merchant === undefined) continue;
    const room = await canaryRoom(core, provider, campaign, merchant);
    if (room === 0 || !isOpen(core, provider, merchant, campaign)) continue;
    const allowed = pace.available(Math.min(most, room, provider.limits.batchSize));
    if (allowed === 0) {
      await core.clock.sleep(pace.wait(), signal);
      return undefined;
    }
    const choice = room === Number.POSITIVE_INFINITY ? "in_order" : "all_over";
    const outcome = await submitBatch(core, provider, campaign, merchant, allowed, signal, choice);
    if (outcome.kind === "empty") {
      await finishIfSent(core, campaign);
      await pauseIfStranded(core, campaign);
      continue;
    }
    if (outcome.kind === "refused") return outcome.refusal;
    busy = true;
    pace.take(outcome.recipients);
    await noteOutcome(lane, campaign, outcome);
    if (most !== Number.POSITIVE_INFINITY) return undefined;
  }
  if (!busy) await bell.wait(IDLE, signal);
  return undefined;
}

async function noteOutcome(
  { core, provider, circuit }: Lane,
  campaign: Campaign,
  outcome: BatchOutcome & { readonly kind: "sent" | "unknown" },
): Promise<void> {
  const { recipients: people } = outcome;
  if (outcome.kind === "unknown") {
    core.log.warn(
      {
        provider: provider.id,
        campaign: campaign._id,
        recipients: people,
        detail: outcome.detail,
      },
      "a call broke off; what it did is unknown and its recipients wait for receipts",
    );
  }
  // With everyone left out at the last moment there was no call.
  if (people > 0) {
    const lost = outcome.kind === "unknown" ? people : outcome.uncertain;
    await circuit.heard({ reached: true, people, lost });
  }
  await refreshCampaign(core, campaign._id);
}

/** Marketing goes out only inside the strictest of the merchant's window and the provider's hours. */
function isOpen(core: Core, provider: Provider, merchant: Merchant, campaign: Campaign): boolean {
  const { plan } = campaign;
  if (plan === null) return false;
  const hours = commonHours([{ from: plan.windowFrom, to: plan.windowTo }, provider.limits.hours]);
  const now = core.clock.now();
  return hours !== undefined && nextOpening(now, merchant.timeZone, hours) === now;
}

async function isWell(provider: Provider): Promise<boolean> {
  try {
    return (await provider.health()).ok;
  } catch {
    return false;
  }
}

async function refused(lane: Lane, refusal: SubmitRefused): Promise<void> {
  const { core, provider, pace, circuit, signal } = lane;
  const { code, message, providerCode } = refusal;
  core.log.warn(
    { provider: provider.id, code, providerCode, reason: message },
    "a provider refused a batch",
  );
  const backOff = Math.min(BACK_OFF_MOST, BACK_OFF_FIRST * 2 ** lane.refusals);
  lane.refusals += 1;
  switch (code) {
    case "throttled":
      pace.throttled();
      await circuit.heard({ reached: true, people: 0, lost: 0 });
      await core.clock.sleep(refusal.retryAfterMs ?? backOff, signal);
      return;
    case "unavailable":
      await circuit.heard({ reached: false, people: 0, lost: 0 });
      // An open circuit says itself when it is tried again.
      if (circuit.admits() === "all")
        await core.clock.sleep(refusal.retryAfterMs ?? backOff, signal);
      return;
    case "account": {
      const at = core.clock.now();
      await stopLane(core, provider.id, { message, code: providerCode ?? null, at });
      const campaigns = await core.store.campaigns.find({ state: "sending", lanes: provider.id });
      for (const campaign of campaigns) await leaveCampaign(core, provider, campaign, message);
    }
  }
}

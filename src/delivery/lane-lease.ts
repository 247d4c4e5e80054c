import type { Core } from "../core.ts";
import type { ProviderId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";

/** Who drives a provider's lane, and whether it may be driven. */
export interface LaneDoc extends Doc {
  readonly _id: ProviderId;
  readonly owner: string | null;
  readonly leaseUntil: number;
  /** Grows with each new owner. */
  readonly fence: number;
  /** Set when the provider refused the account: the lane stands still until a member resumes. */
  readonly stopped: {
    readonly message: string;
    readonly code: string | null;
    readonly at: number;
  } | null;
  /** Set while the provider's circuit is open: see `circuit.ts`. */
  readonly circuit?: {
    readonly since: number;
    readonly until: number;
    readonly backOff: number;
    readonly why: "unreachable" | "losing";
  } | null;
}

/**
 * Takes or renews the lease of a lane. Undefined when another instance has it.
 * `fresh` when this instance did not have it just now: whatever the last owner left half done is to be looked at.
 */
export async function takeLane(
  core: Core,
  provider: ProviderId,
): Promise<{ readonly lane: LaneDoc; readonly fresh: boolean } | undefined> {
  const now = core.clock.now();
  const leaseUntil = now + core.timings.lease;
  const renewed = await core.store.lanes.findOneAndUpdate(
    { _id: provider, owner: core.instance, leaseUntil: { $gt: now } },
    { $set: { leaseUntil } },
  );
  if (renewed !== undefined) return { lane: renewed, fresh: false };
  await core.store.lanes.upsertOne(
    { _id: provider },
    { $setOnInsert: { owner: null, leaseUntil: 0, fence: 0, stopped: null } },
  );
  const taken = await core.store.lanes.findOneAndUpdate(
    { _id: provider, leaseUntil: { $lte: now } },
    { $set: { owner: core.instance, leaseUntil }, $inc: { fence: 1 } },
  );
  return taken === undefined ? undefined : { lane: taken, fresh: true };
}

/** Gives the lane up, so that another instance need not wait for the lease to run out. */
export async function leaveLane(core: Core, provider: ProviderId): Promise<void> {
  await core.store.lanes.updateOne(
    { _id: provider, owner: core.instance },
    { $set: { owner: null, leaseUntil: 0 } },
  );
}

export async function stopLane(
  core: Core,
  provider: ProviderId,
  stopped: NonNullable<LaneDoc["stopped"]>,
): Promise<void> {
  await core.store.lanes.updateOne({ _id: provider }, { $set: { stopped } });
}

/** Lets stopped lanes be driven again: someone says that the account is mended. */
export async function reopenLanes(core: Core, providers: readonly ProviderId[]): Promise<void> {
  await core.store.lanes.updateMany({ _id: { $in: providers } }, { $set: { stopped: null } });
  core.lanes.ring();
}

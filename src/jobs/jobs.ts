import type { Core } from "../core.ts";
import type { CampaignId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";

/** Short, and someone waits for them: nothing that asks a provider about thousands may hold them up. */
export const PROMPT_KINDS = ["start", "expire"] as const;
/** The rest: they may fetch receipts, and count people one by one. */
export const PATIENT_KINDS = ["provisional", "final", "complete", "purge"] as const;

/** Timed work that belongs to a campaign. */
export const JOB_KINDS = [...PROMPT_KINDS, ...PATIENT_KINDS] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** One piece of timed work. Its id is deterministic, so that asking for it twice is asking once. */
export interface Job extends Doc {
  readonly kind: JobKind;
  readonly campaignId: CampaignId;
  /** Which version of the campaign it was made for; null when any. */
  readonly version: number | null;
  readonly dueAt: number;
  readonly done: boolean;
  readonly leaseUntil: number;
  readonly owner: string | null;
  readonly fence: number;
  readonly attempts: number;
  readonly lastError: string | null;
  /** Of a job that is done in pieces: where the next one begins. Null or missing: at the beginning. */
  readonly progress?: JobProgress | null;
}

/** How far a job has come that is done in pieces; what it says is its handler's own. */
export type JobProgress = Readonly<Record<string, string>>;

/** Asks for a job at a time. Asked again, it stays as it was, but for an earlier `dueAt`. */
export async function scheduleJob(
  core: Core,
  kind: JobKind,
  campaignId: CampaignId,
  dueAt: number,
  version: number | null = null,
): Promise<void> {
  const _id = jobId(kind, campaignId, version);
  const fresh = { kind, campaignId, version, owner: null, attempts: 0, lastError: null };
  const { inserted } = await core.store.jobs.upsertOne(
    { _id },
    { $min: { dueAt }, $setOnInsert: { ...fresh, done: false, leaseUntil: 0, fence: 0 } },
  );
  if (inserted || dueAt <= core.clock.now()) core.jobs.ring();
}

/**
 * Asks for a job that looks at how things stand, at `dueAt` (now, unless said), even if it ran before or runs at this moment:
 * that run may have looked too early, so its end must not count as the end of this one.
 */
export async function rearmJob(
  core: Core,
  kind: JobKind,
  campaignId: CampaignId,
  dueAt: number = core.clock.now(),
  version: number | null = null,
): Promise<void> {
  const fresh = { kind, campaignId, version, owner: null, attempts: 0, lastError: null };
  await core.store.jobs.upsertOne(
    { _id: jobId(kind, campaignId, version) },
    {
      $set: { done: false, leaseUntil: 0, dueAt, progress: null },
      $inc: { fence: 1 },
      $setOnInsert: fresh,
    },
  );
  if (dueAt <= core.clock.now()) core.jobs.ring();
}

function jobId(kind: JobKind, campaignId: CampaignId, version: number | null): string {
  return [kind, campaignId, version].filter((part) => part !== null).join(":");
}

/**
 * What a kind of job does. It may run again after a crash: every step it takes must bear that. A long one does a piece and
 * says how far it came: it goes on from there, after others that are due.
 */
export type JobHandlers = {
  readonly [K in JobKind]: (core: Core, job: Job) => Promise<JobProgress | undefined>;
};

/** A job is held for so many of the usual leases, and renewed with each. */
const LEASES = 4;
const RETRY_FIRST = 1_000;
const RETRY_MOST = 60_000;

/**
 * Runs every job of some kinds that is due, one after another, each under a lease so that one instance does it.
 * A job that throws is tried again with growing delay and is never dropped. Begins nothing more when `signal` says stop.
 * Returns how many ran, a job in pieces once for each.
 */
export async function runDueJobs(
  core: Core,
  handlers: JobHandlers,
  kinds: readonly JobKind[] = JOB_KINDS,
  signal?: AbortSignal,
): Promise<number> {
  for (let ran = 0; ; ran += 1) {
    if (signal?.aborted) return ran;
    const now = core.clock.now();
    const job = await core.store.jobs.findOneAndUpdate(
      { done: false, dueAt: { $lte: now }, leaseUntil: { $lte: now }, kind: { $in: kinds } },
      {
        $set: { leaseUntil: now + core.timings.lease * LEASES, owner: core.instance },
        $inc: { fence: 1, attempts: 1 },
      },
      { sort: { dueAt: 1 } },
    );
    if (job === undefined) return ran;
    try {
      const progress = await underLease(core, job, () => handlers[job.kind](core, job));
      const next =
        progress === undefined
          ? { done: true, progress: null }
          : { dueAt: core.clock.now(), attempts: 0, progress };
      await core.store.jobs.updateOne(
        { _id: job._id, fence: job.fence },
        { $set: { ...next, leaseUntil: 0, lastError: null } },
      );
    } catch (error) {
      core.log.error(
        { err: error, job: job._id, attempts: job.attempts },
        "a job failed and will be tried again",
      );
      const delay = Math.min(RETRY_MOST, RETRY_FIRST * 2 ** Math.min(job.attempts, 6));
      await core.store.jobs.updateOne(
        { _id: job._id, fence: job.fence },
        { $set: { leaseUntil: now + delay, lastError: String((error as Error).message) } },
      );
    }
  }
}

/** A settlement that fetches thousands of receipts outlives its lease: renewed while it runs, it is nobody else's. */
async function underLease<T>(core: Core, job: Job, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const kept = keepLease(core, job, over.signal);
  try {
    return await work();
  } finally {
    // Before anything is written of how it ended: a renewal after that would hold up the next try.
    over.abort();
    await kept;
  }
}

async function keepLease(core: Core, job: Job, signal: AbortSignal): Promise<void> {
  for (;;) {
    await core.clock.sleep(core.timings.lease, signal);
    if (signal.aborted) return;
    const leaseUntil = core.clock.now() + core.timings.lease * LEASES;
    await core.store.jobs
      .updateOne({ _id: job._id, fence: job.fence, done: false }, { $set: { leaseUntil } })
      .catch((error: unknown) =>
        core.log.warn({ err: error, job: job._id }, "a job's lease could not be renewed"),
      );
  }
}

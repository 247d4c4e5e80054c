import type { Core } from "./core.ts";

const DAY = 24 * 3_600_000;

/** Deletes what is of no use any more: spent codes, old claims, days that no frequency cap looks at, jobs long done. */
export async function sweep(core: Core): Promise<void> {
  const now = core.clock.now();
  await core.store.linkCodes.deleteMany({ expiresAt: { $lt: now - DAY } });
  await core.store.claims.deleteMany({ at: { $lt: now - 2 * DAY } });
  await core.store.contacts.deleteMany({ at: { $lt: now - 3 * DAY } });
  await core.store.jobs.deleteMany({ done: true, dueAt: { $lt: now - 7 * DAY } });
}

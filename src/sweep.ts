import { sweepLists } from "./audience/sweep-lists.ts";
import type { Core } from "./core.ts";
import { FREQUENCY_DAYS_MOST } from "./merchant/merchant.ts";
import { findCandidates } from "./review/candidates.ts";
import { forgetOldExperience } from "./review/experience.ts";
import { forgetOldChecks } from "./review/stored-check.ts";
import { checkLedger } from "./settlement/check-ledger.ts";
import { sweepBalances } from "./settlement/low-balance.ts";
import { endOldTests } from "./test-send/test-receipts.ts";

const DAY = 24 * 3_600_000;

/** Deletes what is of no use any more: spent codes, old claims, days that no frequency cap looks at, jobs long done,
 * the rows of deleted lists; and learns from what receipts told. */
export async function sweep(core: Core): Promise<void> {
  const now = core.clock.now();
  await core.store.linkCodes.deleteMany({ expiresAt: { $lt: now - DAY } });
  await core.store.claims.deleteMany({ at: { $lt: now - 2 * DAY } });
  await sweepLists(core);
  await core.store.contacts.deleteMany({ at: { $lt: now - (FREQUENCY_DAYS_MOST + 2) * DAY } });
  await forgetOldChecks(core);
  await forgetOldExperience(core);
  await endOldTests(core);
  await core.store.numberClaims.deleteMany({ expiresAt: { $lt: now } });
  await sweepBalances(core);
  for (const fault of await checkLedger(core)) {
    core.log.error(fault, "a quota and its history don't add up; nothing was changed");
  }
  const candidates = await findCandidates(core);
  if (candidates > 0) {
    core.log.info({ candidates }, "phrases that are blocked without a rule: see /sms candidates");
  }
  await core.store.jobs.deleteMany({ done: true, dueAt: { $lt: now - 7 * DAY } });
}

import type { Core } from "../core.ts";
import type { AudienceId, Phone } from "../ids.ts";

/** The most lists one campaign leaves out: each costs a look-up for every batch of its audience. */
export const EXCLUDED_LISTS_MOST = 5;

/** Rows looked at at once: a list may hold one number any number of times. */
const BATCH = 500;

/** Which of these numbers stand in one of the lists. Looks up an index, list by list, in bounded memory. */
export async function findListed(
  core: Core,
  lists: readonly AudienceId[],
  phones: readonly Phone[],
): Promise<Set<Phone>> {
  const found = new Set<Phone>();
  for (const audienceId of lists) {
    const open = phones.filter((phone) => !found.has(phone));
    if (open.length === 0) break;
    const rows = core.store.audienceRows.stream(
      { audienceId, phone: { $in: open } },
      { sort: { phone: 1 }, batchSize: BATCH },
    );
    for await (const { phone } of rows) if (phone !== null) found.add(phone);
  }
  return found;
}

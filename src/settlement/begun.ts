import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { Filter } from "../store/collection.ts";

/** Campaigns that have begun to be sent and whose books are open: a receipt still moves their people. */
export function findBegun(core: Core, which: Filter = {}): Promise<Campaign[]> {
  return core.store.campaigns.find({
    ...which,
    startedAt: { $gt: 0 },
    "settlement.stage": { $in: ["open", "counting", "provisional"] },
  });
}

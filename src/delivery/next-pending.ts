import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { ProviderId } from "../ids.ts";
import type { Recipient } from "./recipient.ts";

/** From so many places of the list a batch of a first share is taken at most. */
const PLACES = 20;

/** How the next people are chosen: as the list has them, or, for a first share, from all over it. */
export type Choice = "in_order" | "all_over";

/**
 * The next pending people of a campaign in a lane, at most so many. A list is often sorted by what matters (a branch,
 * the date of joining): a first share from its beginning alone would not show how the rest will fare.
 */
export async function nextPending(
  core: Core,
  campaign: Campaign,
  provider: ProviderId,
  most: number,
  choice: Choice,
): Promise<readonly Recipient[]> {
  const from = (line: number, limit: number) =>
    core.store.recipients.find(
      { campaignId: campaign._id, state: "pending", provider, line: { $gte: line } },
      { sort: { line: 1 }, limit },
    );
  if (choice === "in_order") return from(1, most);
  const places = Math.min(PLACES, most);
  const each = Math.ceil(most / places);
  const step = campaign.counts.audience / places;
  const found = await Promise.all(
    Array.from({ length: places }, (_, place) => from(1 + Math.floor(place * step), each)),
  );
  const once = new Map(found.flat().map((recipient) => [recipient._id, recipient]));
  return [...once.values()].slice(0, most);
}

import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { Recipient } from "../delivery/recipient.ts";

/** One page of the people a campaign failed, by line of the audience. */
export function failedPage(
  core: Core,
  campaign: Campaign,
  page: number,
  size: number,
): Promise<Recipient[]> {
  return core.store.recipients.find(
    { campaignId: campaign._id, state: "failed" },
    { sort: { line: 1 }, skip: page * size, limit: size },
  );
}

/** Everyone a campaign failed, streaming. */
export function failedRecipients(core: Core, campaign: Campaign): AsyncIterable<Recipient> {
  return core.store.recipients.stream(
    { campaignId: campaign._id, state: "failed" },
    { sort: { line: 1 } },
  );
}

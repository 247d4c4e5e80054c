import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { Recipient } from "./recipient.ts";

/** Which recipients of a campaign: those in a state, perhaps for one reason. */
export type RecipientsIn = Pick<Recipient, "state"> & Partial<Pick<Recipient, "exclusion">>;

/** Some of a campaign's recipients, by line of the audience. */
export interface RecipientList {
  count(): Promise<number>;
  /** The `page`th of so many, from 0. */
  page(page: number, size: number): Promise<Recipient[]>;
  /** All, streaming. */
  all(): AsyncIterable<Recipient>;
}

export function recipientList(
  core: Core,
  campaign: Pick<Campaign, "_id">,
  which: RecipientsIn,
): RecipientList {
  const { recipients } = core.store;
  const filter = { campaignId: campaign._id, ...which };
  const sort = { line: 1 } as const;
  return {
    count: () => recipients.count(filter),
    page: (page, size) => recipients.find(filter, { sort, skip: page * size, limit: size }),
    all: () => recipients.stream(filter, { sort }),
  };
}

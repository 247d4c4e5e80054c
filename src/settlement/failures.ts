import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { Recipient } from "../delivery/recipient.ts";
import { recipientList } from "../delivery/recipient-list.ts";

/** Everyone a campaign failed, streaming. */
export function failedRecipients(core: Core, campaign: Campaign): AsyncIterable<Recipient> {
  return recipientList(core, campaign, { state: "failed" }).all();
}

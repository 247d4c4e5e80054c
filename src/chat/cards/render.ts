import type { Core } from "../../core.ts";
import type { ProviderId } from "../../ids.ts";
import type { Card } from "../card.ts";
import type { LiveMessage } from "../live-message.ts";
import { campaignCard } from "./campaign-card.ts";
import { canaryCard } from "./canary-card.ts";
import { lowBalanceCard } from "./low-balance-card.ts";
import { summaryCard } from "./summary-card.ts";
import { testCard } from "./test-card.ts";
import { viewCampaign } from "./view.ts";

/** Renders what a live message shows, as things stand now, in the merchant's language. */
export async function renderMessage(core: Core, message: LiveMessage): Promise<Card | undefined> {
  const campaign = await core.store.campaigns.findOne({ _id: message.campaignId });
  const merchant = await core.store.merchants.findOne({ _id: message.merchantId });
  if (campaign === undefined || merchant === undefined) return undefined;
  const view = await viewCampaign(core, merchant, campaign, merchant.locale);
  switch (message.kind) {
    case "campaign":
      return campaignCard(view);
    case "canary":
      return canaryCard(view, (message.about ?? "") as ProviderId);
    case "test": {
      const test = await core.store.testSends.findOne({ _id: message.about ?? "" });
      return test === undefined ? undefined : testCard(view, test);
    }
    case "low_balance":
      return lowBalanceCard(view);
    case "provisional":
    case "final":
      return summaryCard(view, message.kind);
  }
}

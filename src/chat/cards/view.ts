import { namesOfLists } from "../../audience/lists.ts";
import type { Campaign } from "../../campaign/campaign.ts";
import type { Core } from "../../core.ts";
import type { ProviderId } from "../../ids.ts";
import type { Locale } from "../../locale/locale.ts";
import type { Merchant } from "../../merchant/merchant.ts";
import type { PolicyReport } from "../../policy/finding.ts";
import { reviewDraft } from "../../review/draft-review.ts";
import { tidyCounts } from "../../settlement/counts.ts";
import { readQuota } from "../../settlement/quota.ts";

/** Everything a campaign's card or summary is rendered from, read at one moment. */
export interface CampaignView {
  readonly campaign: Campaign;
  readonly merchant: Merchant;
  readonly locale: Locale;
  readonly free: number;
  readonly now: number;
  readonly providerName: (id: string) => string;
  /** What policy says of the text: as planned, or of a draft as it stands. */
  readonly report: PolicyReport | undefined;
  /** The names of the lists whose numbers are left out. */
  readonly leftOut: readonly string[];
}

export function providerNames(core: Core): (id: string) => string {
  return (id) => core.providers.get(id as ProviderId)?.name ?? id;
}

export async function viewCampaign(
  core: Core,
  merchant: Merchant,
  campaign: Campaign,
  locale: Locale,
): Promise<CampaignView> {
  const quota = await readQuota(core, merchant._id);
  return {
    campaign: { ...campaign, counts: tidyCounts(campaign.counts) },
    merchant,
    locale,
    free: quota.free,
    now: core.clock.now(),
    providerName: providerNames(core),
    report: await reportOf(core, merchant, campaign, locale),
    leftOut: await namesOfLists(core, campaign.excludedLists ?? []),
  };
}

async function reportOf(
  core: Core,
  merchant: Merchant,
  campaign: Campaign,
  locale: Locale,
): Promise<PolicyReport | undefined> {
  if (campaign.plan !== null) return campaign.plan.report;
  if (campaign.state !== "draft" && campaign.state !== "rejected") return undefined;
  const { text, sendAt } = campaign;
  return (await reviewDraft(core, { ...merchant, locale }, text, sendAt)).report;
}

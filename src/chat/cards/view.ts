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
  /** Its providers that can't be used for now, while it is being sent. */
  readonly troubles: readonly LaneTrouble[];
  /** What policy says of the text: as planned, or of a draft as it stands. */
  readonly report: PolicyReport | undefined;
}

/** Why a provider takes nobody for now. */
export interface LaneTrouble {
  readonly provider: ProviderId;
  readonly since: number;
  /** What the provider said of the account; undefined when it can't be reached, or loses what it is handed. */
  readonly account: string | undefined;
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
    troubles: await troublesOf(core, campaign),
    report: await reportOf(core, merchant, campaign, locale),
  };
}

async function troublesOf(core: Core, { state, plan }: Campaign): Promise<LaneTrouble[]> {
  if (plan === null || (state !== "sending" && state !== "paused")) return [];
  const lanes = await core.store.lanes.find({ _id: { $in: plan.eligible } });
  return lanes.flatMap(({ _id: provider, stopped, circuit }): LaneTrouble[] => {
    if (stopped !== null) return [{ provider, since: stopped.at, account: stopped.message }];
    return circuit == null ? [] : [{ provider, since: circuit.since, account: undefined }];
  });
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

import type { SavedAudience } from "../../audience/audience.ts";
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
  /** Its providers that can't be used for now, while it is being sent. */
  readonly troubles: readonly LaneTrouble[];
  /** What policy says of the text: as planned, or of a draft as it stands. */
  readonly report: PolicyReport | undefined;
  /** The same of the second text, where there is one. */
  readonly secondReport: PolicyReport | undefined;
  /** Its list, as long as it can be changed. */
  readonly audience: SavedAudience | undefined;
  /** The names of the lists whose numbers are left out. */
  readonly leftOut: readonly string[];
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
    ...(await aboutDraft(core, merchant, campaign, locale)),
    leftOut: await namesOfLists(core, campaign.excludedLists ?? []),
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

async function aboutDraft(
  core: Core,
  merchant: Merchant,
  campaign: Campaign,
  locale: Locale,
): Promise<Pick<CampaignView, "report" | "secondReport" | "audience">> {
  const { plan, state, text, split, sendAt } = campaign;
  if (plan !== null) {
    return { report: plan.report, secondReport: plan.second?.report, audience: undefined };
  }
  if (state !== "draft" && state !== "rejected") {
    return { report: undefined, secondReport: undefined, audience: undefined };
  }
  const reader = { ...merchant, locale };
  const first = await reviewDraft(core, reader, text, sendAt);
  const second = split === null ? undefined : await reviewDraft(core, reader, split.text, sendAt);
  const audience = await core.store.audiences.findOne({ _id: campaign.audienceId });
  return { report: first.report, secondReport: second?.report, audience };
}

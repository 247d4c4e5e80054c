import { blotVariables, parsePersonalText } from "../audience/personal-text.ts";
import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import { triedElsewhere } from "../delivery/first-try.ts";
import type { CampaignId, ProviderId } from "../ids.ts";
import type { Experience, Finding } from "../policy/finding.ts";
import type { Counts } from "../settlement/counts.ts";
import type { Doc } from "../store/collection.ts";
import { shareOf } from "./confidence.ts";
import { phraseKey } from "./phrase.ts";

/** What one campaign's receipts at one provider told of one phrase. */
export interface PhraseResult extends Doc {
  /** Rule and phrase. */
  readonly key: string;
  readonly provider: ProviderId;
  readonly campaignId: CampaignId;
  /** People whose receipt said that the content was blocked. */
  readonly blocked: number;
  /** People who were blocked or delivered. */
  readonly total: number;
  readonly at: number;
}

/** What one campaign's receipts at one provider told of its text. */
export interface TextResult extends Doc {
  readonly provider: ProviderId;
  readonly campaignId: CampaignId;
  readonly text: string;
  /** Places that a rule knows, so that nothing is learned from them twice: `[start, end)` in `text`. */
  readonly known: readonly { readonly start: number; readonly end: number }[];
  readonly blocked: number;
  readonly total: number;
  readonly at: number;
}

/** Carriers change what they block: older receipts say nothing of today. */
export const EXPERIENCE_DAYS = 30;
const SPAN = EXPERIENCE_DAYS * 24 * 3_600_000;

const keyOf = ({ rule, match }: Pick<Finding, "rule" | "match">): string =>
  `${rule}|${phraseKey(match)}`;

/** Keeps what a settled campaign's receipts tell, one document a provider and phrase: doing it again changes nothing. */
export async function learnFrom(core: Core, campaign: Campaign, counts: Counts): Promise<void> {
  const { plan } = campaign;
  // Of two texts receipts are counted by provider, not by text and provider: they would teach of the wrong one.
  if (plan === null || plan.second !== null) return;
  const text = blotVariables(parsePersonalText(plan.text));
  const blocked = await blockedByProvider(core, campaign._id);
  const at = core.clock.now();
  const known = plan.report.findings
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) => ({ start, end }));
  for (const [id, { delivered }] of Object.entries(counts.byProvider)) {
    const provider = id as ProviderId;
    const result = { blocked: blocked.get(provider) ?? 0, total: 0, provider, at };
    result.total = result.blocked + delivered;
    if (result.total === 0) continue;
    const about = { ...result, campaignId: campaign._id };
    await core.store.textResults.upsertOne(
      { _id: `${campaign._id}/${id}` },
      { $set: { ...about, text, known } },
    );
    for (const key of new Set(plan.report.findings.map(keyOf))) {
      await core.store.phraseResults.upsertOne(
        { _id: `${campaign._id}/${id}/${key}` },
        { $set: { ...about, key } },
      );
    }
  }
}

async function blockedByProvider(
  core: Core,
  campaignId: CampaignId,
): Promise<Map<ProviderId, number>> {
  const blocked = new Map<ProviderId, number>();
  const failed = core.store.recipients.stream({
    campaignId,
    state: "failed",
    reason: "content_blocked",
  });
  const add = (provider: ProviderId) => blocked.set(provider, (blocked.get(provider) ?? 0) + 1);
  for await (const { provider } of failed) if (provider !== null) add(provider);
  // Blocked at one provider and tried at another: the first had blocked it, whatever the second did.
  const elsewhere = core.store.recipients.stream({ campaignId, "firstTry.delivered": false });
  for await (const recipient of elsewhere) {
    const first = triedElsewhere(recipient);
    if (first !== undefined) add(first.provider);
  }
  return blocked;
}

/** Adds to findings what the receipts of the last 30 days told of their rule and phrase, at each provider. */
export async function withExperience(core: Core, findings: readonly Finding[]): Promise<Finding[]> {
  const keys = [...new Set(findings.filter(({ match }) => match !== "").map(keyOf))];
  if (keys.length === 0) return [...findings];
  const since = core.clock.now() - SPAN;
  const results = await core.store.phraseResults.find({
    key: { $in: keys },
    at: { $gte: since },
  });
  if (results.length === 0) return [...findings];
  const sums = new Map<string, Map<ProviderId, { blocked: number; total: number }>>();
  for (const { key, provider, blocked, total } of results) {
    const ofKey = sums.get(key) ?? new Map();
    sums.set(key, ofKey);
    const sum = ofKey.get(provider) ?? { blocked: 0, total: 0 };
    ofKey.set(provider, { blocked: sum.blocked + blocked, total: sum.total + total });
  }
  return findings.map((finding) => {
    const ofKey = sums.get(keyOf(finding));
    if (ofKey === undefined) return finding;
    const experience: Record<string, Experience> = {};
    for (const [provider, { blocked, total }] of ofKey)
      experience[provider] = shareOf(blocked, total);
    return { ...finding, experience };
  });
}

/** Forgets what is too old to count. */
export async function forgetOldExperience(core: Core): Promise<void> {
  const before = { at: { $lt: core.clock.now() - SPAN } };
  await core.store.phraseResults.deleteMany(before);
  await core.store.textResults.deleteMany(before);
}

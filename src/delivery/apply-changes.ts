import type { Core } from "../core.ts";
import { type CampaignId, type RecipientId, randomId } from "../ids.ts";
import { countsDelta } from "../settlement/counts.ts";
import type { Recipient } from "./recipient.ts";

/** A recipient as it was read, and what to change in it. */
export interface RecipientChange {
  readonly before: Recipient;
  readonly set: Partial<Omit<Recipient, "_id" | "rev" | "mark">>;
}

/**
 * Moves recipients in bulk, each only if nobody else moved it since it was read, and moves the campaigns' counts
 * along. Returns those that were not moved: to be read and judged anew.
 */
export async function applyChanges(
  core: Core,
  changes: readonly RecipientChange[],
): Promise<RecipientId[]> {
  if (changes.length === 0) return [];
  const mark = randomId(8);
  const { matched } = await core.store.recipients.bulk(
    changes.map(({ before, set }) => ({
      kind: "update",
      filter: { _id: before._id, rev: before.rev },
      update: { $set: { ...set, mark }, $inc: { rev: 1 } },
    })),
  );
  const { done, lost } =
    matched === changes.length ? { done: changes, lost: [] } : await tellApart(core, changes, mark);
  const byCampaign = new Map<CampaignId, { before: Recipient; after: Recipient }[]>();
  for (const { before, set } of done) {
    const moved = byCampaign.get(before.campaignId) ?? [];
    moved.push({ before, after: { ...before, ...set } });
    byCampaign.set(before.campaignId, moved);
  }
  for (const [campaignId, moved] of byCampaign)
    await moveCounts(core, campaignId, countsDelta(moved));
  return lost.map((change) => change.before._id);
}

/** Adds a delta of `countsDelta` to a campaign's live counts. */
export async function moveCounts(
  core: Core,
  campaignId: CampaignId,
  delta: Record<string, number>,
): Promise<void> {
  const paths = Object.entries(delta);
  if (paths.length === 0) return;
  await core.store.campaigns.updateOne(
    { _id: campaignId },
    { $inc: Object.fromEntries(paths.map(([path, by]) => [`counts.${path}`, by])) },
  );
}

/**
 * The bulk's total fell short: read which recipients are as we left them, and which someone else has moved. Our mark
 * tells, not what they look like: two who judge the same receipt at once make the same change, and one of them made it.
 */
async function tellApart(core: Core, changes: readonly RecipientChange[], mark: string) {
  const now = await core.store.recipients.find({ _id: { $in: changes.map((c) => c.before._id) } });
  const ours = new Set(now.filter((recipient) => recipient.mark === mark).map(({ _id }) => _id));
  const done = changes.filter(({ before }) => ours.has(before._id));
  const lost = changes.filter(({ before }) => !ours.has(before._id));
  return { done, lost };
}

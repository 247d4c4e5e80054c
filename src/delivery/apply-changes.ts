import type { Core } from "../core.ts";
import type { CampaignId, RecipientId } from "../ids.ts";
import { countsDelta } from "../settlement/counts.ts";
import type { Recipient } from "./recipient.ts";

/** A recipient as it was read, and what to change in it. */
export interface RecipientChange {
  readonly before: Recipient;
  readonly set: Partial<Omit<Recipient, "_id" | "rev">>;
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
  const { matched } = await core.store.recipients.bulk(
    changes.map(({ before, set }) => ({
      kind: "update",
      filter: { _id: before._id, rev: before.rev },
      update: { $set: { ...set }, $inc: { rev: 1 } },
    })),
  );
  const { done, lost } =
    matched === changes.length ? { done: changes, lost: [] } : await tellApart(core, changes);
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

/** The bulk's total fell short: read which recipients are as we left them, and which someone else has moved. */
async function tellApart(core: Core, changes: readonly RecipientChange[]) {
  const now = await core.store.recipients.find({ _id: { $in: changes.map((c) => c.before._id) } });
  const byId = new Map(now.map((recipient) => [recipient._id, recipient]));
  const done: RecipientChange[] = [];
  const lost: RecipientChange[] = [];
  for (const change of changes) {
    const current = byId.get(change.before._id);
    const ours =
      current !== undefined &&
      current.rev === change.before.rev + 1 &&
      Object.entries(change.set).every(([key, value]) =>
        same(current[key as keyof Recipient], value),
      );
    (ours ? done : lost).push(change);
  }
  return { done, lost };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

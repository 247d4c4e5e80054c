import type { Campaign } from "../campaign/campaign.ts";
import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import type { CampaignId, Phone, ProviderId, RecipientId } from "../ids.ts";
import { rearmJob } from "../jobs/jobs.ts";
import { outstanding } from "../settlement/counts.ts";
import { applyToTests } from "../test-send/test-receipts.ts";
import type { RecipientChange } from "./apply-changes.ts";
import { applyRound, type Round } from "./apply-round.ts";
import { failOverContent } from "./content-failover.ts";
import { hearParts, namedParts } from "./message-parts.ts";
import type { Receipt } from "./provider.ts";
import { markReceipts, receiptDocs, type StoredReceipt, storeReceipts } from "./receipt-store.ts";
import { noteUnknownCodes } from "./unknown-codes.ts";

const BATCH = 500;

/**
 * The one intake for every source: resolves when the receipts are stored, so that the source may be acknowledged.
 *
 * What is about a whole message that is known moves its recipient first and is then written once, as what came of it:
 * a crash between the two finds it not stored, not acknowledged, and without effect when it comes again. The rest is
 * stored as waiting before it is looked at, so that a submission that becomes known meanwhile finds it.
 */
export async function takeReceipts(core: Core, receipts: readonly Receipt[]): Promise<void> {
  const came = receiptDocs(core, receipts);
  const parts = await namedParts(core, came);
  const whole = came.filter(({ messageKey }) => messageKey === null || !parts.has(messageKey));
  const round = whole.length === 0 ? undefined : await applyRound(core, whole, new Map());
  const settled = new Map(round?.settled.map((one) => [one.receipt._id, one]));
  const { fresh, waiting } = await storeReceipts(
    core,
    came.map((receipt) => {
      const { state = receipt.state, campaignId = null } = settled.get(receipt._id) ?? {};
      return { ...receipt, state, campaignId };
    }),
  );
  await noteUnknownCodes(core, fresh);
  if (round !== undefined) await afterRound(core, round);
  const left = [...fresh.filter(({ state }) => state === "waiting"), ...waiting];
  await applyReceipts(core, left);
  await applyToTests(core, left);
}

/**
 * Stores what a provider answered of recipients, together with what receipts that were faster than the answer say of
 * them: one change of each person. Returns those whom someone else moved meanwhile. What is said of parts is left to
 * `applyWaitingFor`, to be called after it in any case: a receipt may come between the two.
 */
export async function applyAnswers(
  core: Core,
  answers: readonly RecipientChange[],
): Promise<readonly RecipientId[]> {
  const waiting = await waitingFor(
    core,
    answers.flatMap(({ set }) => set.messageKey ?? []),
  );
  const round = await applyRound(core, waiting, new Map(), answers);
  await markReceipts(core, round.settled);
  await afterRound(core, round);
  return round.lost;
}

/** Applies receipts that waited for these messages: their submission is known now. */
export async function applyWaitingFor(core: Core, messageKeys: readonly string[]): Promise<void> {
  await applyReceipts(core, await waitingFor(core, messageKeys));
}

async function waitingFor(core: Core, messageKeys: readonly string[]): Promise<StoredReceipt[]> {
  const heard: StoredReceipt[] = [];
  for (let from = 0; from < messageKeys.length; from += BATCH) {
    const some = messageKeys.slice(from, from + BATCH);
    heard.push(...(await core.store.receipts.find({ messageKey: { $in: some } })));
  }
  return heard.filter(({ state }) => state === "waiting");
}

/** Applies receipts that waited about these numbers: their calls are known to have broken off now. */
export async function applyWaitingAbout(
  core: Core,
  provider: ProviderId,
  phones: readonly Phone[],
): Promise<void> {
  for (let from = 0; from < phones.length; from += BATCH) {
    const some = phones.slice(from, from + BATCH);
    const waiting = await core.store.receipts.find({
      state: "waiting",
      phone: { $in: some },
      provider,
    });
    await applyReceipts(core, waiting);
  }
}

/** Applies whatever is still waiting: what a crash left between storing and applying. */
export async function applyAllWaiting(core: Core): Promise<void> {
  let batch: StoredReceipt[] = [];
  for await (const receipt of core.store.receipts.stream({ state: "waiting" })) {
    batch.push(receipt);
    if (batch.length < BATCH) continue;
    await applyReceipts(core, batch);
    batch = [];
  }
  await applyReceipts(core, batch);
}

async function applyReceipts(core: Core, receipts: readonly StoredReceipt[]): Promise<void> {
  let left = receipts;
  while (left.length > 0) {
    const round = await applyRound(core, left, await hearParts(core, left));
    await markReceipts(core, round.settled);
    await afterRound(core, round);
    left = left.filter(({ _id }) => round.again.has(_id));
  }
}

/** Second tries, cards, and the settlement of campaigns that wait for nothing else. */
async function afterRound(core: Core, { campaigns, moved }: Round): Promise<void> {
  await failOverBlocked(core, campaigns, moved);
  await afterwards(core, campaigns);
}

/** Whoever was blocked for content may be tried elsewhere, before a campaign that waits for nothing else is settled. */
async function failOverBlocked(
  core: Core,
  campaigns: ReadonlyMap<CampaignId, Campaign>,
  moved: Round["moved"],
): Promise<void> {
  const blocked = moved
    .filter(({ set }) => set.reason === "content_blocked")
    .map(({ before }) => before);
  for (const [campaignId, recipients] of Map.groupBy(blocked, (one) => one.campaignId)) {
    const campaign = campaigns.get(campaignId);
    const ids = recipients.map(({ _id }) => _id);
    if (campaign !== undefined) await failOverContent(core, campaign, ids);
  }
}

/** Cards move at once; a campaign with nothing outstanding may be settled before its time. */
async function afterwards(core: Core, campaigns: ReadonlyMap<CampaignId, Campaign>): Promise<void> {
  for (const [campaignId, { canaries = {} }] of campaigns) {
    // A first share waits for these.
    if (Object.values(canaries).some(({ state }) => state === "waiting")) core.lanes.ring();
    await refreshCampaign(core, campaignId);
    await settleIfComplete(core, campaignId);
  }
}

/** Asks for the closing of the books when sending has ended and no result is out. */
export async function settleIfComplete(core: Core, campaignId: CampaignId): Promise<void> {
  const campaign = await core.store.campaigns.findOne({ _id: campaignId });
  if (campaign === undefined || campaign.endedAt === null) return;
  const { stage } = campaign.settlement;
  if (stage === "settled" || stage === "closing" || outstanding(campaign.counts) > 0) return;
  await rearmJob(core, "complete", campaignId);
}

import { findSuppressed, suppress } from "../audience/suppression.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import type { CampaignId, MerchantId, Phone } from "../ids.ts";
import { rearmJob } from "../jobs/jobs.ts";
import { outstanding } from "../settlement/counts.ts";
import { applyChanges, moveCounts, type RecipientChange } from "./apply-changes.ts";
import { failOverContent } from "./content-failover.ts";
import { judge, judgeParts } from "./judge.ts";
import { hearParts, type PartsHeard } from "./message-parts.ts";
import type { Receipt } from "./provider.ts";
import type { CarrierReason } from "./reason.ts";
import { type StoredReceipt, storeReceipts } from "./receipt-store.ts";
import type { Recipient } from "./recipient.ts";
import { noteUnknownCodes } from "./unknown-codes.ts";

const BATCH = 500;

/** The one intake for every source: resolves when the receipts are stored, so that the source may be acknowledged. */
export async function takeReceipts(core: Core, receipts: readonly Receipt[]): Promise<void> {
  const { fresh, waiting } = await storeReceipts(core, receipts);
  await noteUnknownCodes(core, fresh);
  await applyReceipts(core, [...fresh, ...waiting]);
}

/** Applies receipts that waited for these messages: their submission is known now. */
export async function applyWaitingFor(core: Core, messageKeys: readonly string[]): Promise<void> {
  for (let from = 0; from < messageKeys.length; from += BATCH) {
    const waiting = await core.store.receipts.find({
      state: "waiting",
      messageKey: { $in: messageKeys.slice(from, from + BATCH) },
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
  while (left.length > 0) left = await applyOnce(core, left);
}

/** One round: at most one receipt of each recipient. Returns those to judge again after what others moved. */
async function applyOnce(core: Core, given: readonly StoredReceipt[]): Promise<StoredReceipt[]> {
  const parts = await hearParts(core, given);
  // A receipt on one part counts as what the parts say together.
  const receipts = given.map((receipt) => ({ ...receipt, ...parts.get(receipt._id)?.said }));
  const found = await match(core, receipts, parts);
  const campaigns = await campaignsOf(core, [...found.values()]);
  const optedOut = await optOutsAmong(core, receipts, found);
  const changes: { receipt: StoredReceipt; change: RecipientChange; late: boolean }[] = [];
  const settled: {
    receipt: StoredReceipt;
    state: StoredReceipt["state"];
    campaignId: CampaignId;
  }[] = [];
  /** Everyone of whom anything was said, whether or not it outranked what had been said before. */
  const heard = new Map<string, Recipient>();
  const taken = new Set<string>();
  const again = new Set<string>();
  for (const receipt of receipts) {
    const recipient = found.get(receipt._id);
    if (recipient === undefined) continue;
    if (taken.has(recipient._id)) {
      again.add(receipt._id);
      continue;
    }
    const stage = campaigns.get(recipient.campaignId)?.settlement.stage ?? "settled";
    const closed = stage === "closing" || stage === "settled";
    const reason = reasonOf(receipt, recipient, optedOut);
    const part = parts.get(receipt._id);
    const verdict =
      part === undefined
        ? judge(recipient, receipt, reason, closed)
        : judgeParts(recipient, part.said && receipt, reason, closed);
    if (verdict.kind !== "impossible") heard.set(receipt._id, recipient);
    const { campaignId } = recipient;
    if (verdict.kind === "nothing" || verdict.kind === "impossible") {
      settled.push({ receipt, state: verdict.kind, campaignId });
      continue;
    }
    taken.add(recipient._id);
    const known =
      receipt.messageKey === null ||
      recipient.messageKey !== null ||
      receipt.provider !== recipient.provider ||
      parts.has(receipt._id);
    const set = known ? verdict.set : { ...verdict.set, messageKey: receipt.messageKey };
    changes.push({ receipt, change: { before: recipient, set }, late: verdict.kind === "late" });
  }
  const lost = new Set<string>(
    await applyChanges(
      core,
      changes.map(({ change }) => change),
    ),
  );
  for (const { receipt, change, late } of changes) {
    if (lost.has(change.before._id)) again.add(receipt._id);
    else
      settled.push({
        receipt,
        state: late ? "late" : "applied",
        campaignId: change.before.campaignId,
      });
  }
  await suppressFrom(core, given, heard);
  await countLate(core, settled);
  await markReceipts(core, settled);
  await failOverBlocked(
    core,
    campaigns,
    changes.filter(({ change }) => !lost.has(change.before._id)),
  );
  await afterwards(core, campaigns);
  // As they came: what parts say together may be another thing by then.
  return given.filter(({ _id }) => again.has(_id));
}

/** The recipient each receipt is about, by our own reference or by the provider's message id. */
async function match(
  core: Core,
  receipts: readonly StoredReceipt[],
  parts: PartsHeard,
): Promise<Map<string, Recipient>> {
  const ids = receipts.flatMap(
    ({ _id, recipient }) => parts.get(_id)?.recipient ?? recipient ?? [],
  );
  const keys = receipts.flatMap((receipt) =>
    receipt.messageKey === null ? [] : [receipt.messageKey],
  );
  const byId = ids.length === 0 ? [] : await core.store.recipients.find({ _id: { $in: ids } });
  const byKey =
    keys.length === 0 ? [] : await core.store.recipients.find({ messageKey: { $in: keys } });
  const recipients = new Map(
    [...byId, ...byKey].map((recipient) => [recipient._id as string, recipient]),
  );
  const idOfKey = new Map(byKey.map((recipient) => [recipient.messageKey, recipient._id]));
  const found = new Map<string, Recipient>();
  for (const receipt of receipts) {
    const id =
      parts.get(receipt._id)?.recipient ?? receipt.recipient ?? idOfKey.get(receipt.messageKey);
    const recipient = id === undefined ? undefined : recipients.get(id);
    if (recipient === undefined) continue;
    // The provider it is at, or the one that it was tried at first.
    const ours =
      recipient.provider === receipt.provider || recipient.firstTry?.provider === receipt.provider;
    if (ours) found.set(receipt._id, recipient);
  }
  return found;
}

async function campaignsOf(
  core: Core,
  recipients: readonly Recipient[],
): Promise<Map<CampaignId, Campaign>> {
  const ids = [...new Set(recipients.map((recipient) => recipient.campaignId))];
  if (ids.length === 0) return new Map();
  const campaigns = await core.store.campaigns.find({ _id: { $in: ids } });
  return new Map(campaigns.map((campaign) => [campaign._id, campaign]));
}

/** A provider's blacklist code rarely tells an opt-out from a complaint: our own list decides. */
async function optOutsAmong(
  core: Core,
  receipts: readonly StoredReceipt[],
  found: ReadonlyMap<string, Recipient>,
): Promise<Set<string>> {
  const asked = new Map<MerchantId, Phone[]>();
  for (const receipt of receipts) {
    const recipient = found.get(receipt._id);
    if (receipt.outcome.kind !== "failed" || receipt.outcome.reason !== "blacklisted") continue;
    if (recipient?.phone == null) continue;
    asked.set(recipient.merchantId, [...(asked.get(recipient.merchantId) ?? []), recipient.phone]);
  }
  const optedOut = new Set<string>();
  for (const [merchantId, phones] of asked) {
    for (const [phone, reason] of await findSuppressed(core, merchantId, phones)) {
      if (reason === "opted_out") optedOut.add(`${merchantId}:${phone}`);
    }
  }
  return optedOut;
}

function reasonOf(
  receipt: StoredReceipt,
  recipient: Recipient,
  optedOut: ReadonlySet<string>,
): CarrierReason | null {
  if (receipt.outcome.kind === "delivered") return null;
  const { reason } = receipt.outcome;
  const ours =
    reason === "blacklisted" && optedOut.has(`${recipient.merchantId}:${recipient.phone}`);
  return ours ? "opted_out" : reason;
}

/** An opted-out or blacklisted receipt is a reason never to send to that number again. */
async function suppressFrom(
  core: Core,
  receipts: readonly StoredReceipt[],
  heard: ReadonlyMap<string, Recipient>,
): Promise<void> {
  await suppress(
    core,
    receipts.flatMap(({ _id, provider, outcome, code }) => {
      const recipient = heard.get(_id);
      if (outcome.kind !== "failed" || recipient?.phone == null) return [];
      const { reason } = outcome;
      if (reason !== "opted_out" && reason !== "blacklisted") return [];
      const { merchantId, phone } = recipient;
      const detail = `${provider} ${code}`;
      return [{ merchantId, phone, reason, source: "receipt" as const, detail }];
    }),
  );
}

async function countLate(
  core: Core,
  settled: readonly { readonly state: string; readonly campaignId: CampaignId }[],
): Promise<void> {
  const late = new Map<CampaignId, number>();
  for (const { state, campaignId } of settled) {
    if (state === "late") late.set(campaignId, (late.get(campaignId) ?? 0) + 1);
  }
  for (const [campaignId, n] of late) await moveCounts(core, campaignId, { late: n });
}

async function markReceipts(
  core: Core,
  settled: readonly {
    readonly receipt: StoredReceipt;
    readonly state: StoredReceipt["state"];
    readonly campaignId: CampaignId;
  }[],
): Promise<void> {
  if (settled.length === 0) return;
  await core.store.receipts.bulk(
    settled.map(({ receipt, state, campaignId }) => ({
      kind: "update",
      filter: { _id: receipt._id },
      update: { $set: { state, campaignId } },
    })),
  );
}

/** Whoever was blocked for content may be tried elsewhere, before a campaign that waits for nothing else is settled. */
async function failOverBlocked(
  core: Core,
  campaigns: ReadonlyMap<CampaignId, Campaign>,
  changes: readonly { readonly change: RecipientChange }[],
): Promise<void> {
  const blocked = changes
    .filter(({ change }) => change.set.reason === "content_blocked")
    .map(({ change }) => change.before);
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

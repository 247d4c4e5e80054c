import { findSuppressed, suppress } from "../audience/suppression.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { refreshCampaign } from "../chat/live-message.ts";
import type { Core } from "../core.ts";
import type { CampaignId, MerchantId, Phone, ProviderId } from "../ids.ts";
import { rearmJob } from "../jobs/jobs.ts";
import { outstanding } from "../settlement/counts.ts";
import { applyChanges, moveCounts, type RecipientChange } from "./apply-changes.ts";
import { judge } from "./judge.ts";
import { matchByPhone } from "./match-by-phone.ts";
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
  const taken = new Set<string>();
  const again: StoredReceipt[] = [];
  for (const receipt of receipts) {
    const recipient = found.get(receipt._id);
    if (recipient === undefined) continue;
    if (taken.has(recipient._id)) {
      again.push(receipt);
      continue;
    }
    if (parts.get(receipt._id)?.said === null) {
      settled.push({ receipt, state: "nothing", campaignId: recipient.campaignId });
      continue;
    }
    const stage = campaigns.get(recipient.campaignId)?.settlement.stage ?? "settled";
    const closed = stage === "closing" || stage === "settled";
    const reason = reasonOf(receipt, recipient, optedOut);
    const verdict = judge(recipient, receipt, reason, closed);
    const { campaignId } = recipient;
    if (verdict.kind === "nothing" || verdict.kind === "impossible") {
      settled.push({ receipt, state: verdict.kind, campaignId });
      continue;
    }
    taken.add(recipient._id);
    const known =
      receipt.messageKey === null || recipient.messageKey !== null || parts.has(receipt._id);
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
    if (lost.has(change.before._id)) again.push(receipt);
    else
      settled.push({
        receipt,
        state: late ? "late" : "applied",
        campaignId: change.before.campaignId,
      });
  }
  await suppressFrom(
    core,
    changes.filter(({ change, late }) => !late && !lost.has(change.before._id)),
  );
  await countLate(core, settled);
  await markReceipts(core, settled);
  await afterwards(core, campaigns);
  return again;
}

/** The recipient each receipt is about: by our own reference, the provider's message id, or the number. */
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
    if (recipient?.provider === receipt.provider) found.set(receipt._id, recipient);
  }
  const unknown = receipts.filter(({ _id }) => !found.has(_id));
  for (const [id, recipient] of await matchByPhone(core, unknown)) found.set(id, recipient);
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
  changes: readonly { readonly receipt: StoredReceipt; readonly change: RecipientChange }[],
): Promise<void> {
  await suppress(
    core,
    changes.flatMap(({ receipt, change: { before, set } }) =>
      before.phone !== null && (set.reason === "opted_out" || set.reason === "blacklisted")
        ? [
            {
              merchantId: before.merchantId,
              phone: before.phone,
              reason: set.reason,
              source: "receipt" as const,
              detail: `${receipt.provider} ${receipt.code}`,
            },
          ]
        : [],
    ),
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

/** Cards move at once; a campaign with nothing outstanding may be settled before its time. */
async function afterwards(core: Core, campaigns: ReadonlyMap<CampaignId, Campaign>): Promise<void> {
  for (const campaignId of campaigns.keys()) {
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

import { suppress } from "../audience/suppression.ts";
import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { CampaignId, RecipientId } from "../ids.ts";
import { applyChanges, moveCounts, type RecipientChange } from "./apply-changes.ts";
import { judge, judgeParts } from "./judge.ts";
import { campaignsOf, match, optOutsAmong, reasonOf } from "./match-receipts.ts";
import type { PartsHeard } from "./message-parts.ts";
import type { StoredReceipt } from "./receipt-store.ts";
import type { Recipient } from "./recipient.ts";

/** A receipt and what came of it. */
export interface SettledReceipt {
  readonly receipt: StoredReceipt;
  readonly state: StoredReceipt["state"];
  readonly campaignId: CampaignId;
}

/** What one round of receipts did. Receipts on nobody that is known are in neither list. */
export interface Round {
  readonly settled: readonly SettledReceipt[];
  /** To be judged again, after what this round or others moved. */
  readonly again: ReadonlySet<string>;
  readonly campaigns: ReadonlyMap<CampaignId, Campaign>;
  /** Recipients as they were that this round moved, and how. */
  readonly moved: readonly RecipientChange[];
  /** Of the answers, those whose recipient someone else moved. */
  readonly lost: readonly RecipientId[];
}

/**
 * Judges receipts and moves their recipients, at most one receipt of each. Whether the receipts themselves are stored
 * is the caller's: judged once more after a crash they find everything done.
 *
 * `answers` are what a provider has just said of recipients: stored here, together with what receipts that were faster
 * say of the same people.
 */
export async function applyRound(
  core: Core,
  given: readonly StoredReceipt[],
  parts: PartsHeard,
  answers: readonly RecipientChange[] = [],
): Promise<Round> {
  // A receipt on one part counts as what the parts say together.
  const receipts = given.map((receipt) => ({ ...receipt, ...parts.get(receipt._id)?.said }));
  const answerOf = new Map(answers.map((answer) => [answer.before._id, answer]));
  const answered = answers.map(({ before, set }) => ({ ...before, ...set }));
  const found = await match(core, receipts, parts, answered);
  const campaigns = await campaignsOf(core, [...found.values()]);
  const optedOut = await optOutsAmong(core, receipts, found);
  const changes: { receipt: StoredReceipt; change: RecipientChange; late: boolean }[] = [];
  const settled: SettledReceipt[] = [];
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
    const said = known ? verdict.set : { ...verdict.set, messageKey: receipt.messageKey };
    const answer = answerOf.get(recipient._id);
    const change = {
      before: answer?.before ?? recipient,
      set: { ...answer?.set, ...said },
    };
    changes.push({ receipt, change, late: verdict.kind === "late" });
  }
  const lost = new Set(
    await applyChanges(core, [
      ...changes.map(({ change }) => change),
      ...answers.filter(({ before }) => !taken.has(before._id)),
    ]),
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
  const moved = changes
    .filter(({ change }) => !lost.has(change.before._id))
    .map(({ change }) => change);
  return { settled, again, campaigns, moved, lost: [...lost].filter((id) => answerOf.has(id)) };
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

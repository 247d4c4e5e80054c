import { createHash } from "node:crypto";
import type { Core } from "../core.ts";
import type { CampaignId, Phone, ProviderId, RecipientId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";
import type { Receipt } from "./provider.ts";
import { messageKey } from "./recipient.ts";

/** A receipt as it came, kept until its campaign's details go. */
export interface StoredReceipt extends Doc {
  /** Derived from what it says: the same receipt again is the same document. */
  readonly _id: string;
  readonly provider: ProviderId;
  readonly messageKey: string | null;
  readonly recipient: RecipientId | null;
  /** The number it is about, where the carrier said so. */
  readonly phone?: Phone | null;
  readonly outcome: Receipt["outcome"];
  readonly code: string;
  readonly detail: string;
  readonly at: number;
  readonly receivedAt: number;
  /** `waiting` until its recipient is known, then what came of it. */
  readonly state: "waiting" | "applied" | "nothing" | "late" | "impossible";
  readonly campaignId: CampaignId | null;
}

/** Receipts as they are to be stored, each once, waiting until something came of them. */
export function receiptDocs(core: Core, receipts: readonly Receipt[]): StoredReceipt[] {
  const receivedAt = core.clock.now();
  const docs = new Map(receipts.map((receipt) => [receiptId(receipt), receipt]));
  return [...docs].map(
    ([_id, receipt]): StoredReceipt => ({
      _id,
      provider: receipt.provider,
      messageKey:
        receipt.messageId === undefined ? null : messageKey(receipt.provider, receipt.messageId),
      recipient: receipt.recipient ?? null,
      phone: receipt.phone ?? null,
      outcome: receipt.outcome,
      code: receipt.code,
      detail: receipt.detail,
      at: receipt.at,
      receivedAt,
      state: "waiting",
      campaignId: null,
    }),
  );
}

/**
 * Stores receipts, durably; those that came before are left as they are. Tells which are new, and which came before
 * but still wait: applying them failed then, or their submission is not known yet.
 */
export async function storeReceipts(
  core: Core,
  receipts: readonly StoredReceipt[],
): Promise<{ readonly fresh: StoredReceipt[]; readonly waiting: StoredReceipt[] }> {
  const { duplicates } = await core.store.receipts.insertMany(receipts);
  const known = new Set(duplicates);
  const waiting =
    duplicates.length === 0
      ? []
      : await core.store.receipts.find({ _id: { $in: duplicates }, state: "waiting" });
  return { fresh: receipts.filter((receipt) => !known.has(receipt._id)), waiting };
}

/** Notes what came of receipts that are stored. */
export async function markReceipts(
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

/**
 * By the carrier's time and the message first: what comes together stands together in the store, and a batch touches few
 * of its pages.
 */
function receiptId(receipt: Receipt): string {
  const said = [
    receipt.provider,
    receipt.messageId ?? "",
    receipt.recipient ?? "",
    receipt.outcome.kind,
    receipt.code,
    receipt.at,
  ];
  const digest = createHash("sha256").update(said.join("\u0000")).digest("base64url").slice(0, 22);
  return `${receipt.at.toString(36)}-${receipt.messageId ?? receipt.recipient ?? ""}-${digest}`;
}

import type { Core } from "../core.ts";
import type { ProviderId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";
import type { StoredReceipt } from "./receipt-store.ts";

/** A code that a provider sent and its map does not have, for the operator to look up. */
export interface UnknownCode extends Doc {
  readonly provider: ProviderId;
  readonly code: string;
  /** The text that came with it last, without what could be a number. */
  readonly detail: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Logs and counts codes that are not in a provider's map. They are never dropped: the recipient fails as `unknown`. */
export async function noteUnknownCodes(
  core: Core,
  receipts: readonly StoredReceipt[],
): Promise<void> {
  const seen = new Map<string, { receipt: StoredReceipt; count: number }>();
  for (const receipt of receipts) {
    if (receipt.outcome.kind !== "failed" || receipt.outcome.known) continue;
    const key = `${receipt.provider}:${receipt.code}`;
    seen.set(key, { receipt, count: (seen.get(key)?.count ?? 0) + 1 });
  }
  const now = core.clock.now();
  for (const [_id, { receipt, count }] of seen) {
    const { provider, code } = receipt;
    const detail = withoutNumbers(receipt.detail);
    core.log.warn(
      { provider, code, detail, count },
      "a provider sent a code that is not in its map",
    );
    await core.store.unknownCodes.upsertOne(
      { _id },
      {
        $inc: { count },
        $set: { detail, lastAt: now },
        $setOnInsert: { provider, code, firstAt: now },
      },
    );
  }
}

/** Carriers' texts may hold the number they are about; it is in no log and in no metric. */
function withoutNumbers(detail: string): string {
  return detail.replace(/\d{7,}/gu, "…").slice(0, 120);
}

import type { Core } from "../core.ts";
import { type MerchantId, randomId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";

/** A text that was checked in chat, kept for a day so that the answer's buttons know what they are about. */
export interface StoredCheck extends Doc {
  readonly merchantId: MerchantId;
  readonly text: string;
  readonly at: number;
}

const KEPT = 24 * 3_600_000;

export async function storeCheck(
  core: Core,
  merchantId: MerchantId,
  text: string,
): Promise<string> {
  const _id = randomId(12);
  await core.store.checks.insertOne({ _id, merchantId, text, at: core.clock.now() });
  return _id;
}

/** Undefined when it is not this merchant's, or over. */
export function findCheck(
  core: Core,
  merchantId: MerchantId,
  id: string,
): Promise<StoredCheck | undefined> {
  return core.store.checks.findOne({
    _id: id,
    merchantId,
    at: { $gt: core.clock.now() - KEPT },
  });
}

export async function forgetOldChecks(core: Core): Promise<void> {
  await core.store.checks.deleteMany({ at: { $lt: core.clock.now() - KEPT } });
}

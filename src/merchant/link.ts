import { randomInt } from "node:crypto";
import type { Core } from "../core.ts";
import type { MemberId, MerchantId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";

/** A one-time code: `chat` joins the chat it is entered in to the merchant; `person` makes whoever enters it the same member. */
export interface LinkCode extends Doc {
  readonly merchantId: MerchantId;
  readonly kind: "chat" | "person";
  readonly memberId: MemberId;
  readonly expiresAt: number;
  readonly usedAt: number | null;
}

const VALID_FOR = 15 * 60_000;
/** No vowels and no look-alikes: nothing to misread, nothing to spell. */
const LETTERS = "BCDFGHJKMPQRTVWXY2346789";
const LENGTH = 8;

/** Makes a code that holds for 15 minutes and one use. */
export async function makeLinkCode(
  core: Core,
  code: Pick<LinkCode, "merchantId" | "kind" | "memberId">,
): Promise<string> {
  const _id = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  const expiresAt = core.clock.now() + VALID_FOR;
  await core.store.linkCodes.insertOne({ _id, ...code, expiresAt, usedAt: null });
  return _id;
}

/** Uses a code up. Undefined when it is unknown, used or too old. */
export function useLinkCode(core: Core, entered: string): Promise<LinkCode | undefined> {
  const now = core.clock.now();
  return core.store.linkCodes.findOneAndUpdate(
    { _id: entered.trim().toUpperCase(), usedAt: null, expiresAt: { $gt: now } },
    { $set: { usedAt: now } },
  );
}

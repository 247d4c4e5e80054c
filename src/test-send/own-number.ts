import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import { maskPhone } from "../audience/phone.ts";
import { type Actor, audit } from "../campaign/audit.ts";
import type { Channel } from "../chat/chat.ts";
import type { Core } from "../core.ts";
import { type MemberId, type Phone, randomId } from "../ids.ts";
import { localDay } from "../local-time.ts";
import { testText } from "../locale/test-send.ts";
import type { Member } from "../merchant/member.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { Doc } from "../store/collection.ts";
import { submitTest, type TestOutcome } from "./submit-test.ts";

/** A number that a member says is theirs, until the code that was sent there has come back. */
export interface NumberClaim extends Doc {
  readonly _id: MemberId;
  readonly phone: Phone;
  readonly salt: string;
  readonly hash: string;
  readonly expiresAt: number;
  readonly tries: number;
}

const VALID_MS = 10 * 60_000;
const TRIES_MOST = 5;
const CODES_A_DAY = 3;

const hashOf = (salt: string, code: string) =>
  createHash("sha256").update(`${salt}|${code}`).digest("base64url");

/** Sends a code to a number that a member says is theirs; the code itself is kept nowhere. */
export async function claimNumber(
  core: Core,
  merchant: Merchant,
  member: Member,
  phone: Phone,
  place: Channel,
): Promise<TestOutcome> {
  const code = String(randomInt(100_000, 1_000_000));
  const salt = randomId();
  const claim = { phone, salt, hash: hashOf(salt, code), tries: 0 };
  // The claim first: a code that arrives must be good for something.
  await core.store.numberClaims.upsertOne(
    { _id: member._id },
    { $set: { ...claim, expiresAt: core.clock.now() + VALID_MS } },
  );
  return submitTest(core, merchant, {
    kind: "code",
    memberId: member._id,
    campaignId: null,
    phone,
    text: `【${merchant.signature}】${testText[merchant.locale].codeMessage(code)}`,
    place,
    period: localDay(core.clock.now(), merchant.timeZone),
    most: CODES_A_DAY,
  });
}

export type ProofOutcome =
  | { readonly kind: "proven"; readonly phone: Phone }
  | { readonly kind: "wrong"; readonly left: number }
  /** No code is waited for: none was asked for, it is too old, or there were too many wrong ones. */
  | { readonly kind: "none" };

/** The code comes back: the number is the member's own from now on. Every try counts before it is looked at. */
export async function proveNumber(
  core: Core,
  member: Member,
  actor: Actor & { readonly kind: "member" },
  code: string,
): Promise<ProofOutcome> {
  const claim = await core.store.numberClaims.findOneAndUpdate(
    { _id: member._id, tries: { $lt: TRIES_MOST }, expiresAt: { $gt: core.clock.now() } },
    { $inc: { tries: 1 } },
  );
  if (claim === undefined) return { kind: "none" };
  const { phone, salt, hash, tries } = claim;
  if (!timingSafeEqual(Buffer.from(hash), Buffer.from(hashOf(salt, code)))) {
    return { kind: "wrong", left: TRIES_MOST - tries };
  }
  await core.store.members.updateOne(
    { _id: member._id },
    { $set: { ownNumber: { phone, provenAt: core.clock.now() } } },
  );
  await core.store.numberClaims.deleteOne({ _id: member._id });
  const { merchantId } = member;
  const detail = { number: maskPhone(phone) };
  await audit(core, { merchantId, campaignId: null, action: "member.number", actor, detail });
  return { kind: "proven", phone };
}

import type { ChatIdentity, Place } from "../chat/invocation.ts";
import type { Core } from "../core.ts";
import { type MemberId, type MerchantId, randomId } from "../ids.ts";
import {
  channelKey,
  type Identity,
  type Member,
  personKey,
  placeKey,
  type Role,
} from "./member.ts";
import { type Merchant, type MerchantSetup, merchantSettingsSchema } from "./merchant.ts";

/** Who speaks where, as far as qunfa knows. */
export type Standing =
  /** Nobody has set up a merchant here. */
  | { readonly kind: "unknown_place" }
  /** The merchant is known, the person is not one of its members. */
  | { readonly kind: "guest"; readonly merchant: Merchant }
  | { readonly kind: "member"; readonly merchant: Merchant; readonly member: Member };

/** Finds the merchant of a place and the member who speaks. In a one-to-one chat the person's only merchant is meant. */
export async function standingOf(core: Core, who: ChatIdentity, place: Place): Promise<Standing> {
  const merchantId = await merchantAt(core, who, place);
  const merchant =
    merchantId === undefined ? undefined : await core.store.merchants.findOne({ _id: merchantId });
  if (merchant === undefined) return { kind: "unknown_place" };
  const identity = await seen(core, merchant._id, who);
  const member =
    identity.memberId === null
      ? undefined
      : await core.store.members.findOne({ _id: identity.memberId });
  return member === undefined ? { kind: "guest", merchant } : { kind: "member", merchant, member };
}

async function merchantAt(
  core: Core,
  who: ChatIdentity,
  place: Place,
): Promise<MerchantId | undefined> {
  const joined = await core.store.places.findOne({ _id: placeKey(place) });
  if (joined !== undefined || !place.direct) return joined?.merchantId;
  const known = await core.store.identities.find({ person: personKey(who) }, { limit: 2 });
  return known.length === 1 ? known[0]?.merchantId : undefined;
}

/** Notes that a person was seen, so that an admin can let them in by name. */
async function seen(core: Core, merchantId: MerchantId, who: ChatIdentity): Promise<Identity> {
  const person = personKey(who);
  const _id = `${merchantId}/${person}`;
  const { platform, workspace, userId, displayName } = who;
  const seenAt = core.clock.now();
  const identity = await core.store.identities.findOneAndUpdate(
    { _id },
    {
      $set: { displayName, seenAt },
      $setOnInsert: { merchantId, memberId: null, person, platform, workspace, userId },
    },
    { upsert: true },
  );
  if (identity === undefined) throw new Error("an upsert returned nothing");
  return identity;
}

/** Sets up a merchant at a place: the person becomes its admin, the channel its first for news. Undefined when another was faster. */
export async function setUpMerchant(
  core: Core,
  who: ChatIdentity,
  place: Place,
  setup: MerchantSetup,
): Promise<{ readonly merchant: Merchant; readonly member: Member } | undefined> {
  const merchant: Merchant = {
    _id: randomId(10) as MerchantId,
    ...setup,
    settings: merchantSettingsSchema.parse({}),
    createdAt: core.clock.now(),
    campaigns: 0,
  };
  await core.store.merchants.insertOne(merchant);
  const { inserted } = await joinPlace(core, merchant._id, place);
  if (!inserted) {
    await core.store.merchants.deleteOne({ _id: merchant._id });
    return undefined;
  }
  const member = await addMember(core, merchant._id, who, "admin");
  return { merchant, member };
}

/** Joins a place to a merchant and makes the channel one of those that get its news. */
export async function joinPlace(
  core: Core,
  merchantId: MerchantId,
  place: Place,
): Promise<{ readonly inserted: boolean }> {
  const joinedAt = core.clock.now();
  const { inserted } = await core.store.places.insertMany([
    { _id: placeKey(place), merchantId, joinedAt },
  ]);
  if (inserted === 1) await addChannel(core, merchantId, place);
  return { inserted: inserted === 1 };
}

export async function addChannel(core: Core, merchantId: MerchantId, place: Place): Promise<void> {
  const { platform, workspace, channel } = place;
  await core.store.channels.insertMany([
    { _id: channelKey(place), merchantId, platform, workspace, channel },
  ]);
}

export async function removeChannel(core: Core, place: Place): Promise<void> {
  await core.store.channels.deleteOne({ _id: channelKey(place) });
}

/** Makes a person a member. */
export async function addMember(
  core: Core,
  merchantId: MerchantId,
  who: ChatIdentity,
  role: Role,
): Promise<Member> {
  const identity = await seen(core, merchantId, who);
  const member: Member = {
    _id: randomId(10) as MemberId,
    merchantId,
    name: who.displayName,
    role,
    createdAt: core.clock.now(),
  };
  await core.store.members.insertOne(member);
  await core.store.identities.updateOne({ _id: identity._id }, { $set: { memberId: member._id } });
  return member;
}

/** Makes a chat account another one of a member's. False when it is somebody else's already. */
export async function addIdentity(
  core: Core,
  merchantId: MerchantId,
  who: ChatIdentity,
  memberId: MemberId,
): Promise<boolean> {
  const identity = await seen(core, merchantId, who);
  if (identity.memberId === memberId) return true;
  const { matched } = await core.store.identities.updateOne(
    { _id: identity._id, memberId: null },
    { $set: { memberId } },
  );
  return matched === 1;
}

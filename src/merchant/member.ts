import type { ChatIdentity, Place } from "../chat/invocation.ts";
import type { Platform } from "../chat/platform.ts";
import type { MemberId, MerchantId, Phone } from "../ids.ts";
import type { Doc } from "../store/collection.ts";

export const ROLES = ["drafter", "approver", "admin"] as const;
/** What a member may do; each role may do what those before it may. */
export type Role = (typeof ROLES)[number];

/** A person of a merchant. */
export interface Member extends Doc {
  readonly _id: MemberId;
  readonly merchantId: MerchantId;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: number;
  /** Their own number, proven by a code: where test messages go. */
  readonly ownNumber?: { readonly phone: Phone; readonly provenAt: number };
}

/** One chat account of a member, or of a guest who has spoken but was not let in yet (`memberId` null). */
export interface Identity extends Doc {
  /** `<merchant>/<person key>`: a Telegram user may belong to several merchants. */
  readonly _id: string;
  readonly merchantId: MerchantId;
  readonly memberId: MemberId | null;
  /** See `personKey`. */
  readonly person: string;
  readonly platform: Platform;
  readonly workspace: string;
  readonly userId: string;
  readonly displayName: string;
  readonly seenAt: number;
}

/** A Slack workspace or Telegram chat that belongs to a merchant. */
export interface MerchantPlace extends Doc {
  /** See `placeKey`. */
  readonly _id: string;
  readonly merchantId: MerchantId;
  readonly joinedAt: number;
}

/** Where a merchant's cards and summaries are pushed. */
export interface MerchantChannel extends Doc {
  /** See `channelKey`. */
  readonly _id: string;
  readonly merchantId: MerchantId;
  readonly platform: Platform;
  readonly workspace: string;
  readonly channel: string;
}

export function may(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

export function personKey(who: Pick<ChatIdentity, "platform" | "workspace" | "userId">): string {
  return `${who.platform}:${who.workspace}:${who.userId}`;
}

/** A Slack workspace is one merchant's; on Telegram each chat is. */
export function placeKey(place: Pick<Place, "platform" | "workspace" | "channel">): string {
  return place.platform === "slack" ? `slack:${place.workspace}` : `telegram:${place.channel}`;
}

export function channelKey(place: Pick<Place, "platform" | "workspace" | "channel">): string {
  return `${place.platform}:${place.workspace}:${place.channel}`;
}

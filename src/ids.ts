import { randomBytes } from "node:crypto";

declare const brand: unique symbol;
/** A string that only the code which made or validated it may call by that name. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

export type MerchantId = Branded<"MerchantId">;
export type MemberId = Branded<"MemberId">;
export type CampaignId = Branded<"CampaignId">;
export type AudienceId = Branded<"AudienceId">;
export type RecipientId = Branded<"RecipientId">;
export type ProviderId = Branded<"ProviderId">;
/** A phone number in E.164, `+8613800138000`. Never shown whole: see `maskPhone`. */
export type Phone = Branded<"Phone">;

/** Crockford's base 32 without I, L, O and U: safe to read aloud, to type and to put in a URL. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** A random id of `length` base-32 characters (5 bits each); 16 of them never collide in practice. */
export function randomId(length = 16): string {
  let id = "";
  for (const byte of randomBytes(length)) id += ALPHABET[byte & 31];
  return id;
}

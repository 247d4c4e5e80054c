import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Phone } from "../ids.ts";

/**
 * Why something written is no number to send to:
 * - `mangled`: a spreadsheet's 1.38E+10, where digits are lost and must not be guessed;
 * - `masked`: 138****1234, as platforms export it;
 * - `not_mobile`: a land line or service number;
 * - `not_a_number`: the rest.
 */
export type PhoneFault = "not_a_number" | "not_mobile" | "mangled" | "masked";

export type ParsedPhone = Phone | { readonly fault: PhoneFault };

/** Longer than any number with its separators; what is longer isn't looked at. */
const LONGEST = 64;

/** Without what exports put around a number to keep a spreadsheet from reading it: ="…", '…, "…", a float's .0. */
function unwrapped(raw: string): string {
  return raw
    .normalize("NFKC")
    .trim()
    .replace(/^=?"(.*)"$/u, "$1")
    .replace(/^'/u, "")
    .replace(/^(\d{7,})\.0+$/u, "$1")
    .trim();
}

/**
 * A phone number that can get an SMS, in E.164, or why it is none. Full-width digits, the separators people write
 * between digits, and 0086, 86 or +86 before them are understood; `region` counts for numbers without a country code.
 */
export function parsePhone(raw: string, region: CountryCode): ParsedPhone {
  if (raw.length > LONGEST) return { fault: "not_a_number" };
  const written = unwrapped(raw);
  if (/^\d+(?:[.,]\d+)?E\+?\d+$/iu.test(written)) return { fault: "mangled" };
  if (/^\+?[\d\s-]{2,}[*x×•]{2,}[\d\s-]{2,}$/iu.test(written)) return { fault: "masked" };
  const digits = written
    .replace(/[\p{Pd}\s().·\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/gu, "")
    .replace(/^00/u, "+");
  if (!/^\+?\d{5,20}$/u.test(digits)) return { fault: "not_a_number" };
  // 86138… without its plus, as many exports have it.
  const international =
    region === "CN" && /^861\d{10}$/u.test(digits) ? judge(`+${digits}`, region) : undefined;
  return international ?? judge(digits, region) ?? { fault: "not_a_number" };
}

/** Undefined when no such number can exist. */
function judge(digits: string, region: CountryCode): ParsedPhone | undefined {
  const parsed = parsePhoneNumberFromString(digits, region);
  if (parsed === undefined || !parsed.isValid()) return undefined;
  const type = parsed.getType();
  return type === "MOBILE" || type === "FIXED_LINE_OR_MOBILE"
    ? (parsed.number as string as Phone)
    : { fault: "not_mobile" };
}

/** A number as it may be shown: 138****1234; elsewhere the country code and the last four digits, of short ones two. */
export function maskPhone(phone: Phone): string {
  const china = /^\+86(\d{3})\d{4}(\d{4})$/u.exec(phone);
  if (china !== null) return `${china[1]}****${china[2]}`;
  return `${phone.slice(0, 3)}****${phone.slice(phone.length > 10 ? -4 : -2)}`;
}

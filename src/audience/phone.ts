import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Phone } from "../ids.ts";

export type PhoneFault = "not_a_number" | "not_mobile" | "mangled";

/** Full-width digits and signs, and the separators people write between digits. */
function plain(raw: string): string {
  return raw
    .normalize("NFKC")
    .replace(/[\p{Pd}\s().·\u200B-\u200F\u2060\uFEFF]/gu, "")
    .trim();
}

/**
 * A phone number that can get an SMS, in E.164, or why it is none: `mangled` is a spreadsheet's 1.38E+10, where
 * digits are lost and must not be guessed; `not_mobile` a land line or service number; `not_a_number` the rest.
 * `region` is taken for numbers written without a country code.
 */
export function parsePhone(
  raw: string,
  region: CountryCode,
): Phone | { readonly fault: PhoneFault } {
  const written = raw.normalize("NFKC").trim();
  if (/^\d+(?:\.\d+)?E\+?\d+$/iu.test(written)) return { fault: "mangled" };
  const digits = plain(raw).replace(/^00/u, "+");
  if (!/^\+?\d{5,20}$/u.test(digits)) return { fault: "not_a_number" };
  // 86138… without its plus, as many exports have it.
  const candidates =
    region === "CN" && /^861\d{10}$/u.test(digits) ? [`+${digits}`, digits] : [digits];
  for (const candidate of candidates) {
    const parsed = parsePhoneNumberFromString(candidate, region);
    if (parsed === undefined || !parsed.isValid()) continue;
    const type = parsed.getType();
    if (type === "MOBILE" || type === "FIXED_LINE_OR_MOBILE")
      return parsed.number as string as Phone;
    return { fault: "not_mobile" };
  }
  return { fault: "not_a_number" };
}

/** A number as it may be shown: 138****1234; elsewhere the country code and the last four digits. */
export function maskPhone(phone: Phone): string {
  const china = /^\+86(\d{3})\d{4}(\d{4})$/u.exec(phone);
  if (china !== null) return `${china[1]}****${china[2]}`;
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

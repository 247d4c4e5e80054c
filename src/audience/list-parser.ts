import type { CountryCode } from "libphonenumber-js/max";
import type { Phone } from "../ids.ts";
import { type ParsedPhone, parsePhone } from "./phone.ts";

/** `parsePhone` with its region. */
export type PhoneParser = (raw: string) => ParsedPhone;

/**
 * `parsePhone` for the many numbers of one list. In China numbers are given out in blocks of ten thousand (号段), so
 * one number of a block answers for all of it: ten times as fast, which a million rows notice.
 */
export function listParser(region: CountryCode): PhoneParser {
  if (region !== "CN") return (raw) => parsePhone(raw, region);
  const blocks = new Map<number, ParsedPhone>();
  return (raw) => {
    if (!/^1\d{10}$/u.test(raw)) return parsePhone(raw, region);
    const block = Number(raw.slice(0, 7));
    let answer = blocks.get(block);
    if (answer === undefined) {
      answer = parsePhone(raw, region);
      blocks.set(block, answer);
    }
    return typeof answer === "string" ? (`+86${raw}` as Phone) : answer;
  };
}

import type { CarrierConfig } from "./config.ts";

/** A report the carrier will make: its code, and how long after acceptance. */
export interface Report {
  readonly code: string;
  readonly afterMs: number;
}

/** What becomes of a message. */
export interface Fate {
  readonly name: FateName;
  readonly reports: readonly Report[];
  /** Refused inside an accepted call, with this code. */
  readonly refused?: string;
  /** The first report goes out before the call is answered. */
  readonly early?: boolean;
  /** The whole call is accepted, and its answer lost: the connection breaks, or nothing ever comes. */
  readonly answer?: "breaks" | "hangs";
  /** What the person sends back. */
  readonly reply?: string;
}

/** The last four digits of a number that force a fate, through the real route: 9001 is the first of these, and so on. */
export const MAGIC_FATES = [
  "delivered",
  "unreachable",
  "blacklisted",
  "opted_out",
  "too_frequent",
  "content_blocked",
  "unknown",
  "silent",
  "early",
  "late",
  "very_late",
  "repeated",
  /** Failed, then delivered. */
  "contradicting",
  "refused",
  "replies",
  "breaks",
  /** Delivered, then failed. */
  "overruled",
  "hangs",
] as const;
export type FateName = (typeof MAGIC_FATES)[number];
/** A fate that digits can force. */
export type MagicFate = FateName;
const MAGIC_FROM = 9001;

/** The four digits that force a fate. */
export function magicSuffix(fate: MagicFate): string {
  return String(MAGIC_FROM + MAGIC_FATES.indexOf(fate));
}

/** A number in [0, 1) that only depends on what it is made from (FNV-1a, then an avalanche). */
export function chance(seed: number, text: string, salt: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const char of `${salt}|${text}`)
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Fates that a share of the numbers has; one number has one of them at most. */
export const SHARED_FATES = [
  "unreachable",
  "blacklisted",
  "opted_out",
  "too_frequent",
  "unknown",
  "silent",
  "late",
] as const;

/** What becomes of a message: forced by the number's last digits, by its range, by the text, else by a seeded share. */
export function fateOf(config: CarrierConfig, phone: string, text: string): Fate {
  return made(config, fateName(config, phone, text), phone);
}

function fateName(config: CarrierConfig, phone: string, text: string): FateName {
  const { seed, shares, ranges, blockedWords } = config;
  const magic = MAGIC_FATES[Number(phone.slice(-4)) - MAGIC_FROM];
  if (magic !== undefined) return magic;
  const range = ranges.find(({ startsWith }) => phone.startsWith(startsWith));
  if (range !== undefined) return range.fate;
  const plain = folded(text);
  if (blockedWords.some((word) => plain.includes(folded(word)))) return "content_blocked";
  let roll = chance(seed, phone, "fate");
  for (const fate of SHARED_FATES) {
    if (roll < shares[fate]) return fate;
    roll -= shares[fate];
  }
  if (chance(seed, phone, "repeated") < shares.repeated) return "repeated";
  return chance(seed, phone, "reply") < shares.replies ? "replies" : "delivered";
}

/** Carriers see through spaces, width and case. */
function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s/gu, "");
}

/** What a carrier may say to each failure: one of several codes, as real ones do. */
const CODES = {
  unreachable: ["MK:0001", "MI:0013", "UNDELIV", "EXPIRED"],
  blacklisted: ["MB:1077", "DB:0141"],
  opted_out: ["MX:0012"],
  too_frequent: ["TE:0003", "MB:1042"],
  content_blocked: ["TC:0007", "ID:0076"],
  /** In no table of ours. */
  unknown: ["ZZ:0042"],
} as const;

function made(config: CarrierConfig, name: FateName, phone: string): Fate {
  const { seed, receiptMs } = config;
  const one = <T>(choices: readonly [T, ...T[]], salt: string): T =>
    choices[Math.floor(chance(seed, phone, salt) * choices.length)] ?? choices[0];
  // Between a third of the mean and three times it.
  const afterMs = Math.round(receiptMs * 3 ** (2 * chance(seed, phone, "time") - 1));
  const ok = { code: "DELIVRD", afterMs };
  const failed = (reason: keyof typeof CODES, after: number) => ({
    code: one<string>(CODES[reason], "code"),
    afterMs: after,
  });
  switch (name) {
    case "delivered":
      return { name, reports: [ok] };
    case "silent":
      return { name, reports: [] };
    case "early":
      return { name, reports: [{ ...ok, afterMs: 0 }], early: true };
    case "late":
      return { name, reports: [{ ...ok, afterMs: config.lateMs }] };
    case "very_late":
      return { name, reports: [{ ...ok, afterMs: config.veryLateMs }] };
    case "repeated":
      return { name, reports: [ok, ok] };
    case "contradicting":
      return { name, reports: [failed("unreachable", afterMs), { ...ok, afterMs: afterMs * 2 }] };
    case "overruled":
      return { name, reports: [ok, failed("unreachable", afterMs * 2)] };
    case "refused":
      return { name, reports: [], refused: "BLACKLIST" };
    case "replies":
      return { name, reports: [ok], reply: one(["R", "退订"], "word") };
    case "breaks":
    case "hangs":
      return { name, reports: [ok], answer: name };
    default:
      return { name, reports: [failed(name, afterMs)] };
  }
}

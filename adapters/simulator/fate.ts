import type { CarrierConfig } from "./config.ts";

/** A report the carrier will make: its code, and how long after acceptance. */
export interface Report {
  readonly code: string;
  readonly afterMs: number;
}

/** What becomes of a message. */
export interface Fate {
  readonly name: string;
  readonly reports: readonly Report[];
  /** Refused inside an accepted call, with this code. */
  readonly refused?: string;
  /** The first report goes out before the call is answered. */
  readonly early?: boolean;
  /** The connection breaks after the whole call was accepted. */
  readonly breaks?: boolean;
  /** What the person sends back. */
  readonly reply?: string;
}

/** The last four digits of a number that force a fate, through the real route; docs/providers/simulator.md lists them. */
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
  "contradicting",
  "refused",
  "replies",
  "breaks",
] as const;
export type MagicFate = (typeof MAGIC_FATES)[number];
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

/** What becomes of a message to a number: forced by its last digits, by the text, else by its seeded share. */
export function fateOf(config: CarrierConfig, phone: string, text: string): Fate {
  const magic = MAGIC_FATES[Number(phone.slice(-4)) - MAGIC_FROM];
  if (magic !== undefined) return made(config, magic, phone);
  const plain = text.replace(/\s/gu, "");
  if (config.blockedWords.some((word) => plain.includes(word)))
    return made(config, "content_blocked", phone);
  const { shares } = config;
  let roll = chance(config.seed, phone, "fate");
  for (const fate of [
    "unreachable",
    "blacklisted",
    "opted_out",
    "too_frequent",
    "unknown",
    "silent",
    "late",
  ] as const) {
    if (roll < shares[fate]) return made(config, fate, phone);
    roll -= shares[fate];
  }
  if (chance(config.seed, phone, "repeated") < shares.repeated)
    return made(config, "repeated", phone);
  if (chance(config.seed, phone, "reply") < shares.replies) return made(config, "replies", phone);
  return made(config, "delivered", phone);
}

const CODES = {
  unreachable: "MK:0001",
  blacklisted: "MB:1077",
  opted_out: "MX:0012",
  too_frequent: "TE:0003",
  content_blocked: "TC:0007",
  unknown: "ZZ:0042",
} as const;

function made(config: CarrierConfig, fate: MagicFate, phone: string): Fate {
  // Between a third of the mean and three times it.
  const spread = 3 ** (2 * chance(config.seed, phone, "time") - 1);
  const afterMs = Math.round(config.receiptMs * spread);
  const ok = { code: "DELIVRD", afterMs };
  switch (fate) {
    case "delivered":
      return { name: fate, reports: [ok] };
    case "silent":
      return { name: fate, reports: [] };
    case "early":
      return { name: fate, reports: [{ ...ok, afterMs: 0 }], early: true };
    case "late":
      return { name: fate, reports: [{ ...ok, afterMs: config.lateMs }] };
    case "very_late":
      return { name: fate, reports: [{ ...ok, afterMs: config.veryLateMs }] };
    case "repeated":
      return { name: fate, reports: [ok, ok] };
    case "contradicting":
      return {
        name: fate,
        reports: [
          { code: CODES.unreachable, afterMs },
          { code: "DELIVRD", afterMs: afterMs * 2 },
        ],
      };
    case "refused":
      return { name: fate, reports: [], refused: "BLACKLIST" };
    case "replies":
      return {
        name: fate,
        reports: [ok],
        reply: chance(config.seed, phone, "word") < 0.5 ? "R" : "退订",
      };
    case "breaks":
      return { name: fate, reports: [ok], breaks: true };
    default:
      return { name: fate, reports: [{ code: CODES[fate], afterMs }] };
  }
}

import type { CarrierReason } from "../../src/delivery/reason.ts";

export const DELIVERED = "DELIVRD";

/** What the simulated carrier's codes mean: a few that the three carriers and their providers really send. */
const REASONS: Readonly<Record<string, CarrierReason>> = {
  "MK:0001": "unreachable",
  "MI:0013": "unreachable",
  UNDELIV: "unreachable",
  EXPIRED: "unreachable",
  "MB:1077": "blacklisted",
  "DB:0141": "blacklisted",
  BLACKLIST: "blacklisted",
  "MX:0012": "opted_out",
  "TE:0003": "too_frequent",
  "MB:1042": "too_frequent",
  "TC:0007": "content_blocked",
  "ID:0076": "content_blocked",
};

/** The reason a code stands for; a code that is not in the map is `unknown`, and said to be so. */
export function reasonOf(code: string): {
  readonly reason: CarrierReason;
  readonly known: boolean;
} {
  const reason = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
  return reason === undefined ? { reason: "unknown", known: false } : { reason, known: true };
}

import type { CarrierReason } from "../../src/delivery/reason.ts";

/** What the simulated carrier's codes mean: a few that the three carriers really send. */
const REASONS: Readonly<Record<string, CarrierReason>> = {
  "MK:0001": "unreachable",
  "MB:1077": "blacklisted",
  "MX:0012": "opted_out",
  "TE:0003": "too_frequent",
  "TC:0007": "content_blocked",
  BLACKLIST: "blacklisted",
};

export const DELIVERED = "DELIVRD";

/** The reason a code stands for; a code that is not in the map is `unknown`, and said to be so. */
export function reasonOf(code: string): {
  readonly reason: CarrierReason;
  readonly known: boolean;
} {
  const reason = REASONS[code];
  return reason === undefined ? { reason: "unknown", known: false } : { reason, known: true };
}

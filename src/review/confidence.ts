import type { Experience } from "../policy/finding.ts";

/** Standard normal quantile of a two-sided 95 % interval. */
const Z = 1.96;

/**
 * A share with its 95 % confidence interval by Wilson's score (E. B. Wilson, 1927), which stays within 0 and 1 and is
 * honest about few observations. `total` must be at least 1.
 */
export function shareOf(blocked: number, total: number): Experience {
  const share = blocked / total;
  const spread = Z * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2));
  const centre = share + Z ** 2 / (2 * total);
  const scale = 1 + Z ** 2 / total;
  return {
    blocked,
    total,
    low: Math.max(0, (centre - spread) / scale),
    high: Math.min(1, (centre + spread) / scale),
  };
}

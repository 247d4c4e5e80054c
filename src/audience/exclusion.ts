/** Why a number of the audience is not sent to: exactly one, the first in this order that holds. */
export const EXCLUSION_REASONS = [
  "invalid",
  "duplicate",
  "opted_out",
  "blacklisted",
  "sensitive_region",
  "too_frequent",
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

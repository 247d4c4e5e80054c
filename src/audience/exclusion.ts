/** Why a number of the audience is not sent to: exactly one, the first in this order that holds. */
export const EXCLUSION_REASONS = [
  "invalid",
  "duplicate",
  "opted_out",
  "blacklisted",
  "sensitive_region",
  /** In a list that the campaign leaves out: the merchant's own wish, after what the law and the carriers say. */
  "excluded_by_list",
  "too_frequent",
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** Why a recipient failed: exactly one of these, in the order in which summaries list them. */
export const FAILURE_REASONS = [
  "opted_out",
  "unreachable",
  "blacklisted",
  "content_blocked",
  "too_frequent",
  "unknown",
  "no_result",
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** What a carrier can say of a recipient; `no_result` is ours to conclude. */
export type CarrierReason = Exclude<FailureReason, "no_result">;

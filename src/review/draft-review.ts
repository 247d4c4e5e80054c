import { bodyStart, compose } from "../campaign/compose.ts";
import { plannedStart } from "../campaign/plan.ts";
import type { Core } from "../core.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { Finding, PolicyReport } from "../policy/finding.ts";
import { applyFixes } from "./fixes.ts";
import { review } from "./review.ts";

/** A text as a drafter writes it, as it will arrive, and what is to be said of that. */
export interface DraftReview {
  /** Signature and opt-out line included. */
  readonly whole: string;
  readonly report: PolicyReport;
}

/** Reviews a draft's text for the moment it would go: at `sendAt` (epoch ms), or as soon as its merchant's window opens. */
export async function reviewDraft(
  core: Core,
  merchant: Merchant,
  text: string,
  sendAt: number | null,
): Promise<DraftReview> {
  const whole = compose(merchant, text);
  return {
    whole,
    report: await review(core, merchant, whole, plannedStart(core.clock.now(), merchant, sendAt)),
  };
}

/** A draft's text with the suggested wording in place; undefined where there is none to put, or nothing would be left. */
export function mendedDraft(
  merchant: Merchant,
  text: string,
  findings: readonly Finding[],
): string | undefined {
  const body = text.trim();
  const mended = applyFixes(body, bodyStart(merchant, body), findings);
  return mended === body || mended === "" ? undefined : mended;
}

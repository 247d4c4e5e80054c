import type { Campaign } from "../campaign/campaign.ts";
import { compose } from "../campaign/compose.ts";
import { plannedStart } from "../campaign/plan.ts";
import { canMove } from "../campaign/state.ts";
import type { ReviewSubject } from "../chat/cards/review-actions.ts";
import type { Core } from "../core.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { PolicyReport } from "../policy/finding.ts";
import { review } from "./review.ts";
import { findCheck } from "./stored-check.ts";

/** What a button on findings is about, as it stands now. */
export type Reviewed =
  | { readonly kind: "gone" }
  | { readonly kind: "changed"; readonly version: number }
  | {
      readonly kind: "found";
      /** As it was written, without signature and opt-out line. */
      readonly text: string;
      readonly report: PolicyReport;
      /** Undefined for a text that was only checked. */
      readonly campaign: Campaign | undefined;
    };

/** Reads the text a button is about and reviews it anew. */
export async function reviewSubject(
  core: Core,
  merchant: Merchant,
  subject: ReviewSubject,
): Promise<Reviewed> {
  if (subject.kind === "check") {
    const stored = await findCheck(core, merchant._id, subject.id);
    if (stored === undefined) return { kind: "gone" };
    const { text } = stored;
    const report = await review(core, merchant, compose(merchant, text), core.clock.now());
    return { kind: "found", text, report, campaign: undefined };
  }
  const campaign = await core.store.campaigns.findOne({
    _id: subject.id,
    merchantId: merchant._id,
  });
  if (campaign === undefined) return { kind: "gone" };
  if (campaign.version !== subject.version || !canMove("edit", campaign.state)) {
    return { kind: "changed", version: campaign.version };
  }
  const { text, sendAt } = campaign;
  const at = plannedStart(core, merchant, sendAt);
  const report = await review(core, merchant, compose(merchant, text), at);
  return { kind: "found", text, report, campaign };
}

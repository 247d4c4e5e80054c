import type { Campaign } from "../campaign/campaign.ts";
import { compose } from "../campaign/compose.ts";
import { canMove } from "../campaign/state.ts";
import type { Core } from "../core.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { PolicyReport } from "../policy/finding.ts";
import { reviewDraft } from "./draft-review.ts";
import { review } from "./review.ts";
import { findCheck } from "./stored-check.ts";

/** What the findings that buttons are about were found in: a campaign of one version, or a text that was checked. */
export type ReviewSubject =
  | { readonly kind: "campaign"; readonly id: string; readonly version: number }
  | { readonly kind: "check"; readonly id: string };

/** The subject as a button or a form carries it. */
export function subjectArgs(subject: ReviewSubject): string[] {
  return subject.kind === "campaign"
    ? ["campaign", subject.id, String(subject.version)]
    : ["check", subject.id];
}

/** Undefined for what no card of ours carries. */
export function readSubject(args: readonly string[]): ReviewSubject | undefined {
  const [kind, id = "", version = ""] = args;
  if (kind === "check") return { kind, id };
  return kind === "campaign" ? { kind, id, version: Number(version) } : undefined;
}

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
  const { report } = await reviewDraft(core, merchant, text, sendAt);
  return { kind: "found", text, report, campaign };
}

import type { Plan } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { Merchant } from "../merchant/merchant.ts";
import { review } from "./review.ts";

/** A plan with what policy says of its texts for the moment `at` (epoch ms): rules and windows change after approval. */
export async function reviewPlan(
  core: Core,
  merchant: Merchant,
  plan: Plan,
  at: number,
): Promise<Plan> {
  const { text, second } = plan;
  return {
    ...plan,
    report: await review(core, merchant, text, at),
    second:
      second === null
        ? null
        : { text: second.text, report: await review(core, merchant, second.text, at) },
  };
}

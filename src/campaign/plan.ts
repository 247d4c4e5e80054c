import { preflight } from "../audience/preflight.ts";
import type { Core } from "../core.ts";
import { eligibleProviders } from "../delivery/routing.ts";
import { countSegments, type SegmentScheme } from "../delivery/segments.ts";
import { createServingRouter, servedBySome } from "../delivery/serving.ts";
import { nextOpening } from "../local-time.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { PolicyReport } from "../policy/finding.ts";
import { review } from "../review/review.ts";
import type { Counts } from "../settlement/counts.ts";
import type { Campaign, Plan } from "./campaign.ts";
import { compose } from "./compose.ts";

/** Why a campaign can't be put up for approval. */
export type PlanFault =
  | { readonly kind: "empty_text" }
  | { readonly kind: "too_long"; readonly length: number; readonly most: number }
  | { readonly kind: "blocked_everywhere"; readonly report: PolicyReport }
  | { readonly kind: "no_provider" }
  | { readonly kind: "nobody_sendable"; readonly counts: Counts }
  | { readonly kind: "past"; readonly sendAt: number };

/** Providers outside the mainland bill by the GSM alphabet; the mainland's count characters. */
export function segmentScheme(merchant: Pick<Merchant, "timeZone" | "locale">): SegmentScheme {
  return merchant.locale === "zh-CN" ? "mainland" : "gsm";
}

/** The longest text any provider we know takes (signature included): 500 characters. */
export const TEXT_MOST = 500;

/** When a campaign would start if it were approved now. */
export function plannedStart(core: Core, merchant: Merchant, sendAt: number | null): number {
  const { windowFrom, windowTo } = merchant.settings;
  const at = Math.max(core.clock.now(), sendAt ?? 0);
  return nextOpening(at, merchant.timeZone, { from: windowFrom, to: windowTo });
}

/**
 * Works out all that an approver decides on: final text, policy, routing, and who gets it (see `preflight`).
 * Repeatable: it starts from the audience each time.
 */
export async function makePlan(
  core: Core,
  campaign: Campaign,
  merchant: Merchant,
): Promise<
  | { readonly ok: true; readonly plan: Plan; readonly counts: Counts }
  | { readonly ok: false; readonly fault: PlanFault }
> {
  const fail = (fault: PlanFault) => ({ ok: false as const, fault });
  if (campaign.text.trim() === "") return fail({ kind: "empty_text" });
  const text = compose(merchant, campaign.text);
  if (text.length > TEXT_MOST)
    return fail({ kind: "too_long", length: text.length, most: TEXT_MOST });
  const now = core.clock.now();
  if (campaign.sendAt !== null && campaign.sendAt < now - core.timings.startGrace) {
    return fail({ kind: "past", sendAt: campaign.sendAt });
  }
  if (core.providers.size === 0) return fail({ kind: "no_provider" });
  const at = plannedStart(core, merchant, campaign.sendAt);
  const report = await review(core, merchant, text, at);
  const eligible = eligibleProviders(core.providers.values(), report);
  if (eligible.length === 0) {
    return fail(
      report.verdict === "block" ? { kind: "blocked_everywhere", report } : { kind: "no_provider" },
    );
  }
  const { segments: segmentsEach } = countSegments(text, segmentScheme(merchant));
  const { counts, routed } = await preflight(core, campaign, merchant, {
    at,
    segmentsEach,
    serves: servedBySome(eligible, core.places),
    route: createServingRouter(eligible, core.places),
  });
  if (counts.pending === 0) return fail({ kind: "nobody_sendable", counts });
  const plan: Plan = {
    version: campaign.version,
    text,
    segmentsEach,
    segments: counts.segmentsPlanned,
    sendable: counts.pending,
    report,
    routing: [...routed].map(([provider, recipients]) => ({ provider, recipients })),
    eligible: eligible.map((provider) => provider.id),
    sendAt: campaign.sendAt,
    windowFrom: merchant.settings.windowFrom,
    windowTo: merchant.settings.windowTo,
    preparedAt: now,
  };
  return { ok: true, plan, counts };
}

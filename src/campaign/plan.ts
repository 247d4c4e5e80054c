import { type SavedAudience, variableNames } from "../audience/audience.ts";
import {
  checkPersonalText,
  parsePersonalText,
  sketchPersonalText,
  type TextFault,
} from "../audience/personal-text.ts";
import { isUnconfirmed } from "../audience/phone-column.ts";
import { preflight } from "../audience/preflight.ts";
import type { Core } from "../core.ts";
import type { Provider } from "../delivery/provider.ts";
import { createRouter, eligibleProviders } from "../delivery/routing.ts";
import type { SegmentScheme } from "../delivery/segments.ts";
import { servedBySome } from "../delivery/serving.ts";
import { nextOpening } from "../local-time.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { PolicyReport } from "../policy/finding.ts";
import { review } from "../review/review.ts";
import { reviewerOfValues } from "../review/value-review.ts";
import type { Counts } from "../settlement/counts.ts";
import type { Campaign, Plan } from "./campaign.ts";
import { compose } from "./compose.ts";
import { MessageWriter, type WritingFault, type WrittenText } from "./message-writer.ts";
import type { Variant } from "./variant.ts";

/** Why a campaign can't be put up for approval. */
export type PlanFault =
  | { readonly kind: "empty_text" }
  | { readonly kind: "too_long"; readonly length: number; readonly most: number }
  | {
      readonly kind: "text_faults";
      readonly variant: Variant;
      readonly faults: readonly TextFault[];
    }
  | WritingFault
  /** More than one column of its list holds numbers, and nobody has said yet which one it is. */
  | { readonly kind: "unconfirmed_column"; readonly audience: SavedAudience }
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

/** When a campaign would start that may from `now` on. */
export function plannedStart(now: number, merchant: Merchant, sendAt: number | null): number {
  const { windowFrom, windowTo } = merchant.settings;
  const at = Math.max(now, sendAt ?? 0);
  return nextOpening(at, merchant.timeZone, { from: windowFrom, to: windowTo });
}

/** A campaign's texts as they will arrive, or what is wrong with the way they are written. */
function writeTexts(
  campaign: Campaign,
  merchant: Merchant,
  names: readonly string[],
): readonly WrittenText[] | PlanFault {
  const texts: WrittenText[] = [];
  const { text: first, split } = campaign;
  const bodies = split === null ? { A: first } : { A: first, B: split.text };
  for (const [variant, body] of Object.entries(bodies) as [Variant, string][]) {
    if (body.trim() === "") return { kind: "empty_text" };
    const faults = checkPersonalText(parsePersonalText(body), names);
    if (faults.length > 0) return { kind: "text_faults", variant, faults };
    const text = compose(merchant, body);
    const { length } = sketchPersonalText(parsePersonalText(text));
    if (length > TEXT_MOST) return { kind: "too_long", length, most: TEXT_MOST };
    texts.push({ variant, text });
  }
  return texts;
}

/**
 * Works out all that an approver decides on: final texts, policy, routing, and who gets what (see `preflight`).
 * Repeatable: it starts from the audience each time.
 */
export async function makePlan(
  core: Core,
  campaign: Campaign,
  merchant: Merchant,
  onProgress?: (rows: number, of: number) => Promise<void>,
): Promise<
  | { readonly ok: true; readonly plan: Plan; readonly counts: Counts }
  | { readonly ok: false; readonly fault: PlanFault }
> {
  const fail = (fault: PlanFault) => ({ ok: false as const, fault });
  const audience = await core.store.audiences.findOne({ _id: campaign.audienceId });
  if (audience !== undefined && isUnconfirmed(audience)) {
    return fail({ kind: "unconfirmed_column", audience });
  }
  const texts = writeTexts(campaign, merchant, variableNames(audience));
  if ("kind" in texts) return fail(texts);
  const now = core.clock.now();
  if (campaign.sendAt !== null && campaign.sendAt < now - core.timings.startGrace) {
    return fail({ kind: "past", sendAt: campaign.sendAt });
  }
  if (core.providers.size === 0) return fail({ kind: "no_provider" });
  const at = plannedStart(now, merchant, campaign.sendAt);
  const [report, ...more] = await Promise.all(
    texts.map(({ text }) => review(core, merchant, text, at)),
  );
  if (report === undefined) throw new Error("a campaign has a text");
  const eligible = [report, ...more].reduce<readonly Provider[]>(
    (providers, one) => eligibleProviders(providers, one),
    [...core.providers.values()],
  );
  if (eligible.length === 0) {
    const blocking = [report, ...more].find(({ verdict }) => verdict === "block");
    return fail(
      blocking === undefined
        ? { kind: "no_provider" }
        : { kind: "blocked_everywhere", report: blocking },
    );
  }
  const writer = new MessageWriter({
    campaignId: campaign._id,
    texts,
    share: campaign.split?.share ?? 0,
    scheme: segmentScheme(merchant),
    most: TEXT_MOST,
    blocked: await reviewerOfValues(
      core,
      merchant,
      texts.map(({ text }) => text),
      eligible,
      at,
    ),
  });
  const { counts, routed } = await preflight(core, campaign, merchant, {
    at,
    writer,
    serves: servedBySome(eligible, core.places),
    route: createRouter(eligible, core.places),
    ...(onProgress !== undefined && {
      onProgress: (rows: number) => onProgress(rows, audience?.rows ?? rows),
    }),
  });
  const unwritable = writer.fault();
  if (unwritable !== undefined) return fail(unwritable);
  if (counts.pending === 0) return fail({ kind: "nobody_sendable", counts });
  const tallies = writer.tallies();
  const [first, second] = texts;
  const [reportOfSecond] = more;
  const plan: Plan = {
    version: campaign.version,
    text: first?.text ?? "",
    tallies,
    second:
      second === undefined || reportOfSecond === undefined
        ? null
        : { text: second.text, report: reportOfSecond },
    segments: counts.segmentsPlanned,
    sendable: counts.pending,
    report,
    routing: [...routed].map(([provider, through]) => ({ provider, ...through })),
    prices: Object.fromEntries(
      eligible.flatMap(({ id, price }) => (price === undefined ? [] : [[id, price]])),
    ),
    eligible: eligible.map((provider) => provider.id),
    sendAt: campaign.sendAt,
    windowFrom: merchant.settings.windowFrom,
    windowTo: merchant.settings.windowTo,
    preparedAt: now,
  };
  return { ok: true, plan, counts };
}

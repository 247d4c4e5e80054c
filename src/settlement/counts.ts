import type { ExclusionReason } from "../audience/exclusion.ts";
import type { Variant } from "../campaign/variant.ts";
import { triedElsewhere } from "../delivery/first-try.ts";
import type { FailureReason } from "../delivery/reason.ts";
import type { Recipient } from "../delivery/recipient.ts";

/** Where people and segments of a campaign are. People unless named segments. */
export interface Counts {
  readonly audience: number;
  readonly excluded: number;
  readonly excludedBy: Readonly<Partial<Record<ExclusionReason, number>>>;
  readonly pending: number;
  readonly submitting: number;
  readonly submitted: number;
  readonly delivered: number;
  readonly failed: number;
  readonly failedBy: Readonly<Partial<Record<FailureReason, number>>>;
  /** Segments of all sendable recipients. */
  readonly segmentsPlanned: number;
  /** Segments of the recipients that a provider accepted or may have accepted. */
  readonly segmentsSubmitted: number;
  /** Segments of delivered recipients: what is charged. */
  readonly segmentsDelivered: number;
  readonly byProvider: Readonly<Record<string, WayCounts>>;
  /** Of a campaign with two texts. */
  readonly byVariant: Readonly<Partial<Record<Variant, WayCounts>>>;
  /** Segments of delivered recipients, by the provider that delivered them. */
  readonly segmentsDeliveredBy: Readonly<Record<string, number>>;
  /** Receipts that came after the books were closed. */
  readonly late: number;
}

/** How people fared who went one way: through a provider, or with one of two texts. */
export interface WayCounts {
  readonly sent: number;
  readonly delivered: number;
  readonly failed: number;
}

export const NO_COUNTS: Counts = {
  audience: 0,
  excluded: 0,
  excludedBy: {},
  pending: 0,
  submitting: 0,
  submitted: 0,
  delivered: 0,
  failed: 0,
  failedBy: {},
  segmentsPlanned: 0,
  segmentsSubmitted: 0,
  segmentsDelivered: 0,
  byProvider: {},
  byVariant: {},
  segmentsDeliveredBy: {},
  late: 0,
};

/** What one recipient in a state adds to the counts, as `$inc` paths. */
export function contribution(recipient: Recipient): Map<string, number> {
  const paths = new Map<string, number>([["audience", 1]]);
  const add = (path: string, by = 1) => paths.set(path, (paths.get(path) ?? 0) + by);
  add(recipient.state);
  if (recipient.state === "excluded") {
    add(`excludedBy.${recipient.exclusion ?? "invalid"}`);
    return paths;
  }
  add("segmentsPlanned", recipient.segments);
  const first = triedElsewhere(recipient);
  if (first !== undefined) {
    if (first.messageKey !== null) {
      add("segmentsSubmitted", recipient.segments);
      add(`byProvider.${first.provider}.sent`);
    }
    add(`byProvider.${first.provider}.${first.delivered ? "delivered" : "failed"}`);
  }
  if (recipient.state === "pending") return paths;
  const provider = `byProvider.${recipient.provider}`;
  const addVariant = (what: keyof WayCounts) => {
    if (recipient.variant) add(`byVariant.${recipient.variant}.${what}`);
  };
  if (recipient.state !== "failed" || wasHandedOver(recipient)) {
    add("segmentsSubmitted", recipient.segments);
    add(`${provider}.sent`);
    addVariant("sent");
  }
  if (recipient.state === "delivered") {
    add("segmentsDelivered", recipient.segments);
    // Delivered by the first try, it is that provider's, whatever the second came to.
    const by = first?.delivered === true ? first.provider : recipient.provider;
    if (first?.delivered !== true) add(`${provider}.delivered`);
    add(`segmentsDeliveredBy.${by}`, recipient.segments);
    addVariant("delivered");
  }
  if (recipient.state === "failed") {
    add(`failedBy.${recipient.reason ?? "unknown"}`);
    add(`${provider}.failed`);
    addVariant("failed");
  }
  return paths;
}

/** A provider took, or may have taken, someone who failed: it named the message, it never answered, or a carrier spoke. */
function wasHandedOver({ messageKey, uncertain, decidedAt }: Recipient): boolean {
  return messageKey !== null || uncertain || decidedAt !== null;
}

/** The `$inc` that moves counts from what recipients were to what they are. Empty when nothing moves. */
export function countsDelta(
  changes: readonly { readonly before: Recipient; readonly after: Recipient }[],
): Record<string, number> {
  const delta: Record<string, number> = {};
  const add = (recipient: Recipient, sign: 1 | -1) => {
    for (const [path, by] of contribution(recipient)) {
      delta[path] = (delta[path] ?? 0) + sign * by;
    }
  };
  for (const { before, after } of changes) {
    add(before, -1);
    add(after, 1);
  }
  for (const [path, by] of Object.entries(delta)) if (by === 0) delete delta[path];
  return delta;
}

/** Counts recipients one by one: the recount, which is the truth. */
export class Recount {
  readonly #paths: Record<string, number> = {};

  add(recipient: Recipient): void {
    for (const [path, by] of contribution(recipient)) {
      this.#paths[path] = (this.#paths[path] ?? 0) + by;
    }
  }

  /** The counts so far; `late` is not a recipient's state and is handed through. */
  result(late: number): Counts {
    const root: Record<string, unknown> = structuredClone({ ...NO_COUNTS, late });
    for (const [path, by] of Object.entries(this.#paths)) {
      const keys = path.split(".");
      let at = root;
      for (const key of keys.slice(0, -1)) {
        at[key] ??= {};
        at = at[key] as Record<string, unknown>;
      }
      at[keys.at(-1) as string] = by;
    }
    return tidyCounts(root as unknown as Counts);
  }
}

/** Live counters appear when first touched and stay at 0 when taken back: as a recount has them, without the noughts. */
export function tidyCounts(counts: Counts): Counts {
  const some = <T extends object>(by: T) =>
    Object.fromEntries(Object.entries(by).filter(([, n]) => n !== 0)) as T;
  const { excludedBy, failedBy, byProvider, byVariant = {}, segmentsDeliveredBy = {} } = counts;
  return {
    ...counts,
    excludedBy: some(excludedBy),
    failedBy: some(failedBy),
    byProvider: tidyWays(byProvider),
    byVariant: tidyWays(byVariant),
    segmentsDeliveredBy: some(segmentsDeliveredBy),
  };
}

function tidyWays(ways: Readonly<Record<string, Partial<WayCounts>>>): Record<string, WayCounts> {
  const tidy: Record<string, WayCounts> = {};
  for (const [way, { sent = 0, delivered = 0, failed = 0 }] of Object.entries(ways)) {
    if (sent + delivered + failed > 0) tidy[way] = { sent, delivered, failed };
  }
  return tidy;
}

/** DOMAIN's invariant: everyone is somewhere, and every failure has one reason. */
export function isBalanced(counts: Counts): boolean {
  const sum = (by: Readonly<Partial<Record<string, number>>>) =>
    Object.values(by).reduce<number>((total, n) => total + (n ?? 0), 0);
  const { excluded, pending, submitting, submitted, delivered, failed } = counts;
  return (
    counts.audience === excluded + pending + submitting + submitted + delivered + failed &&
    failed === sum(counts.failedBy) &&
    excluded === sum(counts.excludedBy)
  );
}

/** People who have gone: a provider has, or may have, taken them. */
export function gone(counts: Counts): number {
  return counts.submitting + counts.submitted + counts.delivered + counts.failed;
}

/** People whose result is still out. */
export function outstanding(counts: Counts): number {
  return counts.submitting + counts.submitted;
}

/** People whose result is in: the carrier, or the provider at once, has said what became of them. */
export function resultsIn(counts: Counts): number {
  return gone(counts) - outstanding(counts) - (counts.failedBy.no_result ?? 0);
}

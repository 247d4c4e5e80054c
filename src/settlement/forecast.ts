import type { Core } from "../core.ts";
import type { MerchantId } from "../ids.ts";
import type { QuotaAccount } from "./quota.ts";

const DAY = 24 * 3_600_000;
/** How far back the pace is looked at. */
const DAYS = 30;
/** Less history than this tells nothing. */
const DAYS_LEAST = 7;

/** How long a merchant's quota lasts. */
export type Forecast =
  | { readonly kind: "too_early" }
  | { readonly kind: "unused" }
  /** At `perDay` segments a day, as in the last 30. */
  | { readonly kind: "days"; readonly days: number; readonly perDay: number };

/** Reckons from what was charged in the last 30 days, or since the first charge where that is later. */
export async function forecast(core: Core, account: QuotaAccount): Promise<Forecast> {
  const now = core.clock.now();
  const { _id: merchantId, free } = account;
  const [first] = await core.store.ledger.find({ merchantId }, { sort: { at: 1 }, limit: 1 });
  const history = first === undefined ? 0 : (now - first.at) / DAY;
  if (history < DAYS_LEAST) return { kind: "too_early" };
  const charged = await chargedSince(core, merchantId, now - DAYS * DAY);
  if (charged === 0) return { kind: "unused" };
  const perDay = charged / Math.min(DAYS, history);
  return { kind: "days", days: Math.floor(free / perDay), perDay };
}

/** Segments of the campaigns that were closed since a moment. */
export async function chargedSince(
  core: Core,
  merchantId: MerchantId,
  since: number,
): Promise<number> {
  let segments = 0;
  const lines = core.store.ledger.stream({ merchantId, kind: "charge", at: { $gte: since } });
  for await (const line of lines) segments += line.segments;
  return segments;
}

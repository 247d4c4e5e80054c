import { z } from "zod";
import type { Locale } from "./locale/locale.ts";

/** Millionths of a currency's unit: whole, so that sums are exact. */
type Micros = number;
const MICROS = 1_000_000;

/** What one segment costs. */
export interface Price {
  /** ISO 4217. */
  readonly currency: string;
  readonly micros: Micros;
}

/** Sums by currency: what is in different ones is never added up. */
export type Money = Readonly<Record<string, Micros>>;

/** A price as an operator writes it, exact: `{ "amount": "0.045", "currency": "CNY" }`. */
export const priceSchema = z
  .object({
    amount: z.string().regex(/^\d{1,6}(?:\.\d{1,6})?$/u, 'must be in quotes, like "0.045"'),
    currency: z.string().regex(/^[A-Z]{3}$/u, "must be a currency such as CNY (ISO 4217)"),
  })
  .transform(({ amount, currency }): Price => {
    const [whole = "0", fraction = ""] = amount.split(".");
    return { currency, micros: Number(whole) * MICROS + Number(fraction.padEnd(6, "0")) };
  });

/** What so many segments cost at each provider, and whose price nobody has set. */
export function costOf(
  segments: Readonly<Record<string, number>>,
  prices: Readonly<Record<string, Price>>,
): { readonly money: Money; readonly unpriced: readonly string[] } {
  const money: Record<string, Micros> = {};
  const unpriced: string[] = [];
  for (const [provider, count] of Object.entries(segments)) {
    if (count === 0) continue;
    const price = prices[provider];
    if (price === undefined) unpriced.push(provider);
    else money[price.currency] = (money[price.currency] ?? 0) + price.micros * count;
  }
  return { money, unpriced };
}

/** Sums as a reader writes them, each currency by itself; with as many decimals as it takes. */
export function formatMoney(locale: Locale, money: Money): string {
  return Object.entries(money)
    .map(([currency, micros]) =>
      new Intl.NumberFormat(locale, {
        style: "currency",
        currency,
        maximumFractionDigits: 6,
      }).format(micros / MICROS),
    )
    .join(" + ");
}

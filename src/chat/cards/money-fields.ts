import type { Plan } from "../../campaign/campaign.ts";
import { quotaText } from "../../locale/quota.ts";
import { costOf, formatMoney, type Money, type Price } from "../../money.ts";
import type { Card } from "../card.ts";
import type { CampaignView } from "./view.ts";

type Fields = Card["fields"] & object;

/** What the plan's segments would cost if all were delivered; nothing where no price is set. */
export function estimateField(view: CampaignView, { routing, prices = {} }: Plan): Fields {
  const segments = Object.fromEntries(
    routing.map(({ provider, segments }) => [provider, segments]),
  );
  return moneyField(view, quotaText[view.locale].money.estimate, segments, prices);
}

/** What was delivered so far cost, at the prices of the plan. */
export function costField(view: CampaignView): Fields {
  const { plan, counts } = view.campaign;
  const label = quotaText[view.locale].money.cost;
  return moneyField(view, label, counts.segmentsDeliveredBy ?? {}, plan?.prices ?? {});
}

function moneyField(
  { locale, providerName }: CampaignView,
  label: string,
  segments: Readonly<Record<string, number>>,
  prices: Readonly<Record<string, Price>>,
): Fields {
  if (Object.keys(prices).length === 0) return [];
  const t = quotaText[locale].money;
  const { money, unpriced } = costOf(segments, prices);
  const sum = isNothing(money) ? t.nothing : formatMoney(locale, money);
  const names = unpriced.map(providerName).join(t.and);
  return [{ label, value: unpriced.length === 0 ? sum : `${sum} ${t.unpriced(names)}` }];
}

function isNothing(money: Money): boolean {
  return Object.keys(money).length === 0;
}

import { formatNumber } from "../../locale/format.ts";
import { quotaText } from "../../locale/quota.ts";
import { settingsOf } from "../../merchant/merchant.ts";
import type { Card } from "../card.ts";
import type { CampaignView } from "./view.ts";

/** Little quota is left after a campaign took its share; once it was filled up, that. */
export function lowBalanceCard({ campaign, merchant, locale, free }: CampaignView): Card {
  const t = quotaText[locale].low;
  const limit = settingsOf(merchant).lowBalance;
  const n = (value: number) => formatNumber(locale, value);
  const enough = free >= limit;
  return {
    title: t.title,
    tone: enough ? "success" : "warning",
    sections: [
      { kind: "text", text: [enough ? t.fine(n(free)) : t.text(n(free), n(limit))] },
      ...(enough ? [] : [{ kind: "text" as const, text: [t.advice] }]),
    ],
    footer: t.after(n(campaign.number)),
  };
}

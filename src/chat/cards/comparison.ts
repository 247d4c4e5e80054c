import { campaignText } from "../../locale/campaign.ts";
import { formatNumber, formatShare } from "../../locale/format.ts";
import { planningText } from "../../locale/planning.ts";
import { shareOf } from "../../review/confidence.ts";
import type { Section } from "../card.ts";
import type { CampaignView } from "./view.ts";

/**
 * How the two texts of a split campaign fared. One is called better only where the 95 % intervals of the shares that
 * were delivered (Wilson's) lie apart: on a few dozen people any two texts differ.
 */
export function comparison({ campaign, locale }: CampaignView): Section[] {
  const { A, B } = campaign.counts.byVariant;
  if (A === undefined || B === undefined || A.sent === 0 || B.sent === 0) return [];
  const t = planningText[locale].comparison;
  const words = campaignText[locale];
  const n = (value: number) => formatNumber(locale, value);
  const fared = { A, B };
  const of = (variant: "A" | "B") => {
    const { sent, delivered } = fared[variant];
    return { ...shareOf(delivered, sent), variant, share: delivered / sent };
  };
  const [worse, better] = [of("A"), of("B")].sort((a, b) => a.share - b.share);
  const percent = (value: number) => `${Math.round(value * 100)}%`;
  const rows = (["A", "B"] as const).map((variant) => {
    const { sent, delivered, failed } = fared[variant];
    const { low, high } = of(variant);
    const rate = formatShare(locale, delivered, sent);
    return [variant, n(sent), n(delivered), n(failed), rate, `${percent(low)}–${percent(high)}`];
  });
  const { sent, delivered, failed } = words.column;
  const columns = [t.variant, sent, delivered, failed, t.rate, t.interval];
  const clear = worse !== undefined && better !== undefined && worse.high < better.low;
  return [
    { kind: "table", title: t.title, columns, rows },
    { kind: "text", text: [clear ? t.better(better.variant) : t.even] },
  ];
}

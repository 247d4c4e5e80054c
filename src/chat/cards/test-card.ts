import { maskPhone } from "../../audience/phone.ts";
import { formatNumber } from "../../locale/format.ts";
import { testText } from "../../locale/test-send.ts";
import type { TestSend } from "../../test-send/test-send.ts";
import type { Card, Tone } from "../card.ts";
import type { CampaignView } from "./view.ts";

const TONE: Record<TestSend["state"], Tone> = {
  preparing: "neutral",
  submitting: "warning",
  submitted: "info",
  delivered: "success",
  failed: "danger",
  ended: "warning",
};

/** What became of a test of a campaign's text. */
export function testCard({ campaign, locale, providerName }: CampaignView, test: TestSend): Card {
  const t = testText[locale].card;
  const { state, code, detail } = test;
  const why = [code, detail].filter((part) => part !== null && part !== "").join(" ");
  return {
    title: t.title(formatNumber(locale, campaign.number), campaign.name),
    tone: TONE[state],
    fields: [
      { label: t.to, value: maskPhone(test.phone) },
      { label: t.state, value: state === "failed" ? t.failed(why) : t[state] },
      { label: t.segments, value: formatNumber(locale, test.segments) },
      { label: t.provider, value: providerName(test.provider) },
    ],
    footer: t.note,
  };
}

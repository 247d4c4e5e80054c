import { compose } from "../src/campaign/compose.ts";
import { segmentScheme } from "../src/campaign/plan.ts";
import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import { markedText, reportSections, VERDICT_TONE } from "../src/chat/cards/findings.ts";
import { reviewActions } from "../src/chat/cards/review-actions.ts";
import { providerNames } from "../src/chat/cards/view.ts";
import type { Command, Context } from "../src/chat/command.ts";
import { countSegments } from "../src/delivery/segments.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";
import { reviewText } from "../src/locale/review.ts";
import { review } from "../src/review/review.ts";
import { storeCheck } from "../src/review/stored-check.ts";

export const check: Command = {
  name: "check",
  role: "drafter",
  usage: "<text>",
  describe: { "zh-CN": "检查一段文案会不会被拦截", en: "see what would block a text" },
  run: async (context, args) =>
    args === ""
      ? notice("warning", commandText[context.locale].check.empty)
      : checkCard(context, args),
};

/** What there is to say of a text, with buttons to mend it, to handle its findings and to draft with it. */
export async function checkCard(
  { core, merchant, locale }: Context,
  written: string,
): Promise<Answer> {
  const t = commandText[locale].check;
  const words = campaignText[locale];
  const text = compose(merchant, written);
  const names = providerNames(core);
  const report = await review(core, { ...merchant, locale }, text, core.clock.now());
  const { segments, units } = countSegments(text, segmentScheme(merchant));
  const id = await storeCheck(core, merchant._id, written);
  return {
    kind: "card",
    card: {
      title: t.title,
      tone: VERDICT_TONE[report.verdict],
      fields: [
        ...Object.entries(report.providers).map(([provider, verdict]) => ({
          label: names(provider),
          value: words.verdict[verdict],
        })),
        { label: t.segments, value: `${segments} (${units})` },
      ],
      sections: [
        { kind: "quote", text: markedText(text, report.findings) },
        ...reportSections(report, locale, names),
      ],
      actions: [
        ...reviewActions(report.findings, { kind: "check", id }, locale),
        { id: "review.draft", args: ["check", id], label: reviewText[locale].draftIt },
      ],
    },
  };
}

import { compose } from "../src/campaign/compose.ts";
import { checkCampaign, segmentScheme } from "../src/campaign/plan.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import { findingsSection, markedText } from "../src/chat/cards/findings.ts";
import { providerNames } from "../src/chat/cards/view.ts";
import type { Command } from "../src/chat/command.ts";
import { countSegments } from "../src/delivery/segments.ts";
import { campaignText } from "../src/locale/campaign.ts";
import { commandText } from "../src/locale/commands.ts";

export const check: Command = {
  name: "check",
  role: "drafter",
  usage: "<text>",
  describe: { "zh-CN": "检查一段文案会不会被拦截", en: "see what would block a text" },
  run: async ({ core, merchant, locale }, args) => {
    const t = commandText[locale].check;
    if (args === "") return notice("warning", t.empty);
    const text = compose(merchant, args);
    const names = providerNames(core);
    const report = checkCampaign(core, { ...merchant, locale }, text, core.clock.now());
    const words = campaignText[locale];
    const { segments, units } = countSegments(text, segmentScheme(merchant));
    const tone = { pass: "success", warn: "warning", block: "danger" } as const;
    return {
      kind: "card",
      card: {
        title: t.title,
        tone: tone[report.verdict],
        fields: [
          ...Object.entries(report.providers).map(([id, verdict]) => ({
            label: names(id),
            value: words.verdict[verdict],
          })),
          { label: t.segments, value: `${segments} (${units})` },
        ],
        sections: [
          { kind: "quote", text: markedText(text, report.findings) },
          findingsSection(report.findings, locale, names),
        ],
      },
    };
  },
};

import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import { providerNames } from "../src/chat/cards/view.ts";
import type { ActionHandler, Command, Context } from "../src/chat/command.ts";
import { localDay } from "../src/local-time.ts";
import { formatNumber } from "../src/locale/format.ts";
import { reviewText } from "../src/locale/review.ts";
import { candidatePack } from "../src/review/candidate-pack.ts";
import type { RuleCandidate } from "../src/review/candidates.ts";

const MOST = 50;

const read = ({ core }: Context): Promise<RuleCandidate[]> =>
  core.store.ruleCandidates.find({}, { sort: { provider: 1, _id: 1 }, limit: MOST });

/** Phrases that get blocked though no rule knows them: proposed, never applied by themselves. */
export const candidatesCommand: Command = {
  name: "candidates",
  role: "admin",
  usage: "",
  describe: {
    "zh-CN": "被拦截但没有规则的词语",
    en: "phrases that are blocked without a rule",
  },
  run: async (context): Promise<Answer> => {
    const { core, locale } = context;
    const t = reviewText[locale].candidates;
    const candidates = await read(context);
    if (candidates.length === 0) return notice("info", t.none);
    const n = (value: number) => formatNumber(locale, value);
    const names = providerNames(core);
    return {
      kind: "card",
      card: {
        title: t.title,
        tone: "info",
        sections: [
          { kind: "text", text: [t.intro] },
          {
            kind: "table",
            columns: [t.phrase, t.provider, t.texts, t.people, t.interval],
            rows: candidates.map((candidate) => [
              candidate.phrase,
              names(candidate.provider),
              `${n(candidate.blockedTexts)}/${n(candidate.blockedTexts + candidate.passedTexts)}`,
              `${n(candidate.blocked)}/${n(candidate.total)}`,
              `${Math.round(candidate.low * 100)}–${Math.round(candidate.high * 100)}%`,
            ]),
          },
        ],
        actions: [{ id: "candidates.export", args: [], label: t.export }],
      },
    };
  },
};

/** The candidates as a pack of the operator's own, to be read and put in its folder by hand. */
export const candidatesAction: ActionHandler = {
  id: "candidates.export",
  role: "admin",
  run: async (context): Promise<Answer> => {
    const { core, merchant, locale } = context;
    const t = reviewText[locale].candidates;
    const candidates = await read(context);
    if (candidates.length === 0) return notice("info", t.none);
    const pack = candidatePack(candidates, localDay(core.clock.now(), merchant.timeZone));
    const content = new TextEncoder().encode(`${JSON.stringify(pack, null, 2)}\n`);
    return { kind: "file", name: "candidates.json", content, note: t.how };
  },
};

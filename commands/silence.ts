import type { Answer } from "../src/chat/answer.ts";
import { notice } from "../src/chat/campaign-ref.ts";
import type { Command, Context } from "../src/chat/command.ts";
import { refuseRole } from "../src/chat/refusals.ts";
import { formatTime } from "../src/locale/format.ts";
import { reviewText } from "../src/locale/review.ts";
import { liftSilence, type Silence, silencesOf } from "../src/review/silence.ts";

const nameOf = ({ rule, phrase }: Silence): string =>
  phrase === null ? rule : `${phrase} (${rule})`;

/** Lists what is silenced, and ends a silence; one is made from the finding itself. */
export const silenceCommand: Command = {
  name: "silence",
  role: "drafter",
  usage: "[lift <n>]",
  describe: { "zh-CN": "查看和取消静默的预警", en: "see and lift silenced findings" },
  run: async (context, args) => {
    const { core, merchant } = context;
    const silences = await silencesOf(core, merchant._id);
    const [, n] = /^lift\s+#?(\d{1,4})$/iu.exec(args.trim()) ?? [];
    return n === undefined ? list(context, silences) : lift(context, silences, n);
  },
};

function list({ merchant, locale }: Context, silences: readonly Silence[]): Answer {
  const t = reviewText[locale];
  if (silences.length === 0) return notice("info", t.list.empty);
  const items = silences.map((silence, i) => {
    const { by, until } = silence;
    const end =
      until === null ? t.done.forGood : t.done.until(formatTime(until, merchant.timeZone));
    return [t.list.line(i + 1, nameOf(silence), by.name, end)];
  });
  return {
    kind: "card",
    card: {
      title: t.list.title,
      tone: "neutral",
      sections: [
        { kind: "list", items },
        { kind: "text", text: [t.list.usage] },
      ],
    },
  };
}

async function lift(context: Context, silences: readonly Silence[], n: string): Promise<Answer> {
  const { core, actor, locale } = context;
  const t = reviewText[locale].list;
  const refused = refuseRole(context, "approver");
  if (refused !== undefined) return refused;
  const silence = silences[Number(n) - 1];
  if (silence === undefined || !(await liftSilence(core, silence, actor))) {
    return notice("warning", t.noSuch(n));
  }
  return notice("success", t.lifted(nameOf(silence)));
}

import { countSegments, firstOutsideGsm, type SegmentScheme } from "../../delivery/segments.ts";
import type { FormQuestion } from "./check-form.ts";
import type { FormHit } from "./form-rule.ts";
import { FORM_RULES } from "./form-rules.ts";

/** Characters that editors put in by themselves, with what the GSM alphabet has for them. */
const PLAIN: ReadonlyMap<string, string> = new Map(
  [
    ["‘’‚‛′`´ʼ", "'"],
    ["“”„‟″«»", '"'],
    ["‐‑‒–—―−", "-"],
    ["…", "..."],
    ["•·●▪", "-"],
    ["\u00a0\u2002\u2003\u2007\u2009\u202f\u3000", " "],
    ["\u200b\u200c\u200d\u2060\ufeff\u00ad", ""],
    ["，", ","],
    ["。", "."],
    ["！", "!"],
    ["？", "?"],
    ["：", ":"],
    ["；", ";"],
    ["（", "("],
    ["）", ")"],
    ["™", "(TM)"],
    ["©", "(C)"],
    ["®", "(R)"],
    ["×", "x"],
    ["áâãå", "a"],
    ["êë", "e"],
    ["íîï", "i"],
    ["óôõ", "o"],
    ["úû", "u"],
    ["ç", "c"],
  ].flatMap(([written = "", plain = ""]) => [...written].map((mark) => [mark, plain] as const)),
);

/** A text this little too long is worth shortening. */
const MOST_FEWER = 10;

/** What the text costs more than it has to, in segments. */
export function checkCost(question: FormQuestion): FormHit[] {
  return [...alphabetCost(question.text), ...shorterWording(question)];
}

/** The first character that makes a text in the GSM alphabet cost more segments, and what to write for it. */
function alphabetCost(text: string): FormHit[] {
  const at = firstOutsideGsm(text);
  if (at === -1 || /[\u3400-\u9fff]/.test(text)) return [];
  const mark = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const now = countSegments(text, "gsm").segments;
  let others = 0;
  let plain = "";
  for (const char of text) {
    if (firstOutsideGsm(char) === -1) plain += char;
    else {
      plain += PLAIN.get(char) ?? "";
      if (char !== mark) others++;
    }
  }
  const could = countSegments(plain, "gsm").segments;
  if (could >= now) return [];
  const instead = PLAIN.get(mark);
  const figures = { now, could, others, instead };
  const rule = FORM_RULES.encoding;
  const place = { start: at, end: at + mark.length, disguise: 0 };
  return [
    { rule, ...place, detail: mark, figures, ...(instead !== undefined && { fix: instead }) },
  ];
}

/** A few characters fewer, and it is one segment fewer: said once for each way of counting that is asked about. */
function shorterWording({ text, profiles, settings }: FormQuestion): FormHit[] {
  const schemeOf = (profile: string): SegmentScheme =>
    settings.setting(profile, "segments") ?? "mainland";
  return [...new Set(profiles.map(schemeOf))].flatMap((scheme): FormHit[] => {
    const { segments: now, units, perSegment, encoding } = countSegments(text, scheme);
    if (now < 2) return [];
    const could = now - 1;
    const alone = encoding === "gsm7" ? 160 : 70;
    const fewer = units - (could === 1 ? alone : could * perSegment);
    if (fewer < 1 || fewer > MOST_FEWER) return [];
    const concerns = (profile: string) => schemeOf(profile) === scheme;
    const figures = { now, could, fewer };
    const rule = FORM_RULES.saving;
    return [{ rule, start: 0, end: 0, disguise: 0, detail: "", figures, concerns }];
  });
}

import type { Locale } from "../../locale/locale.ts";
import { policyText } from "../../locale/policy-form.ts";
import type { Severity } from "../finding.ts";

/** A finding about a text's form: what it lacks or contains, whatever its words. */
export interface FormHit {
  readonly rule: string;
  readonly severity: Severity;
  readonly start: number;
  readonly end: number;
  readonly why: string;
  readonly suggestion: string | undefined;
}

const LINK =
  /https?:\/\/[^\s，。；！？、）)】]{1,200}|\b[a-z0-9-]{1,60}\.(?:com|cn|net|top|xyz|vip|cc|io|ly|gd|co|me)(?:\/[^\s，。；！？、）)】]{0,200})?/giu;
const SHORT_LINKS =
  /^(?:https?:\/\/)?(?:t\.cn|dwz\.cn|url\.cn|suo\.im|bit\.ly|tinyurl\.com|goo\.gl|t\.co|is\.gd|ow\.ly)\b/iu;
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/gu;
const SYMBOLS = /[¥￥★☆※√◆■●▲♥❤]|\p{Extended_Pictographic}/gu;
const BRACKETS = /【[^【】]{0,40}】/gu;
const SIGNATURE = /^【[^【】]{2,20}】|【[^【】]{2,20}】$/u;
const OPT_OUT =
  /拒收请?回复?\s*[A-Z]{1,2}|回复?\s*[A-Z]{1,2}\s*退订|退订请?回复?\s*[A-Z]{1,2}|回复?退订|\bstop\b/iu;
const UNFILLED = /\$\{\w{1,40}\}|\{\{?\w{1,40}\}?\}|\{\d\}/gu;

/** Looks at a text's form. Every expression is bounded, so that no text takes more than linear time. */
export function checkForm(text: string, locale: Locale): FormHit[] {
  const t = policyText[locale];
  const hits: FormHit[] = [];
  const add = (
    rule: keyof typeof t.form,
    severity: Severity,
    match?: RegExpMatchArray | { index: number; 0: string },
  ) => {
    const start = match?.index ?? 0;
    const { why, suggestion } = t.form[rule];
    const end = match === undefined ? 0 : start + match[0].length;
    hits.push({
      rule: `form.${rule}`,
      severity,
      start,
      end,
      why,
      suggestion: suggestion === "" ? undefined : suggestion,
    });
  };
  for (const match of text.matchAll(LINK))
    add(
      SHORT_LINKS.test(match[0]) ? "short_link" : "link",
      SHORT_LINKS.test(match[0]) ? "block" : "warn",
      match,
    );
  for (const match of text.matchAll(MOBILE)) add("phone", "warn", match);
  for (const match of text.matchAll(SYMBOLS)) add("symbol", "warn", match);
  for (const match of text.matchAll(UNFILLED)) add("variable", "block", match);
  const inside = [...text.matchAll(BRACKETS)].filter(
    ({ index, 0: whole }) => index !== 0 && index + whole.length !== text.length,
  );
  for (const match of inside) add("bracket", "warn", match as RegExpMatchArray);
  if (!SIGNATURE.test(text)) add("signature", "info");
  if (!OPT_OUT.test(text)) add("opt_out", "warn");
  return hits;
}

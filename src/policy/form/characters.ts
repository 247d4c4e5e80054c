import { TRADITIONAL_PAIRS } from "../reading/traditional.ts";
import type { FormQuestion } from "./check-form.ts";
import type { FormHit, FormRule } from "./form-rule.ts";
import { FORM_RULES } from "./form-rules.ts";
import { blanksIn, variableAt } from "./variables.ts";

/** What a character is to the checks of form, by UTF-16 unit. */
export type MarkTable = Uint8Array;
const SYMBOL = 1;
const EMOJI = 2;
const TRADITIONAL = 3;
const BRACKET = 4;
const VARIABLE = 5;
const CAPITAL = 6;
const SMALL = 7;

/** Named by Tencent, Huawei, Volcengine and Qiniu: ¥ ★ ※ √ & ^ _ and their like. */
const SYMBOLS = "¥￥★☆※√×◆◇■□●○▲△▼▽♠♣♦♪♫☀☁☂☃☺☻→←↑↓⇒✓✔✘✖✦✧✨❀✿❁☎✆✉✈⚡♂♀§&^_`|\\<>\u00a4";

/** Builds the table that `checkCharacters` looks characters up in. */
export function buildMarkTable(): MarkTable {
  const marks = new Uint8Array(0x10000);
  for (let unit = 0x41; unit <= 0x5a; unit++) marks[unit] = CAPITAL;
  for (let unit = 0x61; unit <= 0x7a; unit++) marks[unit] = SMALL;
  for (let i = 0; i < TRADITIONAL_PAIRS.length; i += 2) {
    marks[TRADITIONAL_PAIRS.charCodeAt(i)] = TRADITIONAL;
  }
  for (let unit = 0x2600; unit <= 0x27bf; unit++) marks[unit] = SYMBOL;
  for (const symbol of SYMBOLS) marks[symbol.charCodeAt(0)] = SYMBOL;
  // High surrogates of the planes that hold emoji; rare Han of the second plane are letters.
  for (let unit = 0xd83c; unit <= 0xd83e; unit++) marks[unit] = EMOJI;
  for (const mark of "【】") marks[mark.charCodeAt(0)] = BRACKET;
  for (const mark of "${#[%<") marks[mark.charCodeAt(0)] = VARIABLE;
  return marks;
}

const BRACKETED = /^【[^【】]*】/u;
const LONGEST_BRACKETED = 40;

/** Share and number of capitals at which a text shouts. */
const SHOUTING = { share: 0.7, least: 20 };

/** What single characters of a text bring: symbols, emoji, brackets, variables, capitals. */
export function checkCharacters({ text, spans, marks }: FormQuestion): FormHit[] {
  const hits: FormHit[] = [];
  const add = (
    rule: FormRule,
    start: number,
    end: number,
    more: Partial<Pick<FormHit, "detail" | "fix">> = {},
  ) => hits.push({ rule, start, end, disguise: 0, detail: text.slice(start, end), ...more });
  const signature = signatureRanges(text);
  let capitals = 0;
  let letters = 0;
  let nextSpan = 0;
  for (let i = 0; i < text.length; i++) {
    const span = spans[nextSpan];
    if (span !== undefined && i >= span.start && span.kind !== "amount" && span.kind !== "one") {
      i = span.end - 1;
      nextSpan++;
      continue;
    }
    if (span !== undefined && i >= span.end) nextSpan++;
    switch (marks[text.charCodeAt(i)]) {
      case CAPITAL:
        capitals++;
        letters++;
        break;
      case SMALL:
        letters++;
        break;
      case TRADITIONAL: {
        const end = runEnd(text, i, marks, TRADITIONAL);
        add(FORM_RULES.traditional, i, end, { fix: simplified(text.slice(i, end)) });
        i = end - 1;
        break;
      }
      case SYMBOL: {
        const end = runEnd(text, i, marks, SYMBOL);
        add(FORM_RULES.symbols, i, end, { fix: "" });
        i = end - 1;
        break;
      }
      case EMOJI: {
        const end = emojiEnd(text, i, marks);
        add(FORM_RULES.emoji, i, end, { fix: "" });
        i = end - 1;
        break;
      }
      case BRACKET:
        if (!signature.some(({ from, to }) => i >= from && i < to)) {
          const size = variableAt(text, i);
          if (size > 0) {
            add(FORM_RULES.variables, i, i + size);
            i += size - 1;
            break;
          }
          const closed = BRACKETED.exec(text.slice(i, i + LONGEST_BRACKETED))?.[0].length;
          const end = closed === undefined ? runEnd(text, i, marks, BRACKET) : i + closed;
          add(FORM_RULES.brackets, i, end, { fix: quoted(text.slice(i, end)) });
          i = end - 1;
        }
        break;
      case VARIABLE: {
        const size = variableAt(text, i);
        if (size > 0) add(FORM_RULES.variables, i, i + size);
        else if (SYMBOLS.includes(text.charAt(i))) add(FORM_RULES.symbols, i, i + 1);
        i += Math.max(0, size - 1);
        break;
      }
      default:
    }
  }
  if (letters >= SHOUTING.least && capitals / letters >= SHOUTING.share) {
    add(FORM_RULES.capitals, 0, 0, { detail: "" });
  }
  for (const { start, end } of blanksIn(text)) add(FORM_RULES.variables, start, end);
  return hits;
}

/** Where the signature's brackets are: in front or behind. */
function signatureRanges(text: string): { readonly from: number; readonly to: number }[] {
  const front = /^\s*【[^【】]{1,30}】/u.exec(text)?.[0].length ?? 0;
  if (front > 0) return [{ from: 0, to: front }];
  const behind = /【[^【】]{1,30}】\s*$/u.exec(text.slice(-40))?.[0].length ?? 0;
  return [{ from: text.length - behind, to: text.length }];
}

function runEnd(text: string, from: number, marks: MarkTable, mark: number): number {
  let end = from + 1;
  while (end < text.length && marks[text.charCodeAt(end)] === mark) end++;
  return end;
}

/** The end of emoji in a row, with the joiners and selectors that belong to them. */
function emojiEnd(text: string, from: number, marks: MarkTable): number {
  let end = from;
  while (end < text.length) {
    const unit = text.charCodeAt(end);
    if (marks[unit] === EMOJI) end += 2;
    else if (unit === 0x200d || (unit >= 0xfe00 && unit <= 0xfe0f)) end++;
    else break;
  }
  return Math.min(end, text.length);
}

const SIMPLIFIED: ReadonlyMap<string, string> = new Map(
  Array.from({ length: TRADITIONAL_PAIRS.length / 2 }, (_, i) => [
    TRADITIONAL_PAIRS.charAt(2 * i),
    TRADITIONAL_PAIRS.charAt(2 * i + 1),
  ]),
);

/** Each character in its simplified form. */
function simplified(text: string): string {
  let written = "";
  for (const character of text) written += SIMPLIFIED.get(character) ?? character;
  return written;
}

/** 【】 in the body, as quotes; one left alone goes. */
function quoted(text: string): string {
  return /^【.+】$/u.test(text) ? `“${text.slice(1, -1)}”` : "";
}

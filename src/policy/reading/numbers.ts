import { KIND } from "./character-table.ts";
import { DISGUISE } from "./disguise.ts";
import { isDigit, type PlainText } from "./plain-text.ts";
import type { Span } from "./spans.ts";

/** Digits that people write instead of 0 to 9, each with its value and one: 0 marks what is no digit. */
export function buildNumerals(): Uint8Array {
  const numerals = new Uint8Array(0x10000);
  for (const [i, forms] of [
    "0零〇○",
    "1一壹幺",
    "2二贰",
    "3三叁",
    "4四肆",
    "5五伍",
    "6六陆",
    "7七柒",
    "8八捌",
    "9九玖",
  ].entries()) {
    for (const form of forms) numerals[form.charCodeAt(0)] = i + 1;
  }
  return numerals;
}

/** As many digits as a phone can have with what may stand before it, and a few to see that it goes on. */
const MOST_DIGITS = 24;
const MOST_GAP = 2;

interface Digits {
  readonly value: string;
  /** Offset of each digit. */
  readonly at: readonly number[];
  /** Lengths of the groups that anything but nothing separates. */
  readonly groups: readonly number[];
  readonly disguise: number;
}

/** The phone, sum of money or long number that begins at the digit at `from`; undefined for a few plain digits. */
export function numberAt(text: PlainText, from: number, numerals: Uint8Array): Span | undefined {
  if (mayBeginPhone(text, from, numerals)) {
    const phone = phoneIn(text, gather(text, from, numerals));
    if (phone !== undefined) return phone;
  }
  if (!isDigit(text.read[from] ?? 0)) return undefined;
  return moneyAt(text, from) ?? longNumberAt(text, from);
}

/** Phones begin with 0, 1, 4 or 8, or behind a plus. */
function mayBeginPhone({ read }: PlainText, from: number, numerals: Uint8Array): boolean {
  const digit = (numerals[read[from] ?? 0] ?? 0) - 1;
  return digit <= 1 || digit === 4 || digit === 8 || read[from - 1] === 0x2b;
}

function gather(text: PlainText, from: number, numerals: Uint8Array): Digits {
  const { read, kind, length } = text;
  let value = "";
  const at: number[] = [];
  const groups = [0];
  let disguise = 0;
  let gap = 0;
  let gapKind = 0;
  for (let i = from; i < length && value.length < MOST_DIGITS && gap <= MOST_GAP; i++) {
    const unit = read[i] ?? 0;
    const digit = (numerals[unit] ?? 0) - 1;
    if (digit >= 0) {
      if (gap > 0) groups.push(0);
      if (gapKind === KIND.mark) disguise |= DISGUISE.noise;
      if (gapKind === KIND.invisible) disguise |= DISGUISE.zerowidth;
      if (!isDigit(unit)) disguise |= DISGUISE.lookalike;
      groups[groups.length - 1] = (groups[groups.length - 1] ?? 0) + 1;
      value += String(digit);
      at.push(i);
      gap = gapKind = 0;
      continue;
    }
    const between = unit === 0 ? KIND.invisible : (kind[unit] ?? 0);
    if (between === KIND.letter || between >= KIND.phrase) break;
    if (between !== KIND.invisible) gap++;
    gapKind = Math.max(gapKind, between);
  }
  return { value, at, groups, disguise };
}

/** National numbers of the mainland; 86 or a plus in front; anything with a plus. */
function phoneIn(text: PlainText, digits: Digits): Span | undefined {
  const { value } = digits;
  const prefix = /^(?:00)?86(?=1[3-9]\d{9})/.exec(value)?.[0].length ?? 0;
  const national = value.slice(prefix);
  if (/^1[3-9]\d{9}/.test(national)) return whole(text, digits, prefix + 11, "mobile");
  if (/^[48]00\d{7}/.test(value)) return whole(text, digits, 10, "hotline");
  const landline = /^0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}/.exec(value)?.[0].length;
  if (landline !== undefined && digits.disguise === 0) {
    return whole(text, digits, landline, "hotline");
  }
  if (text.read[(digits.at[0] ?? 0) - 1] === 0x2b && /^[1-9]\d{7,14}$/.test(value)) {
    return whole(text, digits, value.length, "mobile");
  }
  return undefined;
}

/** The first `count` digits as a span, if they stand as a phone would and not as several numbers in a row. */
function whole(
  text: PlainText,
  { value, at, groups, disguise }: Digits,
  count: number,
  kind: "mobile" | "hotline",
): Span | undefined {
  let covered = 0;
  let used = 0;
  while (covered < count && used < groups.length) covered += groups[used++] ?? 0;
  if (covered !== count) return undefined;
  const own = groups.slice(0, used);
  const natural = own.every((size) => size >= 3) || own.every((size) => size === 1);
  const prefixed = own[0] === 2 && value.startsWith("86") && own.slice(1).every((n) => n >= 3);
  if (!natural && !prefixed && disguise === 0) return undefined;
  const start = at[0] ?? 0;
  const plus = text.read[start - 1] === 0x2b ? 1 : 0;
  const apart = own.length === count ? DISGUISE.noise : 0;
  return {
    kind,
    start: start - plus,
    end: (at[count - 1] ?? start) + 1,
    disguise: disguise | apart,
  };
}

const YUAN = new Set([..."元块圆"].map((one) => one.charCodeAt(0)));
const TIMES = new Set([..."十百千万亿wk"].map((one) => one.charCodeAt(0)));
/** Words that begin with 元 or 块: 50元宵 is no sum. */
const NOT_MONEY = new Set([..."宵旦素件气首老"].map((one) => one.charCodeAt(0)));

function moneyAt({ read, length }: PlainText, from: number): Span | undefined {
  let end = from;
  let value = "";
  while (end < length && end < from + 12) {
    const unit = read[end] ?? 0;
    const dot = unit === 0x2e || unit === 0x2c;
    if (!isDigit(unit) && !(dot && isDigit(read[end + 1] ?? 0))) break;
    if (unit !== 0x2c) value += String.fromCharCode(unit);
    end++;
  }
  const signed = read[from - 1] === 0xa5 || read[from - 1] === 0x24;
  const multiplied = TIMES.has(read[end] ?? 0);
  const unitAt = multiplied ? end + 1 : end;
  const named = YUAN.has(read[unitAt] ?? 0) && !NOT_MONEY.has(read[unitAt + 1] ?? 0);
  if (!signed && !named) return undefined;
  const kind = !multiplied && Number(value) <= 1 ? "one" : "amount";
  return {
    kind,
    start: signed ? from - 1 : from,
    end: named ? unitAt + 1 : end,
    disguise: 0,
  };
}

function longNumberAt({ read, length }: PlainText, from: number): Span | undefined {
  let end = from;
  while (end < length && isDigit(read[end] ?? 0)) end++;
  return end - from < 5 ? undefined : { kind: "number", start: from, end, disguise: 0 };
}

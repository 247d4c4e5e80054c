import { DISGUISE } from "./disguise.ts";
import { isDigit, isLatin, type PlainText } from "./plain-text.ts";
import type { Span } from "./spans.ts";

/** Top-level domains seen in SMS links; a name with another ending only counts behind `https://` or `www.`. */
const TOP_LEVEL = new Set(
  "com cn net org top xyz vip cc io co me ly gd info biz shop store site online club ltd link wang ren tech live fun pub icu pro app im tv la us uk hk tw jp kr sg my de fr ru in gg to ai ws mobi asia edu gov".split(
    " ",
  ),
);

/** Longer than any SMS: what looks for links looks no further. */
const LONGEST_LINK = 600;

const DOT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const AT = 0x40;
const HYPHEN = 0x2d;
/** Marks that a link may hold besides letters and digits. */
const IN_LINK = new Uint8Array(0x80);
for (const mark of "-._~@/?#%&=+:$!*") IN_LINK[mark.charCodeAt(0)] = 1;
const ENDS_SENTENCE = new Set([..."!.?:*"].map((mark) => mark.charCodeAt(0)));

/**
 * Looks for a link or e-mail address in the run of link characters that begins at `from`.
 * `end` is how far it looked: where the link ends, or else the run.
 */
export function linkAt(
  text: PlainText,
  from: number,
): { readonly link?: Span; readonly end: number } {
  const run = runAt(text, from);
  const link = run === undefined ? undefined : linkIn(run, from);
  if (link !== undefined) return { link, end: link.end };
  return { end: run === undefined ? runEnd(text, from) : from + run.units.length };
}

interface Run {
  /** The run's units, with every dot written as one. */
  readonly units: Uint16Array;
  readonly disguise: number;
}

function runEnd({ read, length }: PlainText, from: number): number {
  const stop = Math.min(length, from + LONGEST_LINK);
  let end = from;
  for (; end < stop; end++) {
    const unit = read[end] ?? 0;
    if (!isLatin(unit) && !isDigit(unit) && (unit >= 0x80 || IN_LINK[unit] !== 1)) break;
  }
  return end;
}

/** The run at `from`, if a dot or colon in it leaves hope of a link. */
function runAt(text: PlainText, from: number): Run | undefined {
  let end = runEnd(text, from);
  const spelled: number[] = [];
  while (end < from + LONGEST_LINK && isSpelledDot(text, end)) {
    spelled.push(end);
    end = runEnd(text, end + 1);
  }
  const units = text.read.subarray(from, end);
  if (spelled.length === 0) {
    return units.includes(DOT) || units.includes(COLON) ? { units, disguise: 0 } : undefined;
  }
  const dotted = units.slice();
  for (const at of spelled) dotted[at - from] = DOT;
  return { units: dotted, disguise: DISGUISE.lookalike };
}

/** 。 or 点 between a name and a top-level domain. */
function isSpelledDot({ read, length }: PlainText, at: number): boolean {
  const unit = read[at] ?? 0;
  if (unit !== 0x3002 && unit !== 0x70b9) return false;
  let end = at + 1;
  while (end < length && end < at + 8 && isLatin(read[end] ?? 0)) end++;
  return TOP_LEVEL.has(String.fromCharCode(...read.subarray(at + 1, end)));
}

const isHost = (unit: number): boolean =>
  isLatin(unit) || isDigit(unit) || unit === DOT || unit === HYPHEN;

function linkIn({ units, disguise }: Run, offset: number): Span | undefined {
  const at = (kind: "link" | "email", start: number, end: number): Span => ({
    kind,
    start: offset + start,
    end: offset + end,
    disguise,
  });
  for (let start = 0; start < units.length; ) {
    let end = start;
    while (end < units.length && isHost(units[end] ?? 0)) end++;
    const next = units[end];
    if (end > start && next === COLON && units[end + 1] === SLASH && units[end + 2] === SLASH) {
      return at("link", start, sentenceEnd(units));
    }
    const name = end > start ? nameEnd(units, start, end) : undefined;
    if (name !== undefined && start > 1 && units[start - 1] === AT) return at("email", 0, name);
    if (name !== undefined && (name < end || next !== AT)) {
      return at("link", start, name < end || next === undefined ? name : sentenceEnd(units));
    }
    start = end + 1;
  }
  return undefined;
}

/** Where a domain name or IPv4 address in `[start, stop)` ends; undefined when it is none. */
function nameEnd(units: Uint16Array, start: number, stop: number): number | undefined {
  let end = stop;
  while (end > start && (units[end - 1] === DOT || units[end - 1] === HYPHEN)) end--;
  const labels = String.fromCharCode(...units.subarray(start, end)).split(".");
  const last = labels.at(-1) ?? "";
  if (labels.length < 2 || labels.includes("")) return undefined;
  const address = labels.length === 4 && labels.every((label) => /^\d{1,3}$/.test(label));
  return address || TOP_LEVEL.has(last) || labels[0] === "www" ? end : undefined;
}

/** The end of a run without the mark that ends the sentence around it. */
function sentenceEnd(units: Uint16Array): number {
  let end = units.length;
  while (end > 0 && ENDS_SENTENCE.has(units[end - 1] ?? 0)) end--;
  return end;
}

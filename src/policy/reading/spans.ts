import { linkAt } from "./links.ts";
import { numberAt } from "./numbers.ts";
import { isDigit, isLatin, type PlainText } from "./plain-text.ts";

/** What is read as one thing, not as letters and digits in which words could be found. */
export const SPAN_KINDS = [
  "link",
  "email",
  /** A mobile number, or one in international form. */
  "mobile",
  /** A land line, 400 or 800. */
  "hotline",
  /** Five digits or more that are no phone. */
  "number",
  /** Money. */
  "amount",
  /** Money up to one yuan: 0元, 1元, 0.01元. */
  "one",
] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

export interface Span {
  readonly kind: SpanKind;
  /** UTF-16 offsets of the original text, `[start, end)`. */
  readonly start: number;
  readonly end: number;
  /** `DISGUISE` bits: marks between digits, Chinese numerals, a 点 for the dot. */
  readonly disguise: number;
}

/** Finds all spans, left to right, without overlaps; each character is looked at a bounded number of times. */
export function findSpans(text: PlainText, numerals: Uint8Array): Span[] {
  const spans: Span[] = [];
  const { read, length } = text;
  let linksSoughtTo = 0;
  for (let i = 0; i < length; ) {
    const unit = read[i] ?? 0;
    const latin = isLatin(unit);
    let span: Span | undefined;
    if (latin || isDigit(unit)) {
      if (i >= linksSoughtTo) {
        const sought = linkAt(text, i);
        span = sought.link;
        linksSoughtTo = sought.end;
      }
    }
    if (span === undefined && (numerals[unit] ?? 0) > 0) span = numberAt(text, i, numerals);
    if (span !== undefined) {
      spans.push(span);
      i = span.end;
      continue;
    }
    i++;
    if (latin) while (i < length && isLatin(read[i] ?? 0)) i++;
    else if (isDigit(unit)) while (i < length && isDigit(read[i] ?? 0)) i++;
  }
  return spans;
}

import type { Word } from "./lexicon.ts";
import { KIND } from "./reading/character-table.ts";
import { DISGUISE } from "./reading/disguise.ts";
import { isDigit, isLatin } from "./reading/plain-text.ts";
import type { Reading } from "./reading/reading.ts";

/** Visible characters that may stand between two of a word's. */
const MOST_BETWEEN = 4;

/**
 * Whether the units `[start, end)` are one word, and with which `DISGUISE` bits what stands between them hides it;
 * undefined when they are not: parts of Latin words, or of several sentences. `unitOf` tells where each of the word's
 * units was read, where that is not one after the other: a syllable of pinyin is several letters.
 */
export function hidingOf(
  reading: Reading,
  word: Word,
  start: number,
  end: number,
  unitOf: (i: number) => number = (i) => start + i,
): number | undefined {
  if (cutsLatin(reading, start, end)) return undefined;
  const { gap, gapLength, gapMark } = reading;
  let places = word.units.length - 1;
  let filled = 0;
  let natural = 0;
  let paused = 0;
  let gravest = 0;
  let zerowidth = 0;
  for (let i = 1; i < word.units.length; i++) {
    const at = unitOf(i);
    // Both are read from one emoji.
    if (reading.start[at] === reading.start[at - 1]) places--;
    const kind = gap[at] ?? 0;
    if (kind === 0) continue;
    if (kind === KIND.invisible) {
      zerowidth = DISGUISE.zerowidth;
      continue;
    }
    if ((gapLength[at] ?? 0) > MOST_BETWEEN) return undefined;
    if (isNatural(word.breaks[i] ?? 0, kind, gapMark[at] ?? 0)) {
      natural++;
      continue;
    }
    filled++;
    if (kind >= KIND.phrase) paused++;
    if (kind > gravest) gravest = kind;
  }
  if (filled === 0) return zerowidth;
  const everywhere = filled + natural === places;
  // Across the end of a phrase or sentence only when one parts every character from the next: 加，微，信.
  if (paused > 0 && !(paused === places && places > 1)) return undefined;
  if (word.latin && !everywhere) return undefined;
  if (gravest === KIND.space && !everywhere) return zerowidth;
  return zerowidth | DISGUISE.noise;
}

/** `vx` is no word in `vxa` or `avx`, but it is in `vx123`; `5g` is none in `15g`. */
function cutsLatin({ units, gap, length }: Reading, start: number, end: number): boolean {
  return joins(start) || (end < length && joins(end));

  function joins(at: number): boolean {
    if (at === 0 || gap[at] !== 0) return false;
    const before = units[at - 1] ?? 0;
    const after = units[at] ?? 0;
    return (isLatin(before) && isLatin(after)) || (isDigit(before) && isDigit(after));
  }
}

/** How words are set apart anyway: by a space between words and scripts, or by the mark that the word itself has. */
function isNatural(own: number, kind: number, mark: number): boolean {
  return own !== 0 && (kind === KIND.space || own === mark);
}

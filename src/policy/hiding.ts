import type { Word } from "./lexicon.ts";
import { KIND } from "./reading/character-table.ts";
import { DISGUISE } from "./reading/disguise.ts";
import { isDigit, isLatin } from "./reading/plain-text.ts";
import type { Reading } from "./reading/reading.ts";

/** Visible characters that may stand between two of a word's. */
const MOST_BETWEEN = 3;

/**
 * Whether the units `[start, end)` are one word, and with which `DISGUISE` bits what stands between them hides it;
 * undefined when they are not: parts of Latin words, of several sentences, or of words that a space sets apart.
 */
export function hidingOf(
  reading: Reading,
  word: Word,
  start: number,
  end: number,
): number | undefined {
  if (cutsLatin(reading, start, end)) return undefined;
  const { gap, gapLength, gapMark } = reading;
  const places = end - start - 1;
  let filled = 0;
  let natural = 0;
  let gravest = 0;
  let zerowidth = 0;
  let mark = -1;
  for (let i = start + 1; i < end; i++) {
    const kind = gap[i] ?? 0;
    if (kind === 0) continue;
    if (kind === KIND.invisible) {
      zerowidth = DISGUISE.zerowidth;
      continue;
    }
    if ((gapLength[i] ?? 0) > MOST_BETWEEN) return undefined;
    // How words are set apart anyway: a space, a hyphen.
    if (word.breaks[i - start] === 1 && kind <= KIND.joint) {
      natural++;
      continue;
    }
    filled++;
    if (kind > gravest) gravest = kind;
    const same = mark === -1 || mark === gapMark[i];
    mark = same ? (gapMark[i] ?? 0) : 0;
  }
  if (filled === 0) return zerowidth;
  const everywhere = filled + natural === places;
  // Across the end of a phrase or sentence only when the same mark parts every character: 加，微，信.
  if (gravest >= KIND.phrase && !(everywhere && places > 1 && mark > 0)) return undefined;
  if (word.latin && !everywhere) return undefined;
  if (gravest === KIND.space && !everywhere) return zerowidth;
  if (gravest === KIND.space && places === 1 && !standsAlone(reading, start, end)) return undefined;
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

/** Two characters with a space between them are a hidden word only when nothing touches them on either side. */
function standsAlone({ gap, length }: Reading, start: number, end: number): boolean {
  return (start === 0 || gap[start] !== 0) && (end === length || gap[end] !== 0);
}

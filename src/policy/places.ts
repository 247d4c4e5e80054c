import { LONGEST } from "./matcher.ts";
import type { Reading } from "./reading/reading.ts";

/** A word of a rule, by the units of the reading that it covers, and the `DISGUISE` bits that hide it. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly hiding: number;
}

/**
 * Whether a harmless wording holds the place, or stands whole where the place is only pieced together from a part of
 * it and something else: 好 酒店. One that is only a part of the place does not count.
 */
export function isHarmless(harmless: readonly Place[], term: Place): boolean {
  for (let i = firstFrom(harmless, term.end - LONGEST); i < harmless.length; i++) {
    const other = harmless[i];
    if (other === undefined || other.start >= term.end) return false;
    if (other.start <= term.start && other.end >= term.end) return true;
    const sticksOut = other.start < term.start || other.end > term.end;
    if (term.hiding !== 0 && other.hiding === 0 && sticksOut && other.end > term.start) return true;
  }
  return false;
}

/** Whether one of the places is at most `within` units away, in the same sentence. */
export function hasNear(
  { sentence }: Reading,
  places: readonly Place[],
  term: Place,
  within: number,
): boolean {
  for (let i = firstFrom(places, term.start - within - LONGEST); i < places.length; i++) {
    const other = places[i];
    if (other === undefined || other.start > term.end + within) return false;
    const apart = Math.max(other.start - term.end, term.start - other.end);
    if (apart >= 0 && apart <= within && sentence[other.start] === sentence[term.start])
      return true;
  }
  return false;
}

/** The first place after `last`, if it begins within so many units and in the same sentence. */
export function nextWithin(
  { sentence }: Reading,
  places: readonly Place[],
  last: Place,
  within: number,
): Place | undefined {
  const next = places[firstFrom(places, last.end)];
  if (next === undefined || next.start > last.end + within) return undefined;
  return sentence[next.start] === sentence[last.start] ? next : undefined;
}

/** Index of the first place that starts at `from` or later. */
export function firstFrom(places: readonly { readonly start: number }[], from: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle]?.start ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of overlapping places the longer, or else the first. */
export function longest(places: Place[]): Place[] {
  if (places.length < 2) return places;
  const kept: Place[] = [];
  for (const place of places.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || place.start >= last.end) kept.push(place);
    else if (place.end - place.start > last.end - last.start) kept[kept.length - 1] = place;
  }
  return kept;
}

import { hidingOf } from "./hiding.ts";
import type { Lexicon, Word } from "./lexicon.ts";
import { madeUpNames } from "./made-up-names.ts";
import { LONGEST } from "./matcher.ts";
import { firstFrom, hasNear, isHarmless, longest, nextWithin, type Place } from "./places.ts";
import type { Ear } from "./reading/by-sound.ts";
import { DISGUISE } from "./reading/disguise.ts";
import type { Reader } from "./reading/reader.ts";
import type { Reading } from "./reading/reading.ts";
import type { Span } from "./reading/spans.ts";
import type { Rule } from "./rule.ts";

/** A place of a text that offends a rule, and the `DISGUISE` bits of how it is written. */
export interface Offence extends Range {
  readonly rule: Rule;
  /** Of the rule. */
  readonly index: number;
  readonly disguise: number;
}

/** UTF-16 offsets of the original text, `[start, end)`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** What one rule's words were found, each list in order of where they start. */
interface Found {
  readonly terms: Place[];
  readonly harmless: Place[];
  readonly near: Place[];
  readonly unless: Place[];
  /** By pattern, then by part. */
  readonly parts: Place[][][];
}

/** Disguises that only a second reading sees through. */
const SECOND = DISGUISE.split | DISGUISE.emoji | DISGUISE.lookalike;

/**
 * Builds the scanner. It reads a text plainly, by its sound, and, where characters have one, by their second reading;
 * a place found twice counts once. Linear in the text's length.
 */
export function createScanner(lexicon: Lexicon, reader: Reader, ear: Ear) {
  const { rules } = lexicon;
  return { scan };

  function scan(text: string): { readonly offences: Offence[]; readonly spans: readonly Span[] } {
    const { reading, spans } = reader.read(text);
    const found = collect(reading);
    hearWords(reading, found);
    const offences = judge(reading, found);
    const { letters, symbols } = reading.second;
    if (!letters && !symbols) return { offences, spans };
    const harmless = harmlessRanges(reading, found);
    let seen = offences;
    // An emoji is a word, or it is noise between halves of others.
    for (const which of letters && symbols ? (["all", "letters"] as const) : (["all"] as const)) {
      const again = reader.readAgain(text, spans, which);
      const foundAgain = collect(again);
      hearWords(again, foundAgain);
      const harmlessAgain = harmlessRanges(again, foundAgain);
      seen = seen.filter(({ index, ...place }) => !holds(harmlessAgain.get(index), place));
      seen = merged([...seen, ...judge(again, foundAgain, harmless)]);
    }
    return { offences: seen, spans };
  }

  function collect(reading: Reading): Map<number, Found> {
    const found = new Map<number, Found>();
    lexicon.matcher.scan(reading.units, reading.length, (index, start, end) => {
      const word = lexicon.words[index];
      if (word === undefined) return;
      const hiding = hidingOf(reading, word, start, end);
      if (hiding !== undefined) note(found, word, { start, end, hiding });
    });
    if (lexicon.idUses !== undefined) {
      const names = madeUpNames(reading);
      for (const place of names) note(found, lexicon.idUses, place);
      if (names.length > 0) putInOrder(found, [lexicon.idUses]);
    }
    return found;
  }

  /** Adds what only sounds like a term. A text without Chinese characters is not heard: its Latin is no pinyin. */
  function hearWords(reading: Reading, found: Map<number, Found>): void {
    if (lexicon.soundWords.length === 0 || !hasChinese(reading)) return;
    const sounded = ear.hear(reading);
    const heard = new Set<Word>();
    lexicon.soundMatcher.scan(sounded.units, sounded.length, (index, from, to) => {
      const start = sounded.from[from] ?? 0;
      const end = sounded.to[to - 1] ?? 0;
      for (const word of lexicon.soundWords[index] ?? []) {
        const disguise = ear.disguiseOf(reading, sounded, from, to, word.units);
        if (disguise === 0) continue;
        const hiding = hidingOf(reading, word, start, end, (i) => sounded.from[from + i] ?? 0);
        if (hiding === undefined) continue;
        note(found, word, { start, end, hiding: hiding | disguise });
        heard.add(word);
      }
    });
    putInOrder(found, heard);
  }

  /** Sorts the lists that words found later were added to. */
  function putInOrder(found: ReadonlyMap<number, Found>, words: Iterable<Word>): void {
    const concerned = new Set([...words].flatMap(({ uses }) => uses.map(({ rule }) => rule)));
    for (const rule of concerned) {
      const own = found.get(rule);
      if (own === undefined) continue;
      for (const list of [own.harmless, own.near, own.unless, ...own.parts.flat()]) {
        list?.sort((a, b) => a.start - b.start);
      }
    }
  }

  function note(found: Map<number, Found>, word: Word, place: Place): void {
    for (const { rule, role } of word.uses) {
      let own = found.get(rule);
      if (own === undefined) {
        own = { terms: [], harmless: [], near: [], unless: [], parts: [] };
        found.set(rule, own);
      }
      if (role.kind === "term") own.terms.push(place);
      else if (role.kind === "part") {
        own.parts[role.pattern] ??= [];
        const parts = own.parts[role.pattern] ?? [];
        parts[role.part] ??= [];
        parts[role.part]?.push(place);
      } else own[role.kind].push(place);
    }
  }

  /** The offences of a reading; of a second one only those that the first could not see. */
  function judge(
    reading: Reading,
    found: ReadonlyMap<number, Found>,
    plainHarmless?: ReadonlyMap<number, readonly Range[]>,
  ): Offence[] {
    const offences: Offence[] = [];
    for (const [index, own] of found) {
      const rule = rules[index];
      if (rule === undefined) continue;
      const bad = own.terms.filter((term) => offends(reading, rule, own, term));
      for (const [i, { within }] of rule.patterns.entries()) {
        bad.push(...sequences(reading, own, own.parts[i] ?? [], rule, i, within));
      }
      for (const place of longest(bad)) {
        const offence = { rule, index, ...offenceAt(reading, place) };
        if (plainHarmless === undefined) offences.push(offence);
        else if (isSecondSight(reading, place) && !meets(plainHarmless.get(index), offence)) {
          offences.push(offence);
        }
      }
    }
    return offences;
  }
}

/** Offences that several readings found in one place, as one that is hidden in all their ways. */
function merged(offences: readonly Offence[]): Offence[] {
  const byPlace = new Map<string, Offence>();
  for (const offence of offences) {
    const key = `${offence.index} ${offence.start} ${offence.end}`;
    const disguise = offence.disguise | (byPlace.get(key)?.disguise ?? 0);
    byPlace.set(key, { ...offence, disguise });
  }
  return [...byPlace.values()];
}

function offends(reading: Reading, rule: Rule, own: Found, term: Place): boolean {
  if (isHarmless(own.harmless, term)) return false;
  if (rule.near !== undefined && !hasNear(reading, own.near, term, rule.near.within)) return false;
  return rule.unless === undefined || !hasNear(reading, own.unless, term, rule.unless.within);
}

/** Every way to find the parts of a pattern in order, each the nearest after the one before. */
function sequences(
  reading: Reading,
  own: Found,
  parts: readonly (readonly Place[] | undefined)[],
  rule: Rule,
  pattern: number,
  within: number,
): Place[] {
  const count = rule.patterns[pattern]?.parts.length ?? 0;
  const found: Place[] = [];
  for (const first of parts[0] ?? []) {
    let last = first;
    let hiding = first.hiding;
    let complete = !isHarmless(own.harmless, first);
    for (let part = 1; part < count && complete; part++) {
      const next = nextWithin(reading, parts[part] ?? [], last, within);
      complete = next !== undefined && !isHarmless(own.harmless, next);
      if (next === undefined) break;
      hiding |= next.hiding;
      last = next;
    }
    if (!complete) continue;
    const place = { start: first.start, end: last.end, hiding };
    if (offends(reading, rule, own, place)) found.push(place);
  }
  return found;
}

function offenceAt(
  reading: Reading,
  { start, end, hiding }: Place,
): Omit<Offence, "rule" | "index"> {
  let disguise = hiding;
  for (let i = start; i < end; i++) disguise |= reading.disguise[i] ?? 0;
  return { ...originalRange(reading, start, end), disguise };
}

/** Some of the place was written in a way that only a second reading sees through, and it is not emoji alone. */
function isSecondSight(reading: Reading, { start, end }: Place): boolean {
  let second = 0;
  let emoji = 0;
  for (let i = start; i < end; i++) {
    const how = reading.disguise[i] ?? 0;
    if ((how & SECOND) !== 0) second++;
    if ((how & DISGUISE.emoji) !== 0) emoji++;
  }
  return second > 0 && emoji < end - start;
}

/** Where harmless wordings stand in the original, which the next reading would not tell any more. */
function harmlessRanges(reading: Reading, found: ReadonlyMap<number, Found>): Map<number, Range[]> {
  const ranges = new Map<number, Range[]>();
  for (const [rule, { harmless }] of found) {
    ranges.set(
      rule,
      harmless.map(({ start, end }) => originalRange(reading, start, end)),
    );
  }
  return ranges;
}

function originalRange(reading: Reading, start: number, end: number): Range {
  return { start: reading.start[start] ?? 0, end: reading.end[end - 1] ?? 0 };
}

/** Units of the original that no harmless wording exceeds, noise and all. */
const WIDEST = 8 * LONGEST;

/** Whether one of the ranges, in order of where they start, overlaps `range` and is not merely a part of it. */
function meets(ranges: readonly Range[] | undefined, range: Range): boolean {
  if (ranges === undefined) return false;
  for (let i = firstFrom(ranges, range.start - WIDEST); i < ranges.length; i++) {
    const other = ranges[i];
    if (other === undefined || other.start >= range.end) return false;
    const isPart =
      other.start >= range.start &&
      other.end <= range.end &&
      other.end - other.start < range.end - range.start;
    if (other.end > range.start && !isPart) return true;
  }
  return false;
}

/** Whether one of the ranges, in order of where they start, holds all of `range`. */
function holds(ranges: readonly Range[] | undefined, range: Range): boolean {
  if (ranges === undefined) return false;
  for (let i = firstFrom(ranges, range.end - WIDEST); i < ranges.length; i++) {
    const other = ranges[i];
    if (other === undefined || other.start > range.start) return false;
    if (other.end >= range.end) return true;
  }
  return false;
}

function hasChinese({ units, length }: Reading): boolean {
  for (let i = 0; i < length; i++)
    if ((units[i] ?? 0) >= 0x4e00 && (units[i] ?? 0) <= 0x9fff) return true;
  return false;
}

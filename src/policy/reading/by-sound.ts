import { COMMON_CHARACTERS, KNOWN_SOUNDALIKES } from "./common-characters.ts";
import { DISGUISE } from "./disguise.ts";
import { isLatin } from "./plain-text.ts";
import type { Reading } from "./reading.ts";
import { SOUNDS } from "./sounds.ts";

/** A reading as it sounds: one unit a syllable, whether written as a character or in Latin letters. */
export interface Sounded {
  readonly length: number;
  readonly units: Uint16Array;
  /** The units of the reading that each syllable was written with, `[from, to)`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Turns readings into sounds and judges whether a word that sounds right was meant. */
export interface Ear {
  /** Scratch, valid until the next call. */
  hear(reading: Reading): Sounded;
  /** The sounds of a word in characters. */
  soundOf(word: Uint16Array): Uint16Array;
  /**
   * `DISGUISE` bits when the syllables `[start, end)` are a disguise of `word`; 0 when they are the word itself or only
   * happen to sound like it: at least one character must be the word's own, or all of three and more be known
   * substitutes, or all be pinyin; and in a word of two characters (博采 for 博彩) only known substitutes count.
   */
  disguiseOf(
    reading: Reading,
    sounded: Sounded,
    start: number,
    end: number,
    word: Uint16Array,
  ): number;
}

/** Units of syllables, apart from all characters. */
const FIRST_SYLLABLE = 0xe100;
/** Longest run of letters that is tried as pinyin: eight syllables. */
const LONGEST_RUN = 48;
const LONGEST_SYLLABLE = 6;
const VOWELS = new Set([..."aoe"].map((vowel) => vowel.charCodeAt(0)));
/** What a syllable that begins with a vowel costs more than any number of others. */
const BY_VOWEL = 100;
const IMPOSSIBLE = 0xffff;

export function createEar(): Ear {
  const syllables = new Map<number, number>();
  const soundOfUnit = new Uint16Array(0x10000);
  for (const entry of SOUNDS.trim().split(/\s+/)) {
    const spelling = /^[a-z]+/.exec(entry)?.[0] ?? "";
    const id = FIRST_SYLLABLE + syllables.size;
    let code = 0;
    for (let i = 0; i < spelling.length; i++) code = codeOf(code, spelling.charCodeAt(i));
    syllables.set(code, id);
    for (let i = spelling.length; i < entry.length; i++) soundOfUnit[entry.charCodeAt(i)] = id;
  }
  const common = new Set([...COMMON_CHARACTERS].map((c) => c.charCodeAt(0)));
  const substitutes = new Set(
    KNOWN_SOUNDALIKES.split(" ").flatMap(([meant = "", ...written]) =>
      written.map((one) => meant + one),
    ),
  );
  let units = new Uint16Array(0);
  let from = new Int32Array(0);
  let to = new Int32Array(0);

  return {
    hear(reading) {
      if (reading.length > units.length) {
        units = new Uint16Array(reading.units.length);
        from = new Int32Array(reading.units.length);
        to = new Int32Array(reading.units.length);
      }
      let length = 0;
      const put = (unit: number, start: number, end: number) => {
        units[length] = unit;
        from[length] = start;
        to[length] = end;
        length++;
      };
      for (let i = 0; i < reading.length; ) {
        const unit = reading.units[i] ?? 0;
        if (!isLatin(unit)) {
          const sound = soundOfUnit[unit] ?? 0;
          put(sound === 0 ? unit : sound, i, i + 1);
          i++;
          continue;
        }
        const end = runEnd(reading, i);
        const spelled = spell(reading.units, i, end);
        if (spelled === undefined)
          for (let j = i; j < end; j++) put(reading.units[j] ?? 0, j, j + 1);
        else for (const { sound, start, stop } of spelled) put(sound, start, stop);
        i = end;
      }
      return { length, units, from, to };
    },

    soundOf: (word) => word.map((unit) => soundOfUnit[unit] || unit),

    disguiseOf(reading, sounded, start, end, word) {
      let bits = 0;
      let own = 0;
      let known = 0;
      for (let i = start; i < end; i++) {
        const at = sounded.from[i] ?? 0;
        const written = reading.units[at] ?? 0;
        const meant = word[i - start] ?? 0;
        if (written === meant) own++;
        else if (isLatin(written)) bits |= DISGUISE.pinyin;
        else if (substitutes.has(String.fromCharCode(meant, written))) {
          known++;
          bits |= DISGUISE.homophone;
        } else if (word.length < 3 || common.has(written)) return 0;
        else bits |= DISGUISE.homophone;
      }
      const allKnown = known === word.length && word.length > 2;
      return own > 0 || allKnown || bits === DISGUISE.pinyin ? bits : 0;
    },
  };

  /**
   * The syllables of a run of letters; undefined when it is no pinyin. Of several ways the one that pinyin's own
   * orthography means: fewest syllables that begin with a vowel (those take an apostrophe), then fewest of all.
   */
  function spell(
    letters: Uint16Array,
    start: number,
    end: number,
  ): { sound: number; start: number; stop: number }[] | undefined {
    if (end - start > LONGEST_RUN) return undefined;
    const size = end - start;
    // best[i]: length of the first syllable of the best way to spell what begins at i; cost[i]: what that way costs.
    const best = new Uint8Array(size + 1);
    const cost = new Uint16Array(size + 1).fill(IMPOSSIBLE);
    cost[size] = 0;
    for (let i = size - 1; i >= 0; i--) {
      const begins = i > 0 && VOWELS.has(letters[start + i] ?? 0) ? BY_VOWEL + 1 : 1;
      let code = 0;
      for (let takes = 1; takes <= LONGEST_SYLLABLE && i + takes <= size; takes++) {
        code = codeOf(code, letters[start + i + takes - 1] ?? 0);
        const rest = cost[i + takes] ?? IMPOSSIBLE;
        if (rest === IMPOSSIBLE || rest + begins >= (cost[i] ?? IMPOSSIBLE)) continue;
        if (!syllables.has(code)) continue;
        best[i] = takes;
        cost[i] = rest + begins;
      }
    }
    if (best[0] === 0) return undefined;
    const spelled = [];
    for (let i = 0; i < size; i += best[i] ?? 1) {
      const from = start + i;
      const stop = from + (best[i] ?? 1);
      let code = 0;
      for (let at = from; at < stop; at++) code = codeOf(code, letters[at] ?? 0);
      const sound = syllables.get(code) ?? 0;
      spelled.push({ sound, start: from, stop });
    }
    return spelled;
  }
}

/** A number for each spelling of up to six letters: one digit of base 27 more. */
const codeOf = (code: number, letter: number): number => code * 27 + (letter - 0x60);

/** Where the letters that touch each other end. */
function runEnd({ units, gap, length }: Reading, from: number): number {
  let end = from + 1;
  while (end < length && isLatin(units[end] ?? 0) && gap[end] === 0) end++;
  return end;
}

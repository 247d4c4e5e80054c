import { DISGUISE } from "./disguise.ts";
import {
  JAPANESE_PAIRS,
  LOOK_ALIKE_CAPITALS,
  LOOK_ALIKE_PAIRS,
  STYLED_ALPHABETS,
} from "./look-alikes.ts";
import { TRADITIONAL_PAIRS } from "./traditional.ts";

/** What a character is to a reader, from what is read to what ends a sentence. */
export const KIND = {
  /** Read. */
  letter: 0,
  /** Not seen at all: zero width, variation selectors, combining marks. */
  invisible: 1,
  space: 2,
  /** Marks that also stand between ordinary words: `/ - ~ &` brackets, quotes. */
  joint: 3,
  /** Any other mark, symbol or emoji. */
  mark: 4,
  /** Ends a phrase: a word never goes across. */
  phrase: 5,
  /** Ends a sentence. */
  sentence: 6,
} as const;

/** How every UTF-16 unit is read: 64 K entries each, so that a text costs one look per character. */
export interface CharacterTable {
  /** The unit it is read as: simplified, lower case, half width, Latin. */
  readonly read: Uint16Array;
  readonly kind: Uint8Array;
  /** `DISGUISE` bits of that step. */
  readonly disguise: Uint8Array;
  /** Characters outside the Basic Multilingual Plane that are read as one unit inside it; the others are marks. */
  readonly astral: ReadonlyMap<number, number>;
  /** Characters read as several units: ㎏, ⑩, ﬁ. */
  readonly several: ReadonlyMap<number, string>;
}

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{M}\p{Cf}]/u;
const LETTER = /[\p{L}\p{N}]/u;
const SENTENCE = "。！？!?；;\n\r…";
const PHRASE = "，,、：:\u0000";
const JOINT = "/-~&·()[]{}<>\"'“”‘’「」『』《》〈〉【】（）—–|+=%";
/** Letters by their category, marks by their use: strokes, the iteration mark, the long vowel. */
const MARKS = "丨丶丿亅ー々ㄧ";

/** Nothing here has a compatibility form or a case: Han; then Hangul, surrogates and private use. Two thirds of all. */
const PLAIN: readonly (readonly [number, number])[] = [
  [0x3400, 0x9fff],
  [0xac00, 0xf8ff],
];

/** Builds the table: Unicode's own data for width, style and case, ours for characters that look or mean the same. */
export function buildCharacterTable(): CharacterTable {
  const read = new Uint16Array(0x10000);
  const kind = new Uint8Array(0x10000);
  const disguise = new Uint8Array(0x10000);
  const astral = new Map<number, number>();
  const several = new Map<number, string>();

  for (let unit = 0; unit < 0x10000; unit++) read[unit] = unit;
  for (let unit = 0; unit < 0x10000; unit++) {
    const plain = PLAIN.find(([from, to]) => unit >= from && unit <= to);
    if (plain !== undefined) {
      unit = plain[1];
      continue;
    }
    const written = String.fromCharCode(unit);
    if (unit >= 0x80 && INVISIBLE.test(written)) {
      kind[unit] = KIND.invisible;
      continue;
    }
    // ⒱ comes apart as (v): the brackets are its frame.
    const compatible =
      unit < 0x80 ? written : written.normalize("NFKC").replace(/^\((.+)\)$/u, "$1");
    const shown = stripMarks(compatible).toLowerCase();
    const first = shown.charCodeAt(0);
    read[unit] = Number.isNaN(first) ? unit : first;
    kind[unit] = kindOf(shown);
    disguise[unit] = compatible === written ? 0 : styleOf(unit);
    if (shown.length > 1 && kind[unit] === KIND.letter) several.set(unit, shown);
  }
  // Private use shows as nothing known; unpaired surrogates as a box.
  kind.fill(KIND.mark, 0xd800, 0xf900);
  for (const mark of MARKS) kind[mark.charCodeAt(0)] = KIND.mark;
  fillPairs(TRADITIONAL_PAIRS, DISGUISE.traditional);
  fillPairs(JAPANESE_PAIRS, DISGUISE.traditional);
  fillPairs(LOOK_ALIKE_PAIRS, DISGUISE.lookalike);
  fillPairs(LOOK_ALIKE_CAPITALS, DISGUISE.lookalike);
  fillStyledLetters(astral);
  return { read, kind, disguise, astral, several };

  function fillPairs(pairs: string, bit: number): void {
    for (let i = 0; i + 1 < pairs.length; i += 2) {
      const written = pairs.charCodeAt(i);
      const alike = pairs.charCodeAt(i + 1);
      for (const unit of [written, pairs.charAt(i).toUpperCase().charCodeAt(0)]) {
        if (unit < 0x80) continue;
        read[unit] = alike;
        kind[unit] = KIND.letter;
        disguise[unit] = bit;
      }
    }
  }
}

/** é is read as e, as one types it without the accent to hide or to hurry. */
function stripMarks(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "") || text;
}

function kindOf(shown: string): number {
  const first = shown.charAt(0);
  if (SENTENCE.includes(first)) return KIND.sentence;
  if (PHRASE.includes(first)) return KIND.phrase;
  if (JOINT.includes(first)) return KIND.joint;
  if (/\s/u.test(first)) return KIND.space;
  return LETTER.test(shown) ? KIND.letter : KIND.mark;
}

function styleOf(unit: number): number {
  return unit >= 0xff01 && unit <= 0xffe6 ? DISGUISE.fullwidth : DISGUISE.styled;
}

/** 𝐕 𝓥 🅥 🆅 and the compatibility Han of the supplementary planes. */
function fillStyledLetters(astral: Map<number, number>): void {
  const ranges = [
    [0x1d400, 0x1d7ff],
    [0x1f100, 0x1f149],
    [0x1fbf0, 0x1fbf9],
    [0x2f800, 0x2fa1f],
  ] as const;
  for (const [from, to] of ranges) {
    for (let point = from; point <= to; point++) {
      const shown = String.fromCodePoint(point).normalize("NFKC").toLowerCase();
      const letter = /[\p{L}\p{N}]/u.exec(shown)?.[0];
      if (letter?.length === 1) astral.set(point, letter.charCodeAt(0));
    }
  }
  for (const first of STYLED_ALPHABETS) {
    for (let i = 0; i < 26; i++) astral.set(first + i, 0x61 + i);
  }
}

import { buildCharacterTable, KIND } from "./character-table.ts";
import { DISGUISE } from "./disguise.ts";
import { buildNumerals } from "./numbers.ts";
import { placeholder, type Reading } from "./reading.ts";
import { buildSecondReadings } from "./second-readings.ts";
import { findSpans, type Span } from "./spans.ts";

export interface Reader {
  /** Reads a text: its spans, and its letters with each span as one. */
  read(text: string): { readonly reading: Reading; readonly spans: readonly Span[] };
  /**
   * Reads the text that `read` was last given again, with the second readings of its characters: of all, or of letters
   * only, where emoji are put between them.
   */
  readAgain(text: string, spans: readonly Span[], which: "all" | "letters"): Reading;
  /** Reads a word of a pack: no spans, no second readings. A copy, not scratch. */
  readWord(word: string): Uint16Array;
}

/** Room for what a character can be read as (㍿ is four), relative to its length. */
const MOST_PER_UNIT = 4;

const ZERO_WIDTH_JOINER = 0x200d;

/** Builds a reader with its tables, some 30 ms. */
export function createReader(): Reader {
  const table = buildCharacterTable();
  const numerals = buildNumerals();
  const second = buildSecondReadings();
  let plain = new Uint16Array(0);
  let scratch = createScratch(0);

  return {
    read(text) {
      if (text.length > plain.length) plain = new Uint16Array(roomFor(text.length));
      readPlain(text);
      const spans = findSpans({ read: plain, kind: table.kind, length: text.length }, numerals);
      return { reading: readLetters(text, spans), spans };
    },
    readAgain: readLetters,
    readWord(word) {
      const han = readHan(word);
      if (han !== undefined) return han;
      const { units, length } = readLetters(word, []);
      return units.slice(0, length);
    },
  };

  /** A word of Chinese characters only, as most are: each is read by itself. Undefined for any other. */
  function readHan(word: string): Uint16Array | undefined {
    const units = new Uint16Array(word.length);
    for (let i = 0; i < word.length; i++) {
      const unit = word.charCodeAt(i);
      if (unit < 0x4e00 || unit > 0x9fff || table.kind[unit] !== KIND.letter) return undefined;
      units[i] = table.read[unit] ?? 0;
    }
    return units;
  }

  /** How the digits and letters of a span are written: ０元购, ①元购. */
  function styleWithin(text: string, span: Span): number {
    let style = 0;
    for (let i = span.start; i < span.end; i++) style |= table.disguise[text.charCodeAt(i)] ?? 0;
    return style;
  }

  /** Each character on its own, at its own offset. */
  function readPlain(text: string): void {
    const { read, kind } = table;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0xd800 && unit <= 0xdbff) {
        const point = text.codePointAt(i) ?? 0;
        plain[i] = table.astral.get(point) ?? 0xfffd;
        if (point > 0xffff) plain[++i] = 0;
        continue;
      }
      plain[i] = kind[unit] === KIND.invisible ? 0 : (read[unit] ?? 0);
    }
  }

  function readLetters(text: string, spans: readonly Span[], again?: "all" | "letters"): Reading {
    const room = text.length * MOST_PER_UNIT;
    if (room > scratch.units.length) scratch = createScratch(roomFor(room));
    const { units, start, end, disguise, gap, gapLength, gapMark, sentence } = scratch;
    const signature = signatureOf(text);
    let length = 0;
    let gravest = 0;
    let marks = 0;
    let mark = 0;
    let sentences = 0;
    let letters = false;
    let symbols = false;
    let joined = false;
    let nextSpan = 0;
    let span = spans[0];

    const put = (unit: number, from: number, to: number, how: number) => {
      units[length] = unit;
      start[length] = from;
      end[length] = to;
      disguise[length] = how;
      gap[length] = gravest;
      gapLength[length] = marks;
      gapMark[length] = mark;
      sentence[length] = sentences;
      length++;
      gravest = marks = mark = 0;
    };

    for (let i = 0; i < text.length; ) {
      if (span !== undefined && i === span.start) {
        put(placeholder(span.kind), i, span.end, span.disguise | styleWithin(text, span));
        i = span.end;
        span = spans[++nextSpan];
        continue;
      }
      const unit = text.charCodeAt(i);
      if (second.begins[unit] === 1) {
        const other = second.at(text, i);
        if (other?.symbol === true) symbols = true;
        else if (other !== undefined) letters = true;
        if (other !== undefined && (again === "all" || (again === "letters" && !other.symbol))) {
          for (const letter of other.reads) {
            put(letter.charCodeAt(0), i, i + other.takes, other.disguise);
          }
          i += other.takes;
          continue;
        }
      }
      let takes = 1;
      let shown = table.read[unit] ?? 0;
      let kind = table.kind[unit] ?? 0;
      let how = table.disguise[unit] ?? 0;
      if (unit >= 0xd800 && unit <= 0xdbff) {
        const point = text.codePointAt(i) ?? 0;
        if (point > 0xffff) takes = 2;
        const letter = table.astral.get(point);
        if (letter !== undefined) {
          shown = letter;
          kind = KIND.letter;
          how = DISGUISE.styled;
        } else if (point >= 0xe0000 || (point >= 0x1f3fb && point <= 0x1f3ff)) {
          // Tags, more variation selectors and skin tones belong to the emoji before them.
          kind = KIND.invisible;
        } else if (point >= 0x20000) {
          kind = KIND.letter;
        }
      }
      if (kind === KIND.letter) {
        const several = how === 0 ? undefined : table.several.get(unit);
        if (several === undefined) put(shown, i, i + takes, how);
        else for (const letter of several) put(letter.charCodeAt(0), i, i + takes, how);
      } else {
        if (i === signature.opens || i === signature.closes) kind = KIND.sentence;
        if (kind > gravest) gravest = kind;
        if (kind !== KIND.invisible) {
          mark = marks === 0 ? shown : Math.imul(mark, 31) + shown;
          // Emoji that are joined to one are one.
          if (marks < 255 && !joined) marks++;
        }
        joined = unit === ZERO_WIDTH_JOINER;
        if (kind === KIND.sentence) sentences++;
      }
      i += takes;
    }
    return { ...scratch, length, second: { letters, symbols } };
  }
}

/** Where the brackets of a signature in front (its end) or behind (its start) part it from the text. */
function signatureOf(text: string): { readonly closes: number; readonly opens: number } {
  const closes = text.startsWith("【") ? text.indexOf("】") : -1;
  const opens = text.endsWith("】") ? text.lastIndexOf("【") : -1;
  return { closes, opens };
}

function roomFor(length: number): number {
  return Math.max(1024, 2 ** Math.ceil(Math.log2(length + 1)));
}

function createScratch(room: number) {
  return {
    units: new Uint16Array(room),
    start: new Int32Array(room),
    end: new Int32Array(room),
    disguise: new Uint16Array(room),
    gap: new Uint8Array(room),
    gapLength: new Uint8Array(room),
    gapMark: new Uint16Array(room),
    sentence: new Int32Array(room),
  };
}

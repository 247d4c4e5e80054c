import { DISGUISE } from "./disguise.ts";
import { EMOJI_WORDS } from "./emoji-words.ts";
import { FLAG_LETTERS, SECOND_READINGS } from "./look-alikes.ts";
import { SPLIT_CHARACTERS } from "./split-characters.ts";

/** What a place of a text can also be read as. */
export interface SecondReading {
  /** Units of the original that it takes. */
  readonly takes: number;
  readonly reads: string;
  readonly disguise: number;
  /** An emoji or mark, which may as well be noise, rather than a letter. */
  readonly symbol: boolean;
  /** Only before one of these characters. */
  readonly before: string | undefined;
}

/** Second readings by the unit of the original text that they begin with. */
export interface SecondReadings {
  /** 1 for units that begin one. */
  readonly begins: Uint8Array;
  at(text: string, offset: number): SecondReading | undefined;
}

/** The next character that is read, whatever hides it from the one before. */
const NEXT_READ = /[\p{L}\p{N}🛰√\u{1f1e6}-\u{1f1ff}]/u;

const JOINER = /[\u200d\ufe0f]/;
const JOINED_BEFORE = /\p{Extended_Pictographic}\ufe0f?\u200d$/u;
const JOINS_NEXT = /^\ufe0f?\u200d\p{Extended_Pictographic}/u;

function nextRead(text: string, from: number): string | undefined {
  const unit = text.charCodeAt(from);
  if (unit >= 0x3400 && unit <= 0x9fff) return text.charAt(from);
  const folded = text
    .slice(from, from + 5)
    .normalize("NFKC")
    .toLowerCase();
  return NEXT_READ.exec(folded)?.[0];
}

/** Joined to others, an emoji is one of them: the woman in 👨‍👩‍👧 is no word. */
function isJoined(text: string, start: number, end: number): boolean {
  const joinedBefore =
    text.charCodeAt(start - 1) === 0x200d &&
    JOINED_BEFORE.test(text.slice(Math.max(0, start - 4), start));
  return (
    joinedBefore || (JOINER.test(text.charAt(end)) && JOINS_NEXT.test(text.slice(end, end + 4)))
  );
}

export function buildSecondReadings(): SecondReadings {
  const begins = new Uint8Array(0x10000);
  const byWritten = new Map<string, SecondReading>();
  const add = (written: string, reads: string, disguise: number, before?: string) => {
    begins[written.charCodeAt(0)] = 1;
    const symbol = !/^\p{L}/u.test(written);
    byWritten.set(written, { takes: written.length, reads, disguise, symbol, before });
  };
  for (const entry of SPLIT_CHARACTERS.trim().split(/\s+/)) {
    const [whole = "", ...halves] = entry;
    add(halves.join(""), whole, DISGUISE.split);
  }
  for (const [emoji, word] of EMOJI_WORDS) add(emoji, word, DISGUISE.emoji);
  for (const { written, read, before } of SECOND_READINGS) {
    add(written, read, DISGUISE.lookalike, before);
  }
  for (let i = 0; i < 26; i++) {
    add(String.fromCodePoint(FLAG_LETTERS + i), String.fromCharCode(0x61 + i), DISGUISE.lookalike);
  }
  return {
    begins,
    at(text, offset) {
      if (begins[text.charCodeAt(offset)] !== 1) return undefined;
      const pair = byWritten.get(text.slice(offset, offset + 2));
      if (pair !== undefined)
        return pair.symbol && isJoined(text, offset, offset + 2) ? undefined : pair;
      const one = byWritten.get(text.charAt(offset));
      if (one?.before === undefined) return one;
      const next = nextRead(text, offset + 1);
      return next !== undefined && one.before.includes(next) ? one : undefined;
    },
  };
}

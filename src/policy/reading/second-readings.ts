import { DISGUISE } from "./disguise.ts";
import { EMOJI_WORDS } from "./emoji-words.ts";
import { SECOND_READINGS } from "./look-alikes.ts";
import { SPLIT_CHARACTERS } from "./split-characters.ts";

/** What a place of a text can also be read as. */
export interface SecondReading {
  /** Units of the original that it takes. */
  readonly takes: number;
  readonly reads: string;
  readonly disguise: number;
  /** Only before one of these characters. */
  readonly before: string | undefined;
}

/** Second readings by the unit of the original text that they begin with. */
export interface SecondReadings {
  /** 1 for units that begin one. */
  readonly begins: Uint8Array;
  at(text: string, offset: number): SecondReading | undefined;
}

export function buildSecondReadings(): SecondReadings {
  const begins = new Uint8Array(0x10000);
  const byWritten = new Map<string, SecondReading>();
  const add = (written: string, reads: string, disguise: number, before?: string) => {
    begins[written.charCodeAt(0)] = 1;
    byWritten.set(written, { takes: written.length, reads, disguise, before });
  };
  for (const entry of SPLIT_CHARACTERS.trim().split(/\s+/)) {
    const [whole = "", ...halves] = entry;
    add(halves.join(""), whole, DISGUISE.split);
  }
  for (const [emoji, word] of EMOJI_WORDS) add(emoji, word, DISGUISE.emoji);
  for (const { written, read, before } of SECOND_READINGS) {
    add(written, read, DISGUISE.lookalike, before);
  }
  return {
    begins,
    at(text, offset) {
      if (begins[text.charCodeAt(offset)] !== 1) return undefined;
      const pair = byWritten.get(text.slice(offset, offset + 2));
      if (pair !== undefined) return pair;
      const one = byWritten.get(text.charAt(offset));
      const next = text.charAt(offset + 1).toLowerCase();
      return one?.before === undefined || (next !== "" && one.before.includes(next))
        ? one
        : undefined;
    },
  };
}

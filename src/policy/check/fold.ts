import { LOOK_ALIKE_FOLD, SPLIT_FOLD, TRADITIONAL_FOLD } from "./fold-table.ts";

/**
 * A text as it is read rather than written: one code unit a character, each with the range of the original it came
 * from, what was folded there, and how much noise stood before it.
 */
export interface Folded {
  readonly text: string;
  /** Original offsets of each folded unit. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Bits of `DISGUISE` of each folded unit. */
  readonly disguise: Uint8Array;
  /** Noise characters between a unit and the one before it; `WALL` where a sentence ends between them. */
  readonly gap: Uint8Array;
}

export const WALL = 255;
export const DISGUISES = ["fullwidth", "traditional", "lookalike", "split", "styled"] as const;
const BIT = { fullwidth: 1, traditional: 2, lookalike: 4, split: 8, styled: 16 } as const;

/** What is dropped as if it were not there: zero width, variation selectors, combining marks. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{M}]/u;
/** What people put between characters to hide a word. */
const NOISE = /[\s\p{P}\p{S}\p{Extended_Pictographic}\u4E28]/u;
/** Where one sentence ends: a word never goes across. */
const SENTENCE_END = /[。！？!?；;，,\n\r：:【】]/u;
/** Links and long numbers are masked, so that letters in them are no words. */
const MASKED =
  /(?:https?:\/\/|www\.)[\w\-./?%&=#+~]+|[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|top|xyz|vip|cc|io|co|me|ly|gd)\b(?:\/[\w\-./?%&=#+~]*)?|\d{6,}/giu;

/** Folds a text, keeping the way back to the original. Linear in its length. */
export function fold(original: string): Folded {
  const masked = original.replace(MASKED, (match) => "\u0000".repeat(match.length));
  const chars: string[] = [];
  const start: number[] = [];
  const end: number[] = [];
  const disguise: number[] = [];
  const gap: number[] = [];
  let noise = 0;
  let at = 0;
  for (const written of masked) {
    const from = at;
    at += written.length;
    if (INVISIBLE.test(written)) {
      noise = Math.min(WALL - 1, noise + 1);
      continue;
    }
    if (written === "\u0000" || SENTENCE_END.test(written)) {
      noise = WALL;
      continue;
    }
    const read = readAs(written);
    if (read === undefined) {
      if (noise < WALL - 1) noise += 1;
      continue;
    }
    for (const unit of read.text) {
      chars.push(unit);
      start.push(from);
      end.push(at);
      disguise.push(read.disguise);
      gap.push(noise);
      noise = 0;
    }
  }
  return joinSplit({ chars, start, end, disguise, gap });
}

/** What a character is read as, or undefined when it is noise. */
function readAs(written: string): { readonly text: string; readonly disguise: number } | undefined {
  const similar = LOOK_ALIKE_FOLD.get(written);
  if (similar !== undefined) return { text: similar, disguise: BIT.lookalike };
  const compatible = written.normalize("NFKC");
  const lower = compatible.toLowerCase();
  const simplified = TRADITIONAL_FOLD.get(lower);
  if (simplified !== undefined) return { text: simplified, disguise: BIT.traditional };
  const text = [...lower].map((unit) => LOOK_ALIKE_FOLD.get(unit) ?? unit).join("");
  if (NOISE.test(text) && text !== "+") return undefined;
  if (compatible === written) return { text, disguise: 0 };
  const code = written.codePointAt(0) ?? 0;
  const wide = code >= 0xff01 && code <= 0xff5e;
  return { text, disguise: wide ? BIT.fullwidth : BIT.styled };
}

interface Units {
  readonly chars: string[];
  readonly start: number[];
  readonly end: number[];
  readonly disguise: number[];
  readonly gap: number[];
}

/** Puts radicals written apart together again. */
function joinSplit(units: Units): Folded {
  const { chars, start, end, disguise, gap } = units;
  const out: Units = { chars: [], start: [], end: [], disguise: [], gap: [] };
  for (let i = 0; i < chars.length; i += 1) {
    const pair = `${chars[i]}${chars[i + 1] ?? ""}`;
    const whole = SPLIT_FOLD.find(([apart]) => apart === pair)?.[1];
    const last = whole === undefined ? i : i + 1;
    out.chars.push(whole ?? (chars[i] as string));
    out.start.push(start[i] as number);
    out.end.push(end[last] as number);
    out.disguise.push((disguise[i] as number) | (whole === undefined ? 0 : BIT.split));
    out.gap.push(gap[i] as number);
    i = last;
  }
  return {
    text: out.chars.join(""),
    start: Int32Array.from(out.start),
    end: Int32Array.from(out.end),
    disguise: Uint8Array.from(out.disguise),
    gap: Uint8Array.from(out.gap),
  };
}

/** The names of the disguises in some bits. */
export function disguiseNames(bits: number): string[] {
  return DISGUISES.filter((name) => (bits & BIT[name]) !== 0);
}

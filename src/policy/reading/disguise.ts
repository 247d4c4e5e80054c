/** The ways in which a word is hidden, a bit each. The first three are how some people write; the others are meant. */
export const DISGUISE = {
  fullwidth: 1,
  traditional: 2,
  styled: 4,
  lookalike: 8,
  noise: 16,
  zerowidth: 32,
  split: 64,
  emoji: 128,
  homophone: 256,
  pinyin: 512,
} as const;
export type Disguise = keyof typeof DISGUISE;

const NAMES = Object.keys(DISGUISE) as Disguise[];

/** Keyboards write full width, and people in Hong Kong or Taiwan traditional characters: no sign of evasion alone. */
const INNOCENT = DISGUISE.fullwidth | DISGUISE.traditional;

/** The names of some bits, in the order of `DISGUISE`. */
export function disguiseNames(bits: number): Disguise[] {
  return bits === 0 ? [] : NAMES.filter((name) => (bits & DISGUISE[name]) !== 0);
}

/** Whether a word written like this is meant to get past a check. */
export function isEvasion(bits: number): boolean {
  return (bits & ~INNOCENT) !== 0;
}

/** A text with every character read on its own: `read[i]` stands for the unit at `i`, 0 where nothing is seen. */
export interface PlainText {
  readonly read: Uint16Array;
  /** `KIND` by what is read, not by offset. */
  readonly kind: Uint8Array;
  readonly length: number;
}

export const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;
/** Case and style are folded before: small letters are all. */
export const isLatin = (unit: number): boolean => unit >= 0x61 && unit <= 0x7a;

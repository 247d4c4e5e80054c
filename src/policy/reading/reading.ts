import type { SpanKind } from "./spans.ts";
import { SPAN_KINDS } from "./spans.ts";

/**
 * A text as it is read rather than written: letters only, folded to one form, with what stood between them and the
 * way back. Arrays are scratch of the reader that made it: valid until it reads again, and only up to `length`.
 */
export interface Reading {
  readonly length: number;
  readonly units: Uint16Array;
  /** The range of the original text that each unit was read from. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** `DISGUISE` bits of how the unit itself was written. */
  readonly disguise: Uint16Array;
  /** The gravest `KIND` between the unit and the one before it; 0 when they touch. */
  readonly gap: Uint8Array;
  /** How many visible characters are in that gap, at most 255. */
  readonly gapLength: Uint8Array;
  /** The mark that fills that gap, 0 when it is empty; several give a number of their own. */
  readonly gapMark: Uint16Array;
  /** Number of the sentence that the unit is in. */
  readonly sentence: Int32Array;
  /** What has a second reading here: letters (halves, look-alikes), symbols (emoji, +). */
  readonly second: { readonly letters: boolean; readonly symbols: boolean };
}

/** Units that stand for a whole span: private use, so that no text holds them. */
const FIRST_PLACEHOLDER = 0xe000;

export function placeholder(kind: SpanKind): number {
  return FIRST_PLACEHOLDER + SPAN_KINDS.indexOf(kind);
}

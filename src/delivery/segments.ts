/**
 * How a text is counted and billed.
 * - `gsm`: as carriers outside the mainland bill (3GPP TS 23.038, 23.040): 160 septets alone, 153 a part; one character
 *   outside the GSM alphabet makes the whole text UCS-2: 70 UTF-16 units alone, 67 a part.
 * - `mainland`: every character is one whatever its script: up to 70 is one segment, beyond it 67 each.
 */
export type SegmentScheme = "mainland" | "gsm";

export interface SegmentCount {
  /** Billed parts; an empty text has none. */
  readonly segments: number;
  /** Septets under `gsm7`, UTF-16 code units otherwise. */
  readonly units: number;
  readonly encoding: "gsm7" | "ucs2" | "mainland";
  /** Units that fit one part of this text: 160, 153, 70 or 67. */
  readonly perSegment: number;
}

const GSM7 = { alone: 160, part: 153 };
const UCS2 = { alone: 70, part: 67 };

/** GSM 03.38 default alphabet (3GPP TS 23.038 §6.2.1), in order and without the escape at 27: one septet each. */
export const GSM_BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/** Its extension table (§6.2.1.1): an escape and a septet, two that stay together. */
export const GSM_EXTENSION = "\f^{}\\[~]|€";

/** Septets of each UTF-16 code unit; 0 is outside the alphabet. */
const SEPTETS = new Uint8Array(0x10000);
for (let i = 0; i < GSM_BASIC.length; i++) SEPTETS[GSM_BASIC.charCodeAt(i)] = 1;
for (let i = 0; i < GSM_EXTENSION.length; i++) SEPTETS[GSM_EXTENSION.charCodeAt(i)] = 2;

/**
 * Counts `text`, which must be whole: signature and opt-out line included.
 *
 * Under `gsm` an escape pair or a surrogate pair is never split over two parts, so a part may stay a unit short.
 * Under `mainland` a character outside the Basic Multilingual Plane (an emoji) is two, because it travels as two
 * UTF-16 units, and the total is divided by 67 without looking where a part ends.
 */
export function countSegments(text: string, scheme: SegmentScheme): SegmentCount {
  if (scheme === "mainland") {
    const units = text.length;
    const perSegment = units <= UCS2.alone ? UCS2.alone : UCS2.part;
    return { segments: Math.ceil(units / perSegment), units, encoding: "mainland", perSegment };
  }
  return firstOutsideGsm(text) === -1 ? countGsm7(text) : countUcs2(text);
}

/** Index of the first character that the GSM alphabet lacks, which turns the text into UCS-2; -1 when there is none. */
export function firstOutsideGsm(text: string, from = 0): number {
  for (let i = from; i < text.length; i++) if (SEPTETS[text.charCodeAt(i)] === 0) return i;
  return -1;
}

function countGsm7(text: string): SegmentCount {
  let units = 0;
  let parts = 0;
  let room = 0;
  for (let i = 0; i < text.length; i++) {
    const septets = SEPTETS[text.charCodeAt(i)] ?? 0;
    units += septets;
    if (septets > room) {
      parts++;
      room = GSM7.part;
    }
    room -= septets;
  }
  return billed("gsm7", GSM7, units, parts);
}

function countUcs2(text: string): SegmentCount {
  let parts = 0;
  let room = 0;
  for (let i = 0; i < text.length; ) {
    const units = (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
    if (units > room) {
      parts++;
      room = UCS2.part;
    }
    room -= units;
    i += units;
  }
  return billed("ucs2", UCS2, text.length, parts);
}

function billed(
  encoding: "gsm7" | "ucs2",
  limit: { readonly alone: number; readonly part: number },
  units: number,
  parts: number,
): SegmentCount {
  return units <= limit.alone
    ? { segments: units === 0 ? 0 : 1, units, encoding, perSegment: limit.alone }
    : { segments: parts, units, encoding, perSegment: limit.part };
}

import { firstOutsideGsm } from "../../src/delivery/segments.ts";
import { gsmSeptets } from "./gsm-alphabet.ts";

export type Coding = "gsm7" | "ucs2";

/** What fits a message alone, and a part, in septets or UTF-16 units. */
export interface Room {
  readonly alone: number;
  readonly part: number;
}

/** How a text goes over the line: one part, or several. */
export interface SplitText {
  readonly coding: Coding;
  readonly parts: readonly Buffer[];
}

/**
 * Encodes a text and cuts it into parts, as `countSegments` counts them. An escape pair or a surrogate pair is never
 * cut, so a part may stay a unit short. `gsm7` only where the alphabet has the whole text.
 */
export function splitText(
  text: string,
  wanted: Coding,
  room: Readonly<Record<Coding, Room>>,
): SplitText {
  const coding = wanted === "gsm7" && firstOutsideGsm(text) === -1 ? "gsm7" : "ucs2";
  const { alone, part } = room[coding];
  const units = Array.from(text, (char) =>
    coding === "gsm7" ? Buffer.from(gsmSeptets(char) ?? []) : ucs2(char),
  );
  const octets = coding === "gsm7" ? 1 : 2;
  const whole = Buffer.concat(units);
  if (whole.length <= alone * octets) return { coding, parts: [whole] };
  const parts: Buffer[] = [];
  let current: Buffer[] = [];
  let left = part * octets;
  for (const unit of units) {
    if (unit.length > left) {
      parts.push(Buffer.concat(current));
      current = [];
      left = part * octets;
    }
    current.push(unit);
    left -= unit.length;
  }
  parts.push(Buffer.concat(current));
  return { coding, parts };
}

/** UTF-16 in network order: SMPP's UCS-2, in which an emoji is a surrogate pair. */
function ucs2(char: string): Buffer {
  return Buffer.from(char, "utf16le").swap16();
}

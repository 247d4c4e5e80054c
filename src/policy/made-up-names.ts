import type { Place } from "./places.ts";
import { isDigit, isLatin } from "./reading/plain-text.ts";
import type { Reading } from "./reading/reading.ts";

/** Shortest and longest made-up name: `abc123`. */
const ID_LENGTH = { least: 5, most: 24 };

/** Names of letters and digits, as people make them up for accounts: `abc123`. */
export function madeUpNames({ units, gap, length }: Reading): Place[] {
  const names: Place[] = [];
  for (let start = 0; start < length; ) {
    let end = start;
    let letters = 0;
    let digits = 0;
    for (; end < length && (end === start || gap[end] === 0); end++) {
      const unit = units[end] ?? 0;
      if (isLatin(unit)) letters++;
      else if (isDigit(unit)) digits++;
      else break;
    }
    const size = end - start;
    if (letters > 0 && digits > 0 && size >= ID_LENGTH.least && size <= ID_LENGTH.most) {
      names.push({ start, end, hiding: 0 });
    }
    start = Math.max(end, start + 1);
  }
  return names;
}

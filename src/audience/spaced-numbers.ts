import type { PhoneParser } from "./list-parser.ts";
import type { ParsedPhone } from "./phone.ts";

/** No number is written in more pieces: one for each of its digits. */
const PIECES_MOST = 15;

/**
 * The numbers in a text where spaces may stand between numbers and within them: "13800138000 13900139000" is two,
 * "+86 138 0013 8000" one. What belongs to no number is given with its fault, except words beside a number: a name.
 */
export function spacedNumbers(text: string, parse: PhoneParser): readonly ParsedPhone[] {
  const pieces = text.split(/[\s:：]+/u).filter((piece) => piece !== "");
  const found: { readonly phone: ParsedPhone; readonly isWord: boolean }[] = [];
  for (let at = 0; at < pieces.length; ) {
    const { phone, length } = shortestNumber(pieces, at, parse);
    found.push({ phone, isWord: !/\p{Nd}/u.test(pieces[at] ?? "") });
    at += length;
  }
  const numbers = found.filter(({ phone, isWord }) => typeof phone === "string" || !isWord);
  return (numbers.length === 0 ? found.slice(0, 1) : numbers).map(({ phone }) => phone);
}

/** The number that as few pieces as possible make up from here on; else the first piece's fault. */
function shortestNumber(pieces: readonly string[], from: number, parse: PhoneParser) {
  const [piece = ""] = pieces.slice(from, from + 1);
  const first = parse(piece);
  const most = /^[\p{Nd}+＋(（]/u.test(piece) ? Math.min(PIECES_MOST, pieces.length - from) : 1;
  for (let length = 1; length <= most; length += 1) {
    const phone = length === 1 ? first : parse(pieces.slice(from, from + length).join(" "));
    if (typeof phone === "string") return { phone, length };
  }
  return { phone: first, length: 1 };
}

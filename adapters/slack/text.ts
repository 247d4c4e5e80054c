import type { Rich } from "../../src/chat/card.ts";
import type { Locale } from "../../src/locale/locale.ts";

/** Escapes what Slack's mrkdwn and `text` read as markup. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The other way round, for text Slack hands us escaped. */
export function unescapeMrkdwn(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** mrkdwn can't escape its own signs: a text with any of them is shown as plain text instead. */
export function isPlainInMrkdwn(text: string): boolean {
  return !/[*_~`]|:[\w+-]+:|^\s*[>•]|^\s|\s$/m.test(text);
}

/** Rich text where only plain text goes: what was marked is set in 「」. */
export function plainText(rich: Rich): string {
  return rich
    .map((span) => {
      if (typeof span === "string") return span;
      return span.style === "mark" || span.style === "code" ? `「${span.text}」` : span.text;
    })
    .join("");
}

/** Cuts a text into pieces of at most `max` UTF-16 units, at a line's end where there is one, never inside a surrogate pair. */
export function splitText(text: string, max: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const newline = rest.lastIndexOf("\n", max - 1);
    let at = newline > max / 2 ? newline + 1 : max;
    if (isHighSurrogate(rest.charCodeAt(at - 1))) at -= 1;
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  if (rest !== "" || pieces.length === 0) pieces.push(rest);
  return pieces;
}

/** Cuts rich text likewise. Empty spans are left out; no pieces for an empty text. */
export function splitRich(rich: Rich, max: number): Rich[] {
  const pieces: Rich[] = [];
  let piece: Rich[number][] = [];
  let room = max;
  const flush = () => {
    if (piece.length > 0) pieces.push(piece);
    piece = [];
    room = max;
  };
  for (const span of rich) {
    let rest = typeof span === "string" ? span : span.text;
    while (rest !== "") {
      // A character may take two units: with room for one only, it starts the next piece.
      if (room < 2) flush();
      const [head = ""] = splitText(rest, room);
      piece.push(typeof span === "string" ? head : { ...span, text: head });
      room -= head.length;
      rest = rest.slice(head.length);
      if (rest !== "") flush();
    }
  }
  flush();
  return pieces;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** The language of what the renderer itself adds to a text: Chinese beside Chinese. */
export function localeOf(text: string): Locale {
  return /\p{Script=Han}/u.test(text) ? "zh-CN" : "en";
}

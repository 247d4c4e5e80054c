import type { Rich } from "../../src/chat/card.ts";

/** Text for Telegram's HTML mode. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const TAGS = { bold: "b", italic: "i", code: "code", mark: "u", strike: "s" } as const;

export function richHtml(rich: Rich): string {
  return rich
    .map((span) => {
      if (typeof span === "string") return escapeHtml(span);
      const tag = TAGS[span.style];
      const inner = `<${tag}>${escapeHtml(span.text)}</${tag}>`;
      // An offending place is underlined and bold: underlining alone is easily overlooked.
      return span.style === "mark" ? `<b>${inner}</b>` : inner;
    })
    .join("");
}

/** Columns a text takes in a fixed-width font: Chinese characters take two. */
export function width(text: string): number {
  let columns = 0;
  for (const char of text) {
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u.test(
        char,
      )
        ? 2
        : 1;
  }
  return columns;
}

export function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - width(text)));
}

import type { RichTextBlock, RichTextSection } from "@slack/types";
import type { Rich, Span } from "../../src/chat/card.ts";
import { SLACK_LIMITS as L } from "./limits.ts";
import { splitRich } from "./text.ts";

/**
 * Texts as `rich_text` blocks: literal, so that an SMS with `*` or `_` or `:)` shows as it will arrive,
 * and with emphasis that also works between Chinese characters, where mrkdwn's does not.
 */

type TextElement = Extract<RichTextSection["elements"][number], { type: "text" }>;

const STYLES = {
  bold: { bold: true },
  italic: { italic: true },
  strike: { strike: true },
  code: { code: true },
  mark: { bold: true, code: true },
} as const;

function element(span: Span): TextElement {
  return typeof span === "string"
    ? { type: "text", text: span }
    : { type: "text", text: span.text, style: STYLES[span.style] };
}

const elements = (rich: Rich): TextElement[] =>
  rich.filter((s) => (typeof s === "string" ? s : s.text) !== "").map(element);

const orDash = (rich: Rich): Rich => (elements(rich).length === 0 ? ["—"] : rich);

export function paragraphs(rich: Rich): RichTextBlock[] {
  return splitRich(rich, L.richTextCharacters).map((piece) => ({
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: elements(piece) }],
  }));
}

export function quote(rich: Rich): RichTextBlock[] {
  return splitRich(orDash(rich), L.richTextCharacters).map((piece) => ({
    type: "rich_text",
    elements: [{ type: "rich_text_quote", elements: elements(piece) }],
  }));
}

/** Bullets, as many to a block as fit. An item longer than a block goes on in the next bullet. */
export function bullets(items: readonly Rich[]): RichTextBlock[] {
  const blocks: RichTextBlock[] = [];
  let sections: RichTextSection[] = [];
  let room = L.richTextCharacters;
  const flush = () => {
    if (sections.length > 0)
      blocks.push({
        type: "rich_text",
        elements: [{ type: "rich_text_list", style: "bullet", elements: sections }],
      });
    sections = [];
    room = L.richTextCharacters;
  };
  for (const piece of items.flatMap((item) => splitRich(orDash(item), L.richTextCharacters))) {
    const length = elements(piece).reduce((sum, e) => sum + e.text.length, 0) + 1;
    if (length > room) flush();
    sections.push({ type: "rich_text_section", elements: elements(piece) });
    room -= length;
  }
  flush();
  return blocks;
}

/** Text in a fixed-width face, line by line. */
export function preformatted(lines: readonly string[]): RichTextBlock[] {
  return splitRich([lines.join("\n")], L.richTextCharacters).map((piece) => ({
    type: "rich_text",
    elements: [{ type: "rich_text_preformatted", elements: elements(piece) }],
  }));
}

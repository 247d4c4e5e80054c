import type { Action, Card, Section } from "../../src/chat/card.ts";
import { escapeHtml, pad, richHtml, width } from "./html.ts";
import { TELEGRAM_LIMITS } from "./limits.ts";

export interface Keyboard {
  readonly inline_keyboard: {
    text: string;
    callback_data: string;
    style?: "primary" | "danger";
  }[][];
}

/** A message as Telegram takes it, in HTML mode. */
export interface TelegramMessage {
  readonly text: string;
  readonly reply_markup: Keyboard;
}

const ICON = { neutral: "", info: "🔵 ", success: "✅ ", warning: "⚠️ ", danger: "⛔ " } as const;
const BAR = 12;
/** Rows and items that are shown of a long table or list; fewer until the message fits. */
const ROWS = [60, 30, 15, 8, 4, 2, 1];

/** Renders a card. What does not fit is left out visibly: tables and lists end in "… N more". Throws when it never fits. */
export function cardMessage(card: Card, more: (n: number) => string): TelegramMessage {
  const reply_markup = keyboard(card.actions ?? []);
  for (const rows of ROWS) {
    const text = cardText(card, rows, more);
    if (plainLength(text) <= TELEGRAM_LIMITS.text) return { text, reply_markup };
  }
  throw new RangeError(
    `the card “${card.title}” is longer than Telegram's ${TELEGRAM_LIMITS.text} characters`,
  );
}

/** Length as Telegram counts it: after the entities are parsed. */
function plainLength(html: string): number {
  return html.replace(/<[^>]*>/gu, "").replace(/&(?:amp|lt|gt);/gu, "x").length;
}

function cardText(card: Card, rows: number, more: (n: number) => string): string {
  const { progress } = card;
  const fields = (card.fields ?? []).map(
    ({ label, value }) => `${escapeHtml(label)}: <b>${escapeHtml(value)}</b>`,
  );
  const parts = [
    `${ICON[card.tone]}<b>${escapeHtml(card.title)}</b>`,
    fields.join("\n"),
    progress === undefined
      ? ""
      : `${bar(progress.done, progress.total)} ${escapeHtml(progress.label)}`,
    ...(card.sections ?? []).map((section) => sectionText(section, rows, more)),
    card.image === undefined ? "" : `🖼 ${escapeHtml(card.image.alt)}`,
    card.footer === undefined ? "" : `<i>${escapeHtml(card.footer)}</i>`,
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function bar(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.round((Math.min(done, total) / total) * BAR);
  return "▓".repeat(filled) + "░".repeat(BAR - filled);
}

function sectionText(section: Section, rows: number, more: (n: number) => string): string {
  switch (section.kind) {
    case "text":
      return richHtml(section.text);
    case "quote":
      return `<blockquote>${richHtml(section.text)}</blockquote>`;
    case "list": {
      const shown = section.items.slice(0, rows).map((item) => `• ${richHtml(item)}`);
      return [...heading(section.title), ...shown, ...rest(section.items.length, rows, more)].join(
        "\n",
      );
    }
    case "table": {
      const shown = [section.columns, ...section.rows.slice(0, rows)];
      const widths = section.columns.map((_, column) =>
        Math.max(...shown.map((row) => width(row[column] ?? ""))),
      );
      const lines = shown.map((row) =>
        row
          .map((cell, column) =>
            column === row.length - 1 ? cell : pad(cell, widths[column] ?? 0),
          )
          .join("  "),
      );
      const table = `<pre>${escapeHtml(lines.join("\n"))}</pre>`;
      return [...heading(section.title), table, ...rest(section.rows.length, rows, more)].join(
        "\n",
      );
    }
  }
}

function heading(title: string | undefined): string[] {
  return title === undefined ? [] : [`<b>${escapeHtml(title)}</b>`];
}

function rest(total: number, shown: number, more: (n: number) => string): string[] {
  return total > shown ? [escapeHtml(more(total - shown))] : [];
}

/** Marks a button that asks "really?" first. */
export const ASKS = "?";

/** What a pressed button says: `id|arg|arg`. */
export function callbackData(action: Pick<Action, "id" | "args">): string {
  const data = [action.id, ...action.args].join("|");
  if (Buffer.byteLength(data) >= TELEGRAM_LIMITS.callbackData) {
    throw new RangeError(
      `the button ${action.id} carries more than Telegram's ${TELEGRAM_LIMITS.callbackData} bytes`,
    );
  }
  return data;
}

function keyboard(actions: readonly Action[]): Keyboard {
  const buttons = actions.map((action) => ({
    text: `${action.disabled === undefined ? "" : "🔒 "}${action.label}`,
    callback_data: (action.confirm === undefined ? "" : ASKS) + callbackData(action),
    ...(action.style === undefined ? {} : { style: action.style }),
  }));
  const rows: (typeof buttons)[] = [];
  for (let i = 0; i < buttons.length; i += 2) rows.push(buttons.slice(i, i + 2));
  return { inline_keyboard: rows };
}

import type { KnownBlock, TableBlock } from "@slack/types";
import type { Section } from "../../src/chat/card.ts";
import { SLACK_LIMITS as L } from "./limits.ts";
import { orDash } from "./render-error.ts";
import { preformatted } from "./rich-blocks.ts";

type Table = Extract<Section, { kind: "table" }>;

export interface RenderedTable {
  readonly blocks: readonly KnownBlock[];
  /** Rows that did not fit. */
  readonly left: number;
}

/** A native table, or `undefined` where it has too many columns for one. */
export function nativeTable(table: Table): RenderedTable | undefined {
  if (table.columns.length > L.tableColumns || table.columns.length === 0) return undefined;
  const header = cells(table.columns, table.columns.length);
  const room = L.tableCharacters - size(header);
  const rows = takeWhileFits(
    table.rows.map((row) => cells(row, table.columns.length)),
    room,
    L.tableRows - 1,
    size,
  );
  if (room < 0) return undefined;
  const block: TableBlock = {
    type: "table",
    rows: [header, ...rows].map((row) => row.map((text) => ({ type: "raw_text", text }))),
  };
  return { blocks: [block], left: table.rows.length - rows.length };
}

/** The table as aligned text, where a native one can't be: in ephemeral messages, and from the second table of a message on. */
export function textTable(table: Table): RenderedTable {
  const all = [table.columns, ...table.rows].map((row) => row.map((c) => orDash(oneLine(c))));
  const widths = (all[0] ?? []).map((_, i) => Math.max(...all.map((row) => width(row[i] ?? ""))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell + " ".repeat(Math.max(0, (widths[i] ?? 0) - width(cell))))
      .join("  ")
      .trimEnd();
  const lines = all.map(line);
  const kept = takeWhileFits(lines, L.textTableCharacters, lines.length, (l) => l.length + 1);
  return { blocks: preformatted(kept), left: lines.length - kept.length };
}

function takeWhileFits<T>(
  items: readonly T[],
  room: number,
  most: number,
  cost: (item: T) => number,
): T[] {
  const kept: T[] = [];
  let left = room;
  for (const item of items) {
    left -= cost(item);
    if (left < 0 || kept.length >= most) break;
    kept.push(item);
  }
  return kept;
}

const size = (row: readonly string[]): number => row.reduce((sum, text) => sum + text.length, 0);

/** Exactly one text a column. */
const cells = (row: readonly string[], columns: number): string[] =>
  Array.from({ length: columns }, (_, i) => orDash(row[i] ?? ""));

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, " ");

/** Columns a text takes in a fixed-width face: East Asian characters take two. */
function width(text: string): number {
  let columns = 0;
  for (const character of text)
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u.test(
        character,
      )
        ? 2
        : 1;
  return columns;
}

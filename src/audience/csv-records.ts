import { delimiterOf } from "./delimiter.ts";
import type { FileRecord, FileRecords } from "./file-record.ts";
import { LineLookahead } from "./line-lookahead.ts";

/** How many lines are looked at to find the delimiter. */
const PROBE = 20;
/** How many lines a quoted cell may have: an address, not the rest of the file. */
const CELL_LINES = 20;

/**
 * The records of a delimited text as RFC 4180 has them, streaming; a plain list of numbers is one column. Blank ones
 * are passed by. A quote out of place costs its own line, not the lines up to the next quote: libraries swallow those.
 */
export async function* csvRecords(text: AsyncIterable<string>): FileRecords {
  const lines = new LineLookahead(text);
  try {
    await lines.has(PROBE);
    const delimiter = delimiterOf(lines.peek(PROBE));
    while (await lines.has(1)) {
      const records: FileRecord[] = [];
      while (lines.held > 0) {
        const { line } = lines;
        const taken = takeRecord(lines, delimiter);
        const cells = taken instanceof Promise ? await taken : taken;
        if (cells === undefined || cells.some((cell) => cell !== "")) records.push({ line, cells });
      }
      yield records;
    }
  } finally {
    await lines.close();
  }
}

/** Takes one record: a line, or as many as its quoted cells go on for. */
function takeRecord(
  lines: LineLookahead,
  delimiter: string,
): readonly string[] | undefined | Promise<readonly string[] | undefined> {
  const [first = ""] = lines.peek(1);
  const cells = cellsOf(first, delimiter);
  if (cells === "open") return takeLongRecord(lines, delimiter);
  lines.skip(1);
  return cells === "broken" ? undefined : cells;
}

async function takeLongRecord(
  lines: LineLookahead,
  delimiter: string,
): Promise<readonly string[] | undefined> {
  for (let count = 2; count <= CELL_LINES && (await lines.has(count)); count += 1) {
    const cells = cellsOf(lines.peek(count).join("\n"), delimiter);
    if (cells === "open") continue;
    lines.skip(cells === "broken" ? 1 : count);
    return cells === "broken" ? undefined : cells;
  }
  lines.skip(1);
  return undefined;
}

/** The cells of a record, trimmed; `open` when a quoted one goes on after it, `broken` when text follows its quote. */
function cellsOf(text: string, delimiter: string): readonly string[] | "open" | "broken" {
  if (!text.includes('"')) return text.split(delimiter).map((cell) => cell.trim());
  const quotedCell = /[ ]*"([^"]*(?:""[^"]*)*)("[ ]*)?/uy;
  const cells: string[] = [];
  for (let at = 0; ; at += delimiter.length) {
    quotedCell.lastIndex = at;
    const quoted = quotedCell.exec(text);
    if (quoted === null) {
      const end = text.indexOf(delimiter, at);
      cells.push(text.slice(at, end === -1 ? undefined : end).trim());
      if (end === -1) return cells;
      at = end;
      continue;
    }
    const [, content = "", closed] = quoted;
    if (closed === undefined) return "open";
    cells.push(content.replaceAll('""', '"').trim());
    at = quotedCell.lastIndex;
    if (at === text.length) return cells;
    if (text[at] !== delimiter) return "broken";
  }
}

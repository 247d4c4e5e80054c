import type { CsvRecord } from "./csv-records.ts";
import { AudienceFileError } from "./file-error.ts";
import { type Archive, withArchive } from "./xlsx-archive.ts";
import { type Book, readBook } from "./xlsx-book.ts";
import { readXml } from "./xlsx-xml.ts";

/** Columns beyond this many are left out. */
const COLUMNS_MOST = 200;
/** Characters of a cell beyond this many are left out: Excel's own limit. */
const CELL_MOST = 32_767;

/**
 * The records of a workbook's first visible sheet that holds anything, streaming: cells as a person sees them, numbers
 * whole and dates as dates. Blank rows are passed by. Throws `AudienceFileError` for what is no workbook.
 */
export function xlsxRecords(bytes: AsyncIterable<Uint8Array>): AsyncIterable<CsvRecord> {
  return withArchive(bytes, async function* (archive) {
    const book = await readBook(archive);
    for (const sheet of book.sheets) {
      let any = false;
      for await (const record of sheetRecords(archive, book, sheet)) {
        any = true;
        yield record;
      }
      if (any) return;
    }
    throw new AudienceFileError({ code: "empty" });
  });
}

async function* sheetRecords(
  archive: Archive,
  book: Book,
  sheet: string,
): AsyncIterable<CsvRecord> {
  const part = await archive.part(sheet);
  if (part === undefined) return;
  let records: CsvRecord[] = [];
  let cells: string[] = [];
  let line = 0;
  let column = -1;
  let type = "n";
  let style = 0;
  let value = "";
  let inValue = false;
  const reading = readXml(part, {
    open: (name, attributes) => {
      if (name === "row") {
        line = attributes.r === undefined ? line + 1 : Number(attributes.r);
        cells = [];
        column = -1;
      } else if (name === "c") {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r);
        type = attributes.t ?? "n";
        style = Number(attributes.s ?? 0);
        value = "";
      }
      inValue = name === "v" || name === "t";
    },
    text: (piece) => {
      if (inValue && value.length < CELL_MOST) value += piece;
    },
    close: (name) => {
      inValue = false;
      if (name === "c" && column < COLUMNS_MOST) {
        for (let blank = cells.length; blank < column; blank++) cells[blank] = "";
        cells[column] = shown(book, type, style, value).trim();
      }
      if (name === "row" && cells.some((cell) => cell !== "")) records.push({ line, cells });
    },
  });
  for await (const _ of reading) {
    yield* records;
    records = [];
  }
}

/** `BC12` → 54: columns count from 0. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/u.exec(reference)?.[0] ?? "A") {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}

/** A cell as a person reads it, by its type: ECMA-376 part 1, 18.18.11. */
function shown(book: Book, type: string, style: number, value: string): string {
  switch (type) {
    case "s":
      return book.strings[Number(value)] ?? "";
    case "b":
      return value === "1" ? "TRUE" : "FALSE";
    case "n":
      return book.isDate[style] === true ? dateOf(value, book.from1904) : wholeNumber(value);
    // Inline strings, formulas' strings, ISO dates, and errors such as #N/A.
    default:
      return value;
  }
}

/** A number without an exponent: 1.3800138E10 is a phone number that lost no digit. */
function wholeNumber(value: string): string {
  const number = Number(value);
  return value !== "" && Number.isSafeInteger(number) ? String(number) : value;
}

const DAY = 24 * 3_600_000;

/** A day's number as `2026-11-23`, with the time of day where there is one. */
function dateOf(value: string, from1904: boolean): string {
  const days = Number(value);
  if (value === "" || !Number.isFinite(days) || days < 0 || days > 2_958_465) return value;
  // Excel's 1900 has a 29 February: its count agrees with the calendar from 1 March 1900 on.
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const iso = new Date(epoch + Math.round((days * DAY) / 1000) * 1000).toISOString();
  const [day = "", time = ""] = iso.slice(0, 16).split("T");
  return time === "00:00" ? day : `${day} ${time}`;
}

import type { CountryCode } from "libphonenumber-js/max";
import type { IncomingFile } from "../chat/form.ts";
import type { Phone } from "../ids.ts";
import { csvRecords } from "./csv-records.ts";
import { decodeText } from "./decode.ts";
import { AudienceFileError } from "./file-error.ts";
import { type PhoneFault, parsePhone } from "./phone.ts";

export { AudienceFileError } from "./file-error.ts";

/** One row of an audience as it was given. */
export interface AudienceRow {
  /** From 1, as the person would count it. */
  readonly line: number;
  readonly phone: Phone | undefined;
  readonly fault?: PhoneFault;
  /** The other columns, by their header. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The largest file that is read, in bytes: 5 million numbers of a column. */
const FILE_MOST = 64 * 1024 * 1024;

function row(
  line: number,
  raw: string,
  region: CountryCode,
  variables: Record<string, string> = {},
): AudienceRow {
  const parsed = parsePhone(raw, region);
  return typeof parsed === "string"
    ? { line, phone: parsed, variables }
    : { line, phone: undefined, fault: parsed.fault, variables };
}

/** Numbers as people paste them: separated by new lines, commas, semicolons, or spaces. */
export function* pastedRows(text: string, region: CountryCode): Iterable<AudienceRow> {
  let line = 0;
  for (const piece of text.split(/[\n\r,，、;；\t|]+/u)) {
    // "+86 138 0013 8000" is one number; "13800138000 13900139000" are two.
    const whole = parsePhone(piece, region);
    const parts = typeof whole === "string" ? [piece] : piece.split(/\s+/u);
    for (const part of parts) {
      if (part.trim() === "") continue;
      line += 1;
      yield row(line, part, region);
    }
  }
}

/** Rows that are looked at to find the column of numbers. */
const SAMPLE = 50;

/**
 * The rows of a CSV or plain text file, streaming. The column of numbers is found by its content; a header is
 * recognised by holding no number there. A bad row costs that row; a bad file is refused whole (`AudienceFileError`).
 */
export async function* fileRows(
  file: IncomingFile,
  region: CountryCode,
): AsyncIterable<AudienceRow> {
  if (file.size === 0) throw new AudienceFileError("empty");
  if (file.size > FILE_MOST) throw new AudienceFileError("too_large", FILE_MOST / 1024 / 1024);
  let sample: string[][] = [];
  let layout: Layout | undefined;
  let line = 0;
  const read = (record: readonly string[], found: Layout): AudienceRow => {
    line += 1;
    return row(line, record[found.column] ?? "", region, variablesOf(record, found));
  };
  for await (const record of csvRecords(decodeText(file))) {
    if (layout !== undefined) {
      yield read(record, layout);
      continue;
    }
    sample.push(record);
    if (sample.length < SAMPLE) continue;
    layout = findLayout(sample, region);
    for (const held of sample.slice(layout.header === undefined ? 0 : 1)) yield read(held, layout);
    sample = [];
  }
  if (layout === undefined) {
    const found = findLayout(sample, region);
    for (const held of sample.slice(found.header === undefined ? 0 : 1)) yield read(held, found);
  }
}

interface Layout {
  readonly column: number;
  readonly header: readonly string[] | undefined;
}

/** The column with most phone numbers in the sample. */
function findLayout(sample: readonly (readonly string[])[], region: CountryCode): Layout {
  const isPhone = (cell: string | undefined) =>
    cell !== undefined && typeof parsePhone(cell, region) === "string";
  const hits: number[] = [];
  for (const record of sample) {
    record.forEach((cell, column) => {
      if (isPhone(cell)) hits[column] = (hits[column] ?? 0) + 1;
    });
  }
  let column = -1;
  for (const [at, count] of hits.entries()) {
    if ((count ?? 0) > (column === -1 ? 0 : (hits[column] ?? 0))) column = at;
  }
  if (column === -1) throw new AudienceFileError(sample.length === 0 ? "empty" : "no_numbers");
  const first = sample[0]?.[column];
  const header = isPhone(first) || /\d{5}/u.test(first ?? "") ? undefined : sample[0];
  return { column, header };
}

function variablesOf(
  record: readonly string[],
  { column, header }: Layout,
): Record<string, string> {
  const variables: Record<string, string> = {};
  header?.forEach((name, at) => {
    if (at !== column && name.trim() !== "") variables[name.trim()] = record[at]?.trim() ?? "";
  });
  return variables;
}

import type { CountryCode } from "libphonenumber-js/max";
import type { IncomingFile } from "../chat/form.ts";
import type { Phone } from "../ids.ts";
import type { CsvRecord } from "./csv-records.ts";
import { AudienceFileError } from "./file-error.ts";
import { fileRecords } from "./file-records.ts";
import { findLayout, type Layout } from "./layout.ts";
import { listParser, type PhoneParser } from "./list-parser.ts";
import type { ParsedPhone, PhoneFault } from "./phone.ts";
import { spacedNumbers } from "./spaced-numbers.ts";

export { AudienceFileError } from "./file-error.ts";

/** Why a row has no number to send to: the number's fault, an empty cell, or quotes out of place. */
export type RowFault = PhoneFault | "missing" | "quotes";

/** One row of an audience as it was given. */
export interface AudienceRow {
  /** From 1, as the person counts: the line of a file, header and blank lines included; the place in a pasted list. */
  readonly line: number;
  readonly phone: Phone | undefined;
  readonly fault?: RowFault;
  /** The other columns, by their header. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Numbers as people paste them: separated by new lines, commas, semicolons, or spaces. */
export function* pastedRows(text: string, region: CountryCode): Iterable<AudienceRow> {
  const parse = listParser(region);
  let line = 0;
  for (const piece of text.split(/[\n\r,，、;；\t|]+/u)) {
    for (const phone of spacedNumbers(piece, parse)) {
      line += 1;
      yield row(line, phone);
    }
  }
}

/** Records that are looked at to find the column of numbers. */
const SAMPLE = 200;

/**
 * The rows of an .xlsx, CSV or plain text file, streaming in bounded memory. The column of numbers is found by its content.
 * A bad row costs that row; a file that is none is refused whole (`AudienceFileError`), at any point of the stream.
 */
export async function* fileRows(
  file: IncomingFile,
  region: CountryCode,
): AsyncIterable<AudienceRow> {
  const parse = listParser(region);
  let layout: Layout | undefined;
  let sample: CsvRecord[] = [];
  for await (const record of fileRecords(file)) {
    if (layout !== undefined) {
      yield* recordRows(record, layout, parse);
      continue;
    }
    sample.push(record);
    if (sample.length < SAMPLE) continue;
    layout = layoutOf(sample, parse);
    yield* sampleRows(sample, layout, parse);
    sample = [];
  }
  if (layout === undefined) yield* sampleRows(sample, layoutOf(sample, parse), parse);
}

function layoutOf(sample: readonly CsvRecord[], parse: PhoneParser): Layout {
  if (sample.length === 0) throw new AudienceFileError({ code: "empty" });
  const layout = findLayout(
    sample.map(({ cells }) => cells ?? []),
    parse,
  );
  if (layout === undefined) throw new AudienceFileError({ code: "no_numbers" });
  return layout;
}

function* sampleRows(
  sample: readonly CsvRecord[],
  layout: Layout,
  parse: PhoneParser,
): Iterable<AudienceRow> {
  const people = layout.kind === "table" ? sample.slice(layout.skip) : sample;
  for (const record of people) yield* recordRows(record, layout, parse);
}

function* recordRows(
  { line, cells }: CsvRecord,
  layout: Layout,
  parse: PhoneParser,
): Iterable<AudienceRow> {
  if (cells === undefined) {
    yield { line, phone: undefined, fault: "quotes", variables: {} };
  } else if (layout.kind === "list") {
    for (const cell of cells)
      for (const phone of spacedNumbers(cell, parse)) yield row(line, phone);
  } else {
    const cell = cells[layout.column] ?? "";
    const variables = variablesOf(cells, layout);
    yield cell === ""
      ? { line, phone: undefined, fault: "missing", variables }
      : row(line, parse(cell), variables);
  }
}

function row(
  line: number,
  phone: ParsedPhone,
  variables: Record<string, string> = {},
): AudienceRow {
  return typeof phone === "string"
    ? { line, phone, variables }
    : { line, phone: undefined, fault: phone.fault, variables };
}

function variablesOf(
  cells: readonly string[],
  { column, header }: Extract<Layout, { kind: "table" }>,
): Record<string, string> {
  return Object.fromEntries(
    header.flatMap((name, at) =>
      at === column || name === "" ? [] : [[variableName(name), cells[at] ?? ""] as const],
    ),
  );
}

/** A header as a name that can be stored and written in a text: without what names in the store may not have. */
function variableName(header: string): string {
  return header.replace(/^[$]|[."\\\p{Cc}]/gu, "_").replace(/^__proto__$/u, "proto");
}

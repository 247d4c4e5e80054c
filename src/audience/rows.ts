import type { CountryCode } from "libphonenumber-js/max";
import type { IncomingFile } from "../chat/form.ts";
import type { Phone } from "../ids.ts";
import { AudienceFileError } from "./file-error.ts";
import type { FileRecord, FileRecords } from "./file-record.ts";
import { fileRecords } from "./file-records.ts";
import { type FileSummary, SummaryTally } from "./file-summary.ts";
import { findLayout, type Layout } from "./layout.ts";
import { listParser, type PhoneParser } from "./list-parser.ts";
import type { ParsedPhone, PhoneFault } from "./phone.ts";
import { Meter, type ProgressListener } from "./progress.ts";
import { spacedNumbers } from "./spaced-numbers.ts";
import type { SheetChoice } from "./xlsx/records.ts";

export { AudienceFileError } from "./file-error.ts";

/** Why a row has no number to send to: the number's fault, an empty cell, or quotes out of place. */
export type RowFault = PhoneFault | "missing" | "quotes";

/** One row of an audience as it was given. */
export interface AudienceRow {
  /**
   * From 1, as the person counts: the line of a file or the row of a sheet, header and blank lines included; the
   * place in a pasted list.
   */
  readonly line: number;
  readonly phone: Phone | undefined;
  readonly fault?: RowFault;
  /** The other columns, by their header: `VARIABLES_MOST` of `VALUE_MOST` characters at most. */
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

export interface FileRowsOptions {
  /** The column that a person says the numbers are in, from 0; else it is found by its content. */
  readonly phoneColumn?: number;
  /** The sheet that a person says it is; else the first with content. */
  readonly sheet?: string;
  readonly onProgress?: ProgressListener;
}

/** The rows of a file, and what it turned out to hold. */
export interface FileRows extends AsyncIterable<AudienceRow> {
  /** Of the rows read so far: whole when they are all read. */
  summary(): FileSummary;
}

/** Records that are looked at to find the column of numbers. */
const SAMPLE = 200;

/**
 * The rows of an .xlsx, CSV or plain text file, streaming in bounded memory. A bad row costs that row; a file that is
 * none is refused whole (`AudienceFileError`), at any point of the stream.
 */
export function fileRows(
  file: IncomingFile,
  region: CountryCode,
  options: FileRowsOptions = {},
): FileRows {
  let tally = new SummaryTally();
  return {
    [Symbol.asyncIterator]() {
      tally = new SummaryTally();
      return readRows(file, listParser(region), options, tally)[Symbol.asyncIterator]();
    },
    summary: () => tally.summary(),
  };
}

async function* readRows(
  file: IncomingFile,
  parse: PhoneParser,
  { phoneColumn, sheet, onProgress }: FileRowsOptions,
  tally: SummaryTally,
): AsyncIterable<AudienceRow> {
  const meter = new Meter(onProgress);
  const onSheet = (choice: SheetChoice) => {
    tally.sheet = choice;
  };
  const lay = (sample: readonly FileRecord[]) => {
    const layout = layoutOf(sample, parse, phoneColumn);
    tally.layout(layout);
    return layout;
  };
  let given = 0;
  for await (const { records, layout } of laidOut(
    fileRecords(file, { meter, sheet, onSheet }),
    lay,
  )) {
    for (const record of records) {
      for (const row of recordRows(record, layout, parse, tally)) {
        tally.row(row);
        given += 1;
        yield row;
      }
    }
    meter.rows(given);
  }
  meter.end();
}

/** The records of people, once the first few records have shown where their numbers are. */
async function* laidOut(
  batches: FileRecords,
  lay: (sample: readonly FileRecord[]) => Layout,
): AsyncIterable<{ readonly records: readonly FileRecord[]; readonly layout: Layout }> {
  let layout: Layout | undefined;
  let waiting: readonly FileRecord[] = [];
  const people = (found: Layout) => waiting.slice(found.kind === "table" ? found.skip : 0);
  for await (const records of batches) {
    if (layout !== undefined) {
      yield { records, layout };
      continue;
    }
    waiting = [...waiting, ...records];
    if (waiting.length < SAMPLE) continue;
    layout = lay(waiting);
    yield { records: people(layout), layout };
    waiting = [];
  }
  if (layout !== undefined) return;
  layout = lay(waiting);
  yield { records: people(layout), layout };
}

function layoutOf(
  records: readonly FileRecord[],
  parse: PhoneParser,
  phoneColumn: number | undefined,
): Layout {
  if (records.length === 0) throw new AudienceFileError({ code: "empty" });
  const sample = records.slice(0, SAMPLE).map(({ cells }) => cells ?? []);
  const layout = findLayout(sample, parse, phoneColumn);
  if (layout === undefined) throw new AudienceFileError({ code: whyNoNumbers(sample, parse) });
  return layout;
}

/** A file without a number may have had them: a spreadsheet or the platform it comes from took their digits. */
function whyNoNumbers(
  sample: readonly (readonly string[])[],
  parse: PhoneParser,
): "no_numbers" | "all_mangled" | "all_masked" {
  const count = (fault: PhoneFault) =>
    sample.filter((cells) =>
      cells.some((cell) => {
        const phone = parse(cell);
        return typeof phone !== "string" && phone.fault === fault;
      }),
    ).length;
  if (count("mangled") * 2 >= sample.length) return "all_mangled";
  return count("masked") * 2 >= sample.length ? "all_masked" : "no_numbers";
}

function* recordRows(
  record: FileRecord,
  layout: Layout,
  parse: PhoneParser,
  tally: SummaryTally,
): Iterable<AudienceRow> {
  const { line, cells } = record;
  if (cells === undefined) {
    yield { line, phone: undefined, fault: "quotes", variables: {} };
  } else if (layout.kind === "list") {
    for (const cell of cells)
      for (const phone of spacedNumbers(cell, parse)) yield row(line, phone);
  } else {
    const cell = cells[layout.column] ?? "";
    const variables = tally.variables(record);
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

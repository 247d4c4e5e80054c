import type { FileRecords } from "../file-record.ts";
import type { Meter } from "../progress.ts";
import { openPackage, type Package } from "./package.ts";
import { SharedStrings } from "./shared-strings.ts";
import { type CellContext, sheetRecords } from "./sheet.ts";
import { readSharedStrings, readWorkbook, type Workbook } from "./workbook.ts";

/** The sheet that is read, and the others there are, by name. */
export interface SheetChoice {
  readonly name: string;
  readonly others: readonly string[];
}

export interface XlsxOptions {
  readonly meter: Meter;
  /** The sheet to read, by its name; where there is none of that name, or none is named, the first with content. */
  readonly sheet?: string | undefined;
  readonly onSheet: (choice: SheetChoice) => void;
}

/**
 * The rows of a workbook's first sheet with content, in bounded memory but for the texts that cells share. Throws
 * `AudienceFileError`, at any point of the stream.
 */
export async function* xlsxRecords(
  bytes: AsyncIterable<Uint8Array>,
  options: XlsxOptions,
): FileRecords {
  const pack = await openPackage(bytes);
  try {
    const workbook = await readWorkbook(pack);
    const sheets = inOrder(workbook, options.sheet);
    const [first] = sheets;
    const sizes = [workbook.strings, first?.part].map((part) => (part ? pack.size(part) : 0));
    options.meter.begin(
      "reading",
      sizes.reduce((sum, size) => sum + size, 0),
    );
    const context = { ...workbook, strings: await sharedStrings(pack, workbook, options.meter) };
    for (const { name, part } of sheets) {
      const others = workbook.sheets.map((sheet) => sheet.name).filter((other) => other !== name);
      const rows = contentOf(pack, part, context, options.meter);
      let found = false;
      for await (const records of rows) {
        if (!found) options.onSheet({ name, others });
        found = true;
        yield records;
      }
      if (found) return;
    }
  } finally {
    await pack.close();
  }
}

/** The sheets as they are tried: the one asked for, then those that can be seen, then those that are hidden. */
function inOrder({ sheets }: Workbook, asked: string | undefined): Workbook["sheets"] {
  const named = sheets.find(({ name }) => name === asked);
  if (named !== undefined) return [named];
  return [...sheets.filter(({ hidden }) => !hidden), ...sheets.filter(({ hidden }) => hidden)];
}

async function sharedStrings(
  pack: Package,
  { strings }: Workbook,
  meter: Meter,
): Promise<SharedStrings> {
  if (strings === undefined || !pack.has(strings)) return new SharedStrings();
  return readSharedStrings(measured(pack.text(strings), meter));
}

async function* contentOf(
  pack: Package,
  part: string,
  context: CellContext,
  meter: Meter,
): FileRecords {
  for await (const records of sheetRecords(measured(pack.text(part), meter), context)) {
    if (records.length > 0) yield records;
  }
}

/** Counts what goes by: characters, which in a sheet are nearly all of one byte. */
async function* measured(text: AsyncIterable<string>, meter: Meter): AsyncIterable<string> {
  for await (const piece of text) {
    yield piece;
    meter.bytes(piece.length);
  }
}

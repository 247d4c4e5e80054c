import type { IncomingFile } from "../chat/form.ts";
import { ByteLookahead } from "./byte-lookahead.ts";
import { csvRecords } from "./csv-records.ts";
import { decodeText } from "./decode.ts";
import { formatOf, HEAD } from "./file-format.ts";
import { filePieces } from "./file-pieces.ts";
import type { FileRecords } from "./file-record.ts";
import { refuseOle } from "./ole.ts";
import type { Meter } from "./progress.ts";
import { type SheetChoice, xlsxRecords } from "./xlsx/records.ts";

export interface RecordsOptions {
  readonly meter: Meter;
  /** The sheet of a workbook to read, by its name; else the first with content. */
  readonly sheet?: string | undefined;
  /** Told which sheet of a workbook is read, before its first record. */
  readonly onSheet: (choice: SheetChoice) => void;
}

/** The records of whatever kind of file this is, by its content. Throws `AudienceFileError` for what is none. */
export async function* fileRecords(file: IncomingFile, options: RecordsOptions): FileRecords {
  const { meter } = options;
  meter.begin("receiving", file.size);
  const bytes = new ByteLookahead(filePieces(file, meter));
  try {
    const format = formatOf(await bytes.peek(HEAD));
    if (format === "ole") {
      await refuseOle(bytes.rest());
    } else if (format === "zip") {
      yield* xlsxRecords(bytes.rest(), options);
    } else {
      meter.begin("reading", file.size);
      yield* csvRecords(decodeText(bytes));
    }
  } finally {
    await bytes.close();
  }
}

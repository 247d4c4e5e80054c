import type { IncomingFile } from "../chat/form.ts";
import { type CsvRecord, csvRecords } from "./csv-records.ts";
import { decodeText } from "./decode.ts";
import { openBytes } from "./file-bytes.ts";
import { AudienceFileError } from "./file-error.ts";
import { isArchive } from "./xlsx-archive.ts";
import { xlsxRecords } from "./xlsx-records.ts";

/**
 * The records of a file, streaming: of a delimited text, or of the first sheet of an .xlsx that holds anything; told
 * apart by how the file begins, not by its name. Throws `AudienceFileError` for any other file.
 */
export async function* fileRecords(file: IncomingFile): AsyncIterable<CsvRecord> {
  const bytes = openBytes(file);
  try {
    const head = await bytes.peek(4);
    if (head.length === 0) throw new AudienceFileError({ code: "empty" });
    yield* isArchive(head) ? xlsxRecords(bytes.rest()) : csvRecords(decodeText(bytes));
  } finally {
    await bytes.close();
  }
}

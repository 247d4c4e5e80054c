import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { AudienceFileError } from "./file-error.ts";

/** How much text is looked at to find the delimiter. */
const PROBE = 4096;
const DELIMITERS = [",", "\t", ";", "|", "，"];

/** The records of a delimited text, streaming; a plain list of numbers is one column. */
export async function* csvRecords(text: AsyncIterable<string>): AsyncIterable<string[]> {
  const chunks = text[Symbol.asyncIterator]();
  let head = "";
  let ended = false;
  while (head.length < PROBE && !ended) {
    const next = await chunks.next();
    ended = next.done === true;
    if (next.done !== true) head += next.value;
  }
  const whole = async function* () {
    yield head.replace(/^\uFEFF/u, "");
    for (
      let next = ended ? undefined : await chunks.next();
      next && !next.done;
      next = await chunks.next()
    ) {
      yield next.value;
    }
  };
  const parser = parse({
    delimiter: delimiterOf(head),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: 100_000,
  });
  const source = Readable.from(whole());
  source.on("error", (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser)) yield record as string[];
  } catch (error) {
    if (error instanceof CsvError) throw new AudienceFileError("malformed");
    throw error;
  }
}

/** The delimiter that stands equally often in the first lines; a comma when none does. */
function delimiterOf(head: string): string {
  const lines = head
    .split(/\r?\n/u)
    .slice(0, 10)
    .filter((line) => line.trim() !== "");
  const scored = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    return { delimiter, least: Math.min(...counts, Number.POSITIVE_INFINITY) };
  }).filter(({ least }) => least > 0 && Number.isFinite(least));
  scored.sort((a, b) => b.least - a.least);
  return scored[0]?.delimiter ?? ",";
}

import type { PhoneParser } from "./list-parser.ts";
import { spacedNumbers } from "./spaced-numbers.ts";

/** Where a file's numbers are. */
export type Layout =
  /** Nothing but numbers, in every cell. */
  | { readonly kind: "list" }
  /** In one column of a table; the other columns say something about the person. */
  | {
      readonly kind: "table";
      readonly column: number;
      readonly header: readonly string[];
      /** How many of the first records are no people: the header, and titles above it. */
      readonly skip: number;
    };

/** Cells beyond this many in a record aren't looked at. */
const COLUMNS_MOST = 200;
/** How many records titles and a header take up at most. */
const HEADER_MOST = 5;
/** Which column it is, where two hold as many numbers. */
const PHONE_HEADER = /手机|电话|号码|联系方式|phone|mobile|tel|msisdn/iu;

/** Finds the numbers in a file by the content of its first records; undefined when there are none. */
export function findLayout(
  sample: readonly (readonly string[])[],
  parse: PhoneParser,
): Layout | undefined {
  const records = sample.map((record) => record.slice(0, COLUMNS_MOST));
  const holdsNumber = (cell: string) =>
    spacedNumbers(cell, parse).some((phone) => typeof phone === "string");
  const columns: { numbers: number; filled: number }[] = [];
  for (const record of records) {
    for (const [at, cell] of record.entries()) {
      columns[at] ??= { numbers: 0, filled: 0 };
      if (cell !== "") columns[at].filled += 1;
      if (holdsNumber(cell)) columns[at].numbers += 1;
    }
  }
  const most = Math.max(0, ...columns.map(({ numbers }) => numbers));
  if (most === 0) return undefined;
  const candidates = columns.flatMap(({ numbers }, at) => (numbers === most ? [at] : []));
  const people = records.findIndex((record) => record.some(holdsNumber));
  const skip = headerLength(records.slice(0, people), candidates);
  if (skip === 0 && columns.every(({ numbers, filled }) => numbers >= filled * 0.8)) {
    return { kind: "list" };
  }
  const header = skip === 0 ? [] : (records[skip - 1] ?? []);
  const named = candidates.find((at) => PHONE_HEADER.test(header[at] ?? ""));
  return { kind: "table", column: named ?? candidates[0] ?? 0, header, skip };
}

/** How many of the records before the first person are titles and a header: it has a word where people have numbers. */
function headerLength(before: readonly (readonly string[])[], columns: readonly number[]): number {
  const isHeader = (record: readonly string[]) =>
    columns.some((at) => (record[at] ?? "") !== "" && !/\d{3}/u.test(record[at] ?? ""));
  return before.slice(0, HEADER_MOST).findLastIndex(isHeader) + 1;
}

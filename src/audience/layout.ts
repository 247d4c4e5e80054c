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
      /** What the columns are called, "" where there is no name. */
      readonly header: readonly string[];
      /** How many of the first records are no people: the header, and titles above it. */
      readonly skip: number;
      /** By column: in how many of the first records it holds a number. */
      readonly numbers: readonly number[];
    };

/** Cells beyond this many in a record aren't looked at. */
export const COLUMNS_MOST = 200;
/** How many records titles and a header take up at most. */
const HEADER_MOST = 5;
/** Which column it is, where two hold as many numbers. */
const PHONE_HEADER = /手机|电话|号码|联系方式|phone|mobile|tel|msisdn/iu;

/**
 * Finds the numbers in a file by the content of its first records; undefined when there are none. `chosen` is the
 * column that a person says they are in, from 0.
 */
export function findLayout(
  sample: readonly (readonly string[])[],
  parse: PhoneParser,
  chosen?: number,
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
  const numbers = columns.map((column) => column.numbers);
  const most = chosen === undefined ? Math.max(0, ...numbers) : (numbers[chosen] ?? 0);
  if (most === 0) return undefined;
  const candidates =
    chosen === undefined ? numbers.flatMap((count, at) => (count === most ? [at] : [])) : [chosen];
  const isPerson = (record: readonly string[]) =>
    chosen === undefined ? record.some(holdsNumber) : holdsNumber(record[chosen] ?? "");
  const before = records.slice(0, records.findIndex(isPerson)).slice(0, HEADER_MOST);
  const skip = headerLength(before, candidates);
  const onlyNumbers = columns.every((column) => column.numbers >= column.filled * 0.8);
  if (skip === 0 && onlyNumbers && chosen === undefined) return { kind: "list" };
  const header = namesOf(before.slice(0, skip), columns.length);
  const named = candidates.find((at) => PHONE_HEADER.test(header[at] ?? ""));
  return { kind: "table", column: named ?? candidates[0] ?? 0, header, skip, numbers };
}

/** How many of the records before the first person are titles and a header: it has a word where people have numbers. */
function headerLength(before: readonly (readonly string[])[], columns: readonly number[]): number {
  const isHeader = (record: readonly string[]) =>
    columns.some((at) => (record[at] ?? "") !== "" && !/\d{3}/u.test(record[at] ?? ""));
  const length = before.findLastIndex(isHeader) + 1;
  const [header, below] = [before[length - 1], before[length]];
  return header !== undefined && below !== undefined && isSubheader(header, below, columns)
    ? length + 1
    : length;
}

/**
 * Whether a record goes on with the header above it, where cells were merged: it names what a merged cell spans, so it
 * has words under cells without one. People without a number are told from it by that.
 */
function isSubheader(
  header: readonly string[],
  below: readonly string[],
  columns: readonly number[],
): boolean {
  const words = below.flatMap((cell, at) => (cell === "" ? [] : [{ cell, at }]));
  return (
    columns.every((at) => (below[at] ?? "") === "") &&
    words.every(({ cell }) => !/\d/u.test(cell)) &&
    words.some(({ at }) => (header[at] ?? "") === "")
  );
}

/**
 * What the columns are called by the lowest of the header's records that has a word for them: cells merged downwards
 * hold theirs in the first. A record of one word is a title, and names nothing but itself.
 */
function namesOf(header: readonly (readonly string[])[], width: number): readonly string[] {
  const isTitle = (record: readonly string[]) => record.filter((cell) => cell !== "").length < 2;
  const records = header.filter((record, at) => at === header.length - 1 || !isTitle(record));
  return header.length === 0
    ? []
    : Array.from(
        { length: width },
        (_, at) => records.findLast((record) => (record[at] ?? "") !== "")?.[at] ?? "",
      );
}

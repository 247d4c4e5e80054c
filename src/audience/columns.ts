import { COLUMNS_MOST, type Layout } from "./layout.ts";

/** What becomes of a column. */
export type ColumnUse =
  /** The numbers. */
  | { readonly kind: "phone" }
  /** Kept, and written as `{name}` in a personal text. */
  | { readonly kind: "variable"; readonly name: string }
  /** Has no header, so nothing to call it by. */
  | { readonly kind: "unnamed" }
  /** One too many to be kept. */
  | { readonly kind: "beyond" };

/** One column of a file, as its header has it. */
export interface Column {
  /** Its place, from 0. */
  readonly at: number;
  /** "" where there is none. */
  readonly header: string;
  readonly use: ColumnUse;
  /** How many of the file's first records hold a number here: more than one column may be the right one. */
  readonly numbers: number;
}

/** The most columns whose values are kept with each row. */
export const VARIABLES_MOST = 20;
/** The longest value, in characters. */
export const VALUE_MOST = 200;
/** The longest name, in characters. */
const NAME_MOST = 40;

/** The columns of a table, each with its use; of a plain list, none. */
export function columnsOf(layout: Layout): readonly Column[] {
  if (layout.kind === "list") return [];
  const taken = new Set<string>();
  const useOf = (header: string, at: number): ColumnUse => {
    if (at === layout.column) return { kind: "phone" };
    if (header === "") return { kind: "unnamed" };
    if (taken.size >= VARIABLES_MOST) return { kind: "beyond" };
    const name = unlike(taken, variableName(header));
    taken.add(name);
    return { kind: "variable", name };
  };
  const width = Math.min(COLUMNS_MOST, Math.max(layout.numbers.length, layout.header.length));
  return Array.from({ length: width }, (_, at) => {
    const header = layout.header[at] ?? "";
    return { at, header, use: useOf(header, at), numbers: layout.numbers[at] ?? 0 };
  });
}

/** A header as a name that can be stored and written in a text: without what means something in either. */
function variableName(header: string): string {
  return header
    .replace(/^[$]|[."\\{}|｛｝｜\p{Cc}]/gu, "_")
    .slice(0, NAME_MOST)
    .toWellFormed()
    .trim()
    .replace(/^__proto__$/u, "proto");
}

/** The name, with a number behind it where another column has it already. */
function unlike(taken: ReadonlySet<string>, name: string): string {
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${name} ${n}`;
  return free;
}

/** A cell as it is kept: without control characters but line ends, and without what turns the direction of text. */
export function cleanValue(cell: string): string {
  if (!/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(cell)) return cell;
  return cell
    .replace(/\r\n?/gu, "\n")
    .replace(/[\u202A-\u202E\u2066-\u2069]/gu, "")
    .replace(/[^\P{Cc}\n]/gu, " ")
    .trim();
}

/** The first `VALUE_MOST` characters of a value; no character is halved. */
export function cutValue(value: string): string {
  return value.length <= VALUE_MOST
    ? value
    : value.slice(0, VALUE_MOST).replace(/[\uD800-\uDBFF]$/u, "");
}

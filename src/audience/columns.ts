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
/** The longest name, and the longest header shown, in characters. */
const NAME_MOST = 40;
const HEADER_MOST = 100;

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
    return {
      at,
      header: cut(header, HEADER_MOST),
      use: useOf(header, at),
      numbers: layout.numbers[at] ?? 0,
    };
  });
}

/** A header as a name that can be stored and written in a text: without what means something in either. */
function variableName(header: string): string {
  return cut(header.replace(/^[$]|[."\\{}|｛｝｜\p{Cc}]/gu, "_"), NAME_MOST)
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

/** The first `VALUE_MOST` characters of a value. */
export function cutValue(value: string): string {
  return cut(value, VALUE_MOST);
}

/** The first characters of a text; none is halved. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/u, "");
}

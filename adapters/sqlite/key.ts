import type { Scalar } from "../../src/store/dialect-filter.ts";

/** What SQLite is given for a scalar, so that its own order and equality of values are MongoDB's. */
export type Key = number | string | Uint8Array;

/**
 * MongoDB orders null and missing, numbers, strings, objects, arrays, booleans, and compares within one of these.
 * SQLite orders numbers, text, blobs. So null and missing are minus infinity (which JSON can't hold) and what
 * comes after strings is a blob. A key is never NULL: conditions are true or false, and two missing values are
 * one value to a unique index, as they are in MongoDB.
 */
const BLOBS = { object: "x'01'", array: "x'02'", false: "x'03'", true: "x'04'" } as const;

export function keyOf(value: Scalar): Key {
  if (value === null) return Number.NEGATIVE_INFINITY;
  if (typeof value === "boolean") return Uint8Array.of(value ? 4 : 3);
  return value;
}

/** Whether a key stands for an object or an array, of which it says nothing more. */
export function isNested(key: Key): boolean {
  return typeof key === "object" && (key[0] ?? 0) <= 2;
}

export function isArray(key: Key): boolean {
  return typeof key === "object" && key[0] === 2;
}

export function isSame(a: Key, b: Key | undefined): boolean {
  return typeof a === "object" && typeof b === "object" ? a[0] === b[0] : a === b;
}

/** The key of whatever a field may hold. */
export function keyOfValue(value: unknown): Key {
  if (Array.isArray(value)) return Uint8Array.of(2);
  if (typeof value === "object" && value !== null) return Uint8Array.of(1);
  return keyOf((value ?? null) as Scalar);
}

/**
 * The column that holds an indexed field's key. No field's name begins with `$`, and SQLite takes `a` and `A` for one
 * column.
 */
export function keyColumn(path: string): string {
  return `"$${path.replaceAll(/[A-Z^]/g, "^$&")}"`;
}

/** The SQL expression of a field's key, from the document. */
export function keyInDoc(path: string): string {
  return keyFrom(typeAt(path), `json_extract(doc,${jsonPath(path)})`);
}

/** How the fields of a table's documents are reached in SQL. */
export interface FieldSql {
  /** The SQL of a field's key. */
  keyAt(path: string): string;
  /** Whether no document holds an array at this path, for sure. */
  isScalar(path: string): boolean;
}

/** The ORDER BY of some fields' keys; nothing for none. */
export function orderBy(
  order: readonly (readonly [path: string, way: 1 | -1])[],
  fields: FieldSql,
): string {
  const keys = order.map(([path, way]) => fields.keyAt(path) + (way < 0 ? " DESC" : ""));
  return keys.length === 0 ? "" : `ORDER BY ${keys.join(", ")}`;
}

/** The key of what is missing, in SQL. */
export const KEY_OF_NOTHING = "-9e999";

/** The key of an element that `json_each` yields. */
export const KEY_OF_ELEMENT = keyFrom("type", "value");

/** The SQL expression of a field's JSON type: NULL when missing. */
export function typeAt(path: string): string {
  return `json_type(doc,${jsonPath(path)})`;
}

/** `a.b` as the SQL literal `'$."a"."b"'`; the dialect keeps quotes and backslashes out of names. */
export function jsonPath(path: string): string {
  const keys = path.split(".").map((key) => `."${key.replaceAll("'", "''")}"`);
  return `'$${keys.join("")}'`;
}

function keyFrom(type: string, value: string): string {
  const cases = Object.entries(BLOBS).map(([name, blob]) => `WHEN '${name}' THEN ${blob}`);
  return `CASE ${type} ${cases.join(" ")} ELSE ifnull(${value},${KEY_OF_NOTHING}) END`;
}

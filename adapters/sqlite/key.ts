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

/** The SQL expression of a field's key. Indexes are on these expressions, letter by letter. */
export function keyAt(path: string): string {
  if (path === "_id") return "_id";
  return keyFrom(typeAt(path), `json_extract(doc,${jsonPath(path)})`);
}

/** The ORDER BY of some fields' keys; nothing for none. */
export function orderBy(fields: readonly (readonly [path: string, way: 1 | -1])[]): string {
  const keys = fields.map(([path, way]) => keyAt(path) + (way < 0 ? " DESC" : ""));
  return keys.length === 0 ? "" : `ORDER BY ${keys.join(", ")}`;
}

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
  return `CASE ${type} ${cases.join(" ")} ELSE ifnull(${value},-9e999) END`;
}

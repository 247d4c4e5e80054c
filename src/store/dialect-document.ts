import { DialectError, type Doc, type Value } from "./collection.ts";

/** MongoDB's own limit on nesting. */
const MAX_DEPTH = 100;
/** No `.` or leading `$` (they mean something in paths), no quote, backslash or control character (they can't be quoted in every engine's paths). */
const FIELD = /^[^$."\\\p{Cc}][^."\\\p{Cc}]*$/u;

/** Refuses what the dialect can't store. `undefined` fields are left out when stored, as if absent. */
export function checkDoc(doc: Doc): void {
  checkId(doc._id);
  checkValue(doc as unknown, "the document");
}

/** Refuses an `_id` that is not a non-empty string. */
export function checkId(id: unknown): asserts id is string {
  if (typeof id !== "string" || id === "" || !id.isWellFormed()) {
    throw new DialectError("_id must be a non-empty string of well-formed text");
  }
}

/** Refuses what is not plain data; `where` names the place in the message. */
export function checkValue(value: unknown, where: string, depth = 0): asserts value is Value {
  if (isScalar(value, where)) return;
  if (depth >= MAX_DEPTH) throw new DialectError(`${where} is nested over ${MAX_DEPTH} deep`);
  if (Array.isArray(value)) {
    for (const item of value) checkValue(item, where, depth + 1);
    return;
  }
  if (!isPlainObject(value)) {
    throw new DialectError(`${where} holds ${describe(value)}: only plain data is stored`);
  }
  for (const key of Object.keys(value)) {
    const item = value[key];
    checkField(key, where);
    if (item !== undefined) checkValue(item, where, depth + 1);
  }
}

/**
 * Whether the value is null, a boolean, a number or a string.
 * Numbers are finite and whole ones safe (beyond 2^53 the engines would compare them differently);
 * strings have no lone surrogates (one engine would store another character for them).
 */
export function isScalar(value: unknown, where: string): value is null | boolean | number | string {
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "number") {
    if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) {
      return true;
    }
    throw new DialectError(`${where} holds the number ${value}: not finite or beyond 2^53`);
  }
  if (typeof value !== "string") return false;
  if (value.isWellFormed()) return true;
  throw new DialectError(`${where} holds text with half a surrogate pair: use toWellFormed()`);
}

/** Names that passed: documents share a few, and looking one up is cheaper than reading it again. */
const passed = new Set<string>();
const PASSED_MOST = 10_000;

/** Refuses a field name that not every engine could store and address. */
function checkField(key: string, where: string): void {
  if (passed.has(key)) return;
  if (!FIELD.test(key) || key === "__proto__" || !key.isWellFormed()) {
    throw new DialectError(
      `${where} has a field named ${JSON.stringify(key)}: names are not empty, don't start with $, and have no dot, quote, backslash or control character`,
    );
  }
  if (passed.size < PASSED_MOST) passed.add(key);
}

/** Refuses a path that is not field names joined by dots. Paths lead through objects, never through arrays. */
export function checkPath(path: string, where: string): void {
  if (!path.includes(".")) checkField(path, where);
  else for (const key of path.split(".")) checkField(key, where);
}

export function isPlainObject(value: unknown): value is { readonly [key: string]: unknown } {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What a value is, for a message; never the value itself, which may be someone's number. */
export function describe(value: unknown): string {
  if (typeof value === "object" && value !== null) {
    return Array.isArray(value) ? "an array" : (value.constructor?.name ?? "an object");
  }
  return value === undefined ? "undefined" : `a ${typeof value}`;
}

import { DialectError, type Update } from "../../src/store/collection.ts";
import type { Scalar } from "../../src/store/dialect-filter.ts";

type Fields = Record<string, unknown>;

/** An update as it was when it was given: it waits for its turn, and who gave it may change their own meanwhile. */
export function copied(update: Update): Update {
  if (!isFlat(update)) return JSON.parse(JSON.stringify(update));
  const copy: Record<string, unknown> = {};
  for (const [operator, changes] of Object.entries(update)) copy[operator] = { ...changes };
  return copy;
}

/** Whether an update gives only scalars. */
export function isFlat({ $set, $setOnInsert, $push }: Update): boolean {
  return holdsScalars($set) && holdsScalars($setOnInsert) && holdsScalars($push);
}

function holdsScalars(given: Readonly<Record<string, unknown>> = {}): boolean {
  for (const path in given) {
    const value = given[path];
    if (typeof value === "object" && value !== null) return false;
  }
  return true;
}

/** Changes a document in place, as MongoDB would. The update has passed `checkUpdate`. */
export function applyUpdate(doc: Fields, update: Update): void {
  each(update.$set, (path, value) => {
    if (value === undefined) return;
    if (path.includes(".")) change(doc, path, () => value);
    else doc[path] = value;
  });
  each(update.$unset, (path) => unset(doc, path));
  each(update.$inc, (path, by) => change(doc, path, (old) => numberAt(path, old) + by));
  each(update.$max, (path, bound) => change(doc, path, (old) => larger(old, bound)));
  each(update.$min, (path, bound) => change(doc, path, (old) => smaller(old, bound)));
  each(update.$push, (path, item) => change(doc, path, (old) => [...arrayAt(path, old), item]));
  each(update.$addToSet, (path, item) =>
    change(doc, path, (old) => {
      const items = arrayAt(path, old);
      return items.includes(item) ? items : [...items, item];
    }),
  );
  each(update.$pull, (path, item) => {
    const old = valueAt(doc, path);
    if (old === undefined) return;
    change(doc, path, () => arrayAt(path, old).filter((other) => other !== item));
  });
}

/** The document that an upsert makes: what the filter pins, then the update. */
export function newDocument(pinned: ReadonlyMap<string, Scalar>, update: Update): Fields {
  const doc: Fields = {};
  for (const [path, value] of pinned) change(doc, path, () => value);
  each(update.$setOnInsert, (path, value) => {
    if (value !== undefined) change(doc, path, () => value);
  });
  applyUpdate(doc, update);
  return doc;
}

/** What a path leads to; undefined when missing. Paths lead through objects only. */
export function valueAt(doc: Fields, path: string): unknown {
  if (!path.includes(".")) return Object.hasOwn(doc, path) ? doc[path] : undefined;
  let at: unknown = doc;
  for (const key of path.split(".")) {
    if (!isFields(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

function each<V>(
  changes: { readonly [path: string]: V } | undefined,
  apply: (path: string, operand: V) => void,
): void {
  if (changes === undefined) return;
  for (const path of Object.keys(changes)) apply(path, changes[path] as V);
}

function change(doc: Fields, path: string, become: (old: unknown) => unknown): void {
  if (!path.includes(".")) {
    doc[path] = become(Object.hasOwn(doc, path) ? doc[path] : undefined);
    return;
  }
  const keys = path.split(".");
  const last = keys.pop() ?? path;
  let at = doc;
  for (const key of keys) {
    if (!Object.hasOwn(at, key)) at[key] = {};
    const next = at[key];
    if (!isFields(next)) {
      throw new DialectError(
        `${path} can't be changed: ${key} holds something other than an object`,
      );
    }
    at = next;
  }
  at[last] = become(Object.hasOwn(at, last) ? at[last] : undefined);
}

function unset(doc: Fields, path: string): void {
  const keys = path.split(".");
  const last = keys.pop() ?? path;
  const parent = keys.length === 0 ? doc : valueAt(doc, keys.join("."));
  if (isFields(parent)) delete parent[last];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numberAt(path: string, old: unknown): number {
  if (old === undefined) return 0;
  if (typeof old === "number") return old;
  throw new DialectError(`$inc of ${path}, which holds something other than a number`);
}

function arrayAt(path: string, old: unknown): readonly unknown[] {
  if (old === undefined) return [];
  if (Array.isArray(old)) return old;
  throw new DialectError(`an array operator on ${path}, which holds something other than an array`);
}

/** In MongoDB's order null comes before every number, and whatever is neither comes after. */
function larger(old: unknown, bound: number): unknown {
  if (old === undefined || old === null) return bound;
  return typeof old === "number" ? Math.max(old, bound) : old;
}

function smaller(old: unknown, bound: number): unknown {
  if (old === null) return null;
  return typeof old === "number" ? Math.min(old, bound) : bound;
}

import { DialectError, type Filter } from "./collection.ts";
import { checkPath, describe, isPlainObject, isScalar } from "./dialect-document.ts";

export type Scalar = null | boolean | number | string;

/** What a filter asks, said once: the form that an engine with another language translates. */
export type Predicate =
  | { readonly kind: "and"; readonly of: readonly Predicate[] }
  | { readonly kind: "or"; readonly of: readonly Predicate[] }
  /** The value, or any element of an array, is this one; null also stands for a missing field. `ne` is its opposite. */
  | { readonly kind: "eq" | "ne"; readonly path: string; readonly value: Scalar }
  | { readonly kind: "in" | "nin"; readonly path: string; readonly values: readonly Scalar[] }
  /** The value, or any element of an array, is of the bound's type and compares so. */
  | {
      readonly kind: "compare";
      readonly path: string;
      readonly by: ">" | ">=" | "<" | "<=";
      readonly bound: number | string;
    }
  | { readonly kind: "exists"; readonly path: string; readonly exists: boolean };

/** The conditions and branches of one filter: an engine refuses a thousand as too deep, and thinks about them for long. */
const MAX_PARTS = 500;

const COMPARISONS = { $gt: ">", $gte: ">=", $lt: "<", $lte: "<=" } as const;

/**
 * Reads a filter of the dialect.
 * @throws DialectError for whatever is outside it. `undefined` is refused: dropped, it would match everything.
 */
export function checkFilter(filter: Filter): Predicate {
  const predicate: Predicate = { kind: "and", of: readFilter(filter) };
  if (partsIn(predicate) > MAX_PARTS) {
    throw new DialectError(`a filter has over ${MAX_PARTS} parts: name many values with $in`);
  }
  return predicate;
}

function partsIn(predicate: Predicate): number {
  if (predicate.kind !== "and" && predicate.kind !== "or") return 1;
  return predicate.of.reduce((sum, part) => sum + partsIn(part), 1);
}

function readFilter(filter: unknown): Predicate[] {
  if (!isPlainObject(filter)) throw new DialectError(`a filter can't be ${describe(filter)}`);
  return Object.entries(filter).flatMap(([key, value]) => {
    if (key === "$and" || key === "$or") return [readBranches(key, value)];
    checkPath(key, "a filter");
    return readField(key, value);
  });
}

function readBranches(key: "$and" | "$or", value: unknown): Predicate {
  if (!Array.isArray(value) || value.length === 0) {
    throw new DialectError(`${key} takes a list of at least one filter`);
  }
  const of = value.map((filter): Predicate => ({ kind: "and", of: readFilter(filter) }));
  return { kind: key === "$and" ? "and" : "or", of };
}

function readField(path: string, value: unknown): Predicate[] {
  if (value === undefined) {
    throw new DialectError(`the filter's ${path} is undefined: it would match everything`);
  }
  if (isScalar(value, `the filter's ${path}`)) return [{ kind: "eq", path, value }];
  if (!isPlainObject(value)) {
    throw new DialectError(`the filter's ${path} can't be ${describe(value)}`);
  }
  const conditions = Object.entries(value);
  if (conditions.length === 0) throw new DialectError(`the filter's ${path} has no condition`);
  return conditions.map(([operator, operand]) => readCondition(path, operator, operand));
}

function readCondition(path: string, operator: string, operand: unknown): Predicate {
  const where = `the filter's ${path}.${operator}`;
  switch (operator) {
    case "$eq":
    case "$ne":
      if (!isScalar(operand, where)) break;
      return { kind: operator === "$eq" ? "eq" : "ne", path, value: operand };
    case "$in":
    case "$nin":
      if (!Array.isArray(operand) || !operand.every((item) => isScalar(item, where))) break;
      return { kind: operator === "$in" ? "in" : "nin", path, values: [...operand] };
    case "$gt":
    case "$gte":
    case "$lt":
    case "$lte":
      if (!isScalar(operand, where)) break;
      if (typeof operand !== "number" && typeof operand !== "string") break;
      return { kind: "compare", path, by: COMPARISONS[operator], bound: operand };
    case "$exists":
      if (typeof operand !== "boolean") break;
      return { kind: "exists", path, exists: operand };
    default:
      throw new DialectError(`${where}: there is no such operator in the dialect`);
  }
  throw new DialectError(`${where} can't be ${describe(operand)}`);
}

/** What a document made by an upsert starts from: the fields that the filter pins to one value. */
export function equalitiesOf(predicate: Predicate): Map<string, Scalar> {
  const pinned = new Map<string, Scalar>();
  if (predicate.kind === "and") {
    for (const part of predicate.of) {
      for (const [path, value] of equalitiesOf(part)) pinned.set(path, value);
    }
  }
  if (predicate.kind === "eq") pinned.set(predicate.path, predicate.value);
  return pinned;
}

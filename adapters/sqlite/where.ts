import type { Predicate, Scalar } from "../../src/store/dialect-filter.ts";
import { type FieldSql, jsonPath, KEY_OF_ELEMENT, type Key, keyOf, typeAt } from "./key.ts";

/** A piece of SQL and what its question marks stand for, in order. */
export interface Sql {
  readonly text: string;
  readonly params: readonly Key[];
}

type FieldPredicate = Exclude<Predicate, { kind: "and" | "or" }>;

/**
 * The filter as an SQL condition, never NULL.
 * Paths that surely hold no array need no look inside, so an index can serve them.
 */
export function where(predicate: Predicate, fields: FieldSql): Sql {
  if (predicate.kind === "and" || predicate.kind === "or") {
    const parts = predicate.of.map((part) => where(part, fields));
    if (parts.length === 0) return { text: "1", params: [] };
    const glue = predicate.kind === "and" ? " AND " : " OR ";
    return {
      text:
        parts.length === 1 ? (parts[0]?.text ?? "1") : `(${parts.map((p) => p.text).join(glue)})`,
      params: parts.flatMap((part) => part.params),
    };
  }
  const { path } = predicate;
  if (predicate.kind === "exists") {
    if (path === "_id") return { text: predicate.exists ? "1" : "0", params: [] };
    return { text: `${typeAt(path)} IS ${predicate.exists ? "NOT " : ""}NULL`, params: [] };
  }
  const own = condition(predicate, fields.keyAt(path));
  const found = fields.isScalar(path)
    ? own
    : orInside(path, own, condition(predicate, KEY_OF_ELEMENT));
  const negated = predicate.kind === "ne" || predicate.kind === "nin";
  return negated ? { ...found, text: `NOT (${found.text})` } : found;
}

/** The condition on the value itself, or on any element when it is an array. */
function orInside(path: string, own: Sql, inside: Sql): Sql {
  const elements = `SELECT 1 FROM json_each(doc,${jsonPath(path)}) WHERE ${inside.text}`;
  return {
    text: `CASE ${typeAt(path)} WHEN 'array' THEN EXISTS (${elements}) ELSE ${own.text} END`,
    params: [...inside.params, ...own.params],
  };
}

/** What one key must meet; `ne` and `nin` are negated by the caller, for MongoDB negates the whole match. */
function condition(predicate: Exclude<FieldPredicate, { kind: "exists" }>, key: string): Sql {
  switch (predicate.kind) {
    case "eq":
    case "ne":
      return { text: `${key} = ?`, params: [keyOf(predicate.value)] };
    case "in":
    case "nin":
      return isOneOf(key, predicate.values);
    case "compare": {
      const { bound, by } = predicate;
      return { text: `(${key} ${by} ? AND ${key} ${bracket(bound, by)})`, params: [bound] };
    }
  }
}

/** One parameter however long the list, so that the statement can be kept. */
function isOneOf(key: string, values: readonly Scalar[]): Sql {
  const list = `SELECT ${KEY_OF_ELEMENT} FROM json_each(?)`;
  return { text: `${key} IN (${list})`, params: [JSON.stringify(values)] };
}

/** Keeps a comparison within the bound's type; an index then reads one range. */
function bracket(bound: number | string, by: ">" | ">=" | "<" | "<="): string {
  const upwards = by.startsWith(">");
  if (typeof bound === "number") return upwards ? "< ''" : "> -9e999";
  return upwards ? "< x''" : ">= ''";
}

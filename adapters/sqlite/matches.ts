import type { Predicate, Scalar } from "../../src/store/dialect-filter.ts";
import { valueAt } from "./apply-update.ts";

type FieldPredicate = Exclude<Predicate, { kind: "and" | "or" }>;
type Test = (value: Scalar) => boolean;

/** Whether a document matches: what `where` says in SQL, said of a document that is at hand. */
export function matches(predicate: Predicate, doc: Record<string, unknown>): boolean {
  switch (predicate.kind) {
    case "and":
      return predicate.of.every((part) => matches(part, doc));
    case "or":
      return predicate.of.some((part) => matches(part, doc));
    case "exists":
      return (valueAt(doc, predicate.path) !== undefined) === predicate.exists;
    case "ne":
    case "nin":
      return !holds(valueAt(doc, predicate.path), test(predicate));
    default:
      return holds(valueAt(doc, predicate.path), test(predicate));
  }
}

/** The value itself, or any element of an array; what is missing counts as null. */
function holds(value: unknown, meets: Test): boolean {
  if (Array.isArray(value)) return value.some((item) => isScalar(item) && meets(item));
  const own = value ?? null;
  return isScalar(own) && meets(own);
}

/** What one value must meet; `ne` and `nin` are negated by the caller, as MongoDB negates the whole match. */
function test(predicate: Exclude<FieldPredicate, { kind: "exists" }>): Test {
  switch (predicate.kind) {
    case "eq":
    case "ne":
      return (value) => value === predicate.value;
    case "in":
    case "nin":
      return (value) => predicate.values.includes(value);
    case "compare":
      return (value) => {
        const order = compare(value, predicate.bound);
        if (order === undefined) return false;
        switch (predicate.by) {
          case ">":
            return order > 0;
          case ">=":
            return order >= 0;
          case "<":
            return order < 0;
          case "<=":
            return order <= 0;
        }
      };
  }
}

/** Undefined for values of two types. Strings compare by their code points, as both engines do. */
function compare(value: Scalar, bound: number | string): number | undefined {
  if (typeof value === "number" && typeof bound === "number") return value - bound;
  if (typeof value !== "string" || typeof bound !== "string") return undefined;
  return Buffer.compare(Buffer.from(value), Buffer.from(bound));
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value !== "object";
}

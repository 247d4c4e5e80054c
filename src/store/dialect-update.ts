import { DialectError, type Filter, type FindOptions, type Update } from "./collection.ts";
import {
  checkId,
  checkPath,
  checkValue,
  describe,
  isPlainObject,
  isScalar,
} from "./dialect-document.ts";

/** What each operator takes. */
const OPERANDS: { readonly [K in keyof Update]-?: "value" | "scalar" | "number" | "true" } = {
  $set: "value",
  $setOnInsert: "value",
  $push: "value",
  $addToSet: "scalar",
  $pull: "scalar",
  $inc: "number",
  $max: "number",
  $min: "number",
  $unset: "true",
};

/**
 * Refuses an update outside the dialect: an unknown operator, a wrong operand, two changes to one path,
 * a change to `_id`.
 * @throws DialectError
 */
export function checkUpdate(update: Update): void {
  if (!isPlainObject(update) || Object.keys(update).length === 0) {
    throw new DialectError("an update is an object with at least one operator");
  }
  const paths: string[] = [];
  for (const [operator, changes] of Object.entries(update)) {
    const takes = Object.hasOwn(OPERANDS, operator) && OPERANDS[operator as keyof Update];
    if (!takes) throw new DialectError(`there is no ${operator} in the dialect`);
    if (!isPlainObject(changes)) throw new DialectError(`${operator} takes paths and operands`);
    for (const [path, operand] of Object.entries(changes)) {
      checkPath(path, operator);
      if (path.split(".")[0] === "_id") throw new DialectError(`${operator} can't change _id`);
      checkOperand(`${operator} of ${path}`, takes, operand, operator);
      paths.push(path);
    }
  }
  refuseConflicts(paths);
}

function checkOperand(
  where: string,
  takes: "value" | "scalar" | "number" | "true",
  operand: unknown,
  operator: string,
): void {
  const skipped = operand === undefined && (operator === "$set" || operator === "$setOnInsert");
  if (skipped) return;
  if (takes === "value") {
    checkValue(operand, where);
    return;
  }
  const fits =
    takes === "true"
      ? operand === true
      : isScalar(operand, where) && (takes === "scalar" || typeof operand === "number");
  if (!fits) throw new DialectError(`${where} takes a ${takes}, not ${describe(operand)}`);
}

/** Two changes to one path, or to a path and one inside it, have no order between them. */
function refuseConflicts(paths: readonly string[]): void {
  // As nearly always: names of fields, each once.
  if (new Set(paths).size === paths.length && !paths.some((path) => path.includes("."))) return;
  const sorted = paths.map((path) => `${path}.`).toSorted();
  for (const [at, path] of sorted.entries()) {
    const next = sorted[at + 1];
    if (next?.startsWith(path)) {
      throw new DialectError(
        `an update changes ${path.slice(0, -1)} and ${next.slice(0, -1)}: they conflict`,
      );
    }
  }
}

/** An upsert must say which document it would make. */
export function checkUpsert(filter: Filter): string {
  const id: unknown = filter._id;
  checkId(id);
  return id;
}

/** Refuses a sort by something else than 1 or -1, and limits that are not whole numbers. */
export function checkOptions({ sort = {}, limit = 0, skip = 0 }: FindOptions): void {
  for (const [path, way] of Object.entries(sort)) {
    checkPath(path, "a sort");
    if (way !== 1 && way !== -1) throw new DialectError(`the sort by ${path} is neither 1 nor -1`);
  }
  for (const [name, value] of Object.entries({ limit, skip })) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new DialectError(`${name} is ${value}: it takes a whole number`);
    }
  }
}

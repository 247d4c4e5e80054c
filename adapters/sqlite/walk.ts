import { DialectError, type IndexSpec, type Sort } from "../../src/store/collection.ts";
import { equalitiesOf, type Predicate } from "../../src/store/dialect-filter.ts";
import type { Row } from "./connection.ts";
import { type FieldSql, type Key, orderBy } from "./key.ts";
import { type Operations, type Stored, stored } from "./operations.ts";
import type { Table } from "./table.ts";
import { type Sql, where } from "./where.ts";

/** The next slice of a walk, within a turn: perhaps empty; undefined at the end. */
export type NextSlice = (work: Operations) => readonly Stored[] | undefined;

type Order = readonly (readonly [path: string, way: 1 | -1])[];

/** So many ids are kept when no index gives the order. */
const MOST_IDS = 10_000;
/** So many documents are looked at in one slice where few or none match. */
const SCANNED = 2_000;

/**
 * Walks the matching documents in order, in slices of about `size`, holding neither the event loop nor memory:
 * along an index where one gives the order; else by their ids where an index finds few; else, in `_id` order,
 * through the whole table. The table may change between two slices.
 */
export function walk(predicate: Predicate, sort: Sort, size: number): NextSlice {
  let next: NextSlice | undefined;
  return (work) => {
    next ??= choose(work, predicate, total(sort), size);
    return next(work);
  };
}

function choose(work: Operations, predicate: Predicate, order: Order, size: number): NextSlice {
  const { table } = work;
  const index = indexInOrder(table, predicate, order);
  if (index !== undefined || (order.length === 1 && isLookedUp(predicate, "_id"))) {
    return alongOrder(predicate, order, size, index);
  }
  if (isFoundByIndex(table, predicate)) {
    const ids = idsInOrder(work, predicate, order);
    if (ids !== undefined) return byIds(predicate, ids, size);
  }
  if (order.length === 1) return throughTable(predicate, order);
  const fields = order.map(([path, way]) => `${path}: ${way}`).join(", ");
  throw new DialectError(
    `streaming ${table.name} by { ${fields} } needs an index on the fields that the filter pins, then on these`,
  );
}

/** The sort made total: `_id` decides between equals. */
function total(sort: Sort): Order {
  const order = Object.entries(sort);
  const id = order.findIndex(([path]) => path === "_id");
  return id >= 0 ? order.slice(0, id + 1) : [...order, ["_id", order.at(-1)?.[1] ?? 1]];
}

/** An index that lists the matches in the order, forwards or backwards. */
function indexInOrder(table: Table, predicate: Predicate, order: Order): IndexSpec | undefined {
  const pinned = new Set(
    [...equalitiesOf(predicate).keys()].filter((path) => table.isScalar(path)),
  );
  return [...table.indexes].find((index) => {
    const fields: Order = [...Object.entries(index.keys), ["_id", 1]];
    const free = fields.findIndex(([path]) => !pinned.has(path));
    const rest = fields.slice(free);
    const turned = (rest[0]?.[1] ?? 1) * (order[0]?.[1] ?? 1);
    const same = order.every(([path, way], at) => {
      const field = rest[at];
      return field?.[0] === path && field[1] * turned === way;
    });
    return same && (free > 0 || order.length > 1);
  });
}

/** Whether some index finds the matches, in whatever order. */
function isFoundByIndex(table: Table, predicate: Predicate): boolean {
  return [...table.indexes].some(({ keys }) => {
    const [first] = Object.keys(keys);
    return first !== undefined && table.isScalar(first) && isLookedUp(predicate, first, true);
  });
}

/** Whether every match must have certain values at a path, or, where asked, lie in a range. */
function isLookedUp(predicate: Predicate, path: string, ranges = false): boolean {
  if (predicate.kind === "and") return predicate.of.some((p) => isLookedUp(p, path, ranges));
  if (predicate.kind === "or" || predicate.path !== path) return false;
  const { kind } = predicate;
  return kind === "eq" || kind === "in" || (ranges && kind === "compare");
}

/** What the index tells is looked up; the rest is asked of so many documents a slice, for perhaps none of them match. */
function alongOrder(
  predicate: Predicate,
  order: Order,
  size: number,
  index: IndexSpec | undefined,
): NextSlice {
  const parts = partsOf(predicate);
  const told = new Set(["_id", ...Object.keys(index?.keys ?? {})]);
  const isTold = (part: Predicate) => "path" in part && told.has(part.path);
  const lookedUp: Predicate = { kind: "and", of: parts.filter(isTold) };
  const asked: Predicate = { kind: "and", of: parts.filter((part) => !isTold(part)) };
  let most = size;
  let last: Row | undefined;
  let ended = false;
  return ({ connection, table }) => {
    if (ended) return undefined;
    const keys = order.map(([path], at) => `${table.keyAt(path)} AS k${at}`).join(", ");
    const match = where(asked, table);
    const range = where(lookedUp, table);
    const rest = last === undefined ? { text: "1", params: [] } : after(order, table, last);
    const by = index === undefined ? "" : `INDEXED BY ${table.indexName(index)}`;
    const rows = connection.all(
      `SELECT rowid, _id, CASE WHEN ${match.text} THEN doc END AS doc, ${keys} FROM ${table.sql} ${by} WHERE ${range.text} AND ${rest.text} ${orderBy(order, table)} LIMIT ?`,
      [...match.params, ...range.params, ...rest.params, most],
    );
    last = rows.at(-1);
    ended = rows.length < most;
    const matching = rows.filter((row) => row.doc !== null);
    most = matching.length === 0 ? Math.max(size, SCANNED) : size;
    return matching.map(stored);
  };
}

/** What must all hold. */
function partsOf(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === "and" ? predicate.of.flatMap(partsOf) : [predicate];
}

/** What comes after a row: its first key is past the row's, or equal and the next key is past it, and so on. */
function after(order: Order, fields: FieldSql, last: Row, at = 0): Sql {
  const field = order[at];
  if (field === undefined) return { text: "0", params: [] };
  const [path, way] = field;
  const key = fields.keyAt(path);
  const by = way > 0 ? ">" : "<";
  // Keys are never NULL, and are what keyOf makes.
  const value = last[`k${at}`] as Key;
  if (at === order.length - 1) return { text: `${key} ${by} ?`, params: [value] };
  const rest = after(order, fields, last, at + 1);
  return {
    text: `(${key} ${by}= ? AND (${key} ${by} ? OR ${rest.text}))`,
    params: [value, value, ...rest.params],
  };
}

/** The ids of all matches, in order; undefined when they are too many to keep. */
function idsInOrder(work: Operations, predicate: Predicate, order: Order): string[] | undefined {
  const { connection, table } = work;
  const { text, params } = where(predicate, table);
  const some = `SELECT _id FROM ${table.sql} WHERE ${text} LIMIT ?`;
  const ids = connection.all(some, [...params, MOST_IDS + 1]).map((row) => row._id);
  if (ids.length > MOST_IDS) return undefined;
  const sorted = `SELECT _id FROM ${table.sql} WHERE _id IN (SELECT value FROM json_each(?)) ${orderBy(order, table)}`;
  return connection.all(sorted, [JSON.stringify(ids)]).map((row) => String(row._id));
}

/** What matched when the ids were read may have changed since: a write must not fall on what no longer matches. */
function byIds(predicate: Predicate, ids: string[], size: number): NextSlice {
  return ({ connection, table }) => {
    const slice = ids.splice(0, size);
    if (slice.length === 0) return undefined;
    const { text, params } = where(predicate, table);
    const sql = `SELECT t.rowid, t._id, t.doc FROM json_each(?) AS id CROSS JOIN ${table.sql} AS t ON t._id = id.value WHERE ${text} ORDER BY id.key`;
    return connection.all(sql, [JSON.stringify(slice), ...params]).map(stored);
  };
}

function throughTable(predicate: Predicate, order: Order): NextSlice {
  const down = order[0]?.[1] === -1;
  // Before every text, and after: an empty text, and a blob.
  let last: Key = down ? new Uint8Array() : "";
  let ended = false;
  return ({ connection, table }) => {
    if (ended) return undefined;
    const { text, params } = where(predicate, table);
    const rows = connection.all(
      `SELECT rowid, _id, CASE WHEN ${text} THEN doc END AS doc FROM ${table.sql} WHERE _id ${down ? "<" : ">"} ? ${orderBy(order, table)} LIMIT ?`,
      [...params, last, SCANNED],
    );
    last = String(rows.at(-1)?._id);
    ended = rows.length < SCANNED;
    return rows.filter((row) => row.doc !== null).map(stored);
  };
}

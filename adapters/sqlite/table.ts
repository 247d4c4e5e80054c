import type { StatementSync } from "node:sqlite";
import { DialectError, DuplicateKeyError, type IndexSpec } from "../../src/store/collection.ts";
import { valueAt } from "./apply-update.ts";
import type { Connection } from "./connection.ts";
import { isConstraint } from "./failure.ts";
import {
  type FieldSql,
  isArray,
  isNested,
  isSame,
  KEY_OF_NOTHING,
  type Key,
  keyColumn,
  keyInDoc,
  keyOfValue,
  typeAt,
} from "./key.ts";

type Content = Record<string, unknown>;

/** What the engine must remember beside the documents. */
export const CATALOG = `
  CREATE TABLE IF NOT EXISTS _indexes (collection TEXT, name TEXT, spec TEXT, PRIMARY KEY (collection, name)) STRICT;
  CREATE TABLE IF NOT EXISTS _array_paths (collection TEXT, path TEXT, PRIMARY KEY (collection, path)) STRICT;
`;

/**
 * One collection's table: documents as JSON text under their `_id`, beside them a column for the key of each indexed
 * field, and indexes on these. Columns, not expressions over the document: a change then touches only the indexes of
 * what it changed, and nothing reads the document to keep them (measured: a campaign goes out 1.6 times as fast).
 * An index holds one key a document, so it can't find the elements of an array. As MongoDB does, the table
 * remembers which indexed paths ever held an array; on those, filters look inside instead of using the index.
 */
export class Table implements FieldSql {
  readonly name: string;
  readonly sql: string;
  readonly #connection: Connection;
  readonly #indexes = new Map<string, IndexSpec>();
  /** The column of each indexed path. */
  readonly #columns = new Map<string, string>();
  /** Its paths, in order. */
  readonly #paths: string[] = [];
  readonly #unique = new Set<string>();
  readonly #arrays = new Set<string>();
  #reading: StatementSync | undefined;
  #inserting: StatementSync | undefined;
  /** By which columns change: a power of two each. */
  readonly #replacing = new Map<number, StatementSync>();

  constructor(connection: Connection, name: string) {
    this.name = name;
    this.sql = `"${name}"`;
    this.#connection = connection;
    // No type: an `_id` is compared as it is, never converted. With rowids: measured, keys that come in no order
    // (receipts) are written twice as fast as in a WITHOUT ROWID table, and keys in order no slower.
    connection.exec(
      `CREATE TABLE IF NOT EXISTS ${this.sql} (_id ANY NOT NULL PRIMARY KEY, doc TEXT NOT NULL) STRICT`,
    );
    for (const { spec } of connection.all("SELECT spec FROM _indexes WHERE collection = ?", [
      name,
    ])) {
      this.#remember(JSON.parse(String(spec)));
    }
    for (const { path } of connection.all("SELECT path FROM _array_paths WHERE collection = ?", [
      name,
    ])) {
      this.#arrays.add(String(path));
    }
  }

  get indexes(): Iterable<IndexSpec> {
    return this.#indexes.values();
  }

  isScalar(path: string): boolean {
    return path === "_id" || (this.#columns.has(path) && !this.#arrays.has(path));
  }

  keyAt(path: string): string {
    if (path === "_id") return "_id";
    return this.#columns.get(path) ?? keyInDoc(path);
  }

  /** The SQL name of an index. */
  indexName(spec: IndexSpec): string {
    return `"${this.name}.${spec.name}"`;
  }

  /** The keys of a document's indexed fields, to be had before it is changed in place. */
  keysOf(doc: Content): readonly Key[] {
    return this.#paths.map((path) => keyOfValue(valueAt(doc, path)));
  }

  /** The row and JSON of a document. */
  read(id: string): { readonly row: number; readonly json: string } | undefined {
    this.#reading ??= this.#connection.prepare(
      `SELECT rowid AS row, doc AS json FROM ${this.sql} WHERE _id = ?`,
    );
    const found = this.#reading.get(id);
    return found && { row: Number(found.row), json: String(found.json) };
  }

  /** Its row; undefined when its `_id` or a unique key exists. */
  insert(id: string, doc: Content, json: string): number | undefined {
    const keys = this.keysOf(doc);
    this.#noteArrays(keys);
    this.#inserting ??= this.#prepareInserting();
    const { changes, lastInsertRowid } = this.#inserting.run(id, json, ...keys);
    return Number(changes) === 1 ? Number(lastInsertRowid) : undefined;
  }

  #prepareInserting(): StatementSync {
    const columns = ["_id", "doc", ...this.#columns.values()];
    const places = columns.map(() => "?").join(", ");
    return this.#connection.prepare(
      `INSERT INTO ${this.sql} (${columns.join(", ")}) VALUES (${places}) ON CONFLICT DO NOTHING`,
    );
  }

  /**
   * Writes a document in place of the one in a row, whose keys were these.
   * @throws DuplicateKeyError when another document has one of its unique keys
   */
  replace(row: number, before: readonly Key[], doc: Content, json: string): void {
    const keys = this.keysOf(doc);
    this.#noteArrays(keys);
    let changed = 0;
    const params: Key[] = [json];
    for (let at = 0; at < keys.length; at += 1) {
      const key = keys[at];
      if (key === undefined || isSame(key, before[at])) continue;
      changed += 2 ** at;
      params.push(key);
    }
    const statement = this.#replacing.get(changed) ?? this.#prepareReplacing(changed);
    this.#refusingDuplicates(() => statement.run(...params, row));
  }

  #prepareReplacing(changed: number): StatementSync {
    const columns = [...this.#columns.values()].filter(
      (_, at) => Math.floor(changed / 2 ** at) % 2 === 1,
    );
    const sets = ["doc", ...columns].map((column) => `${column} = ?`).join(", ");
    const statement = this.#connection.prepare(`UPDATE ${this.sql} SET ${sets} WHERE rowid = ?`);
    this.#replacing.set(changed, statement);
    return statement;
  }

  ensureIndex(spec: IndexSpec): void {
    const existing = this.#indexes.get(spec.name);
    if (existing !== undefined) {
      if (definition(existing) === definition(spec)) return;
      throw new DialectError(
        `${this.name} has an index named ${spec.name} with other keys: give the new one another name`,
      );
    }
    const paths = Object.keys(spec.keys);
    const holding = paths.filter((path) => this.#holdsArray(path));
    if (spec.unique && holding.length > 0) throw arrayUnderUnique(this.name, holding[0] ?? "");
    for (const path of paths) if (path !== "_id" && !this.#columns.has(path)) this.#addColumn(path);
    const kind = spec.unique ? "UNIQUE INDEX" : "INDEX";
    const create = `CREATE ${kind} ${this.indexName(spec)} ON ${this.sql} (${columns(spec)})`;
    this.#refusingDuplicates(() => this.#connection.exec(create));
    this.#connection.run("INSERT INTO _indexes VALUES (?, ?, ?)", [
      this.name,
      spec.name,
      JSON.stringify(spec),
    ]);
    this.#remember(spec);
    for (const path of holding) this.#noteArray(path);
  }

  /** Filled anew where it is there already: an index that was refused left it, and nothing has kept it since. */
  #addColumn(path: string): void {
    const column = keyColumn(path);
    const exists = "SELECT 1 FROM pragma_table_info(?) WHERE name = ?";
    if (this.#connection.first(exists, [this.name, column.slice(1, -1)]) === undefined) {
      this.#connection.exec(
        `ALTER TABLE ${this.sql} ADD COLUMN ${column} ANY NOT NULL DEFAULT ${KEY_OF_NOTHING}`,
      );
    }
    this.#connection.exec(`UPDATE ${this.sql} SET ${column} = ${keyInDoc(path)}`);
  }

  #remember(spec: IndexSpec): void {
    this.#indexes.set(spec.name, spec);
    this.#inserting = undefined;
    this.#replacing.clear();
    for (const path of Object.keys(spec.keys)) {
      if (path === "_id") continue;
      if (!this.#columns.has(path)) this.#paths.push(path);
      this.#columns.set(path, keyColumn(path));
      if (spec.unique) this.#unique.add(path);
    }
  }

  #noteArrays(keys: readonly Key[]): void {
    if (keys.every((key) => !isNested(key))) return;
    for (const [at, path] of this.#paths.entries()) {
      const key = keys[at];
      if (key === undefined || !isNested(key)) continue;
      if (this.#unique.has(path)) throw arrayUnderUnique(this.name, path);
      if (isArray(key)) this.#noteArray(path);
    }
  }

  #noteArray(path: string): void {
    if (this.#arrays.has(path)) return;
    this.#connection.run("INSERT OR IGNORE INTO _array_paths VALUES (?, ?)", [this.name, path]);
    this.#arrays.add(path);
  }

  #holdsArray(path: string): boolean {
    if (path === "_id" || this.isScalar(path)) return false;
    const sql = `SELECT 1 FROM ${this.sql} WHERE ${typeAt(path)} = 'array' LIMIT 1`;
    return this.#connection.first(sql) !== undefined;
  }

  #refusingDuplicates(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (isConstraint(error)) throw new DuplicateKeyError(this.name, error);
      throw error;
    }
  }
}

/** The indexed keys. Equal ones are kept in the order of `_id`, so that an index on `a` also serves a walk. */
function columns({ keys, unique }: IndexSpec): string {
  const fields = Object.entries(keys);
  if (!unique && !("_id" in keys)) fields.push(["_id", 1]);
  const column = (path: string) => (path === "_id" ? path : keyColumn(path));
  return fields.map(([path, way]) => column(path) + (way < 0 ? " DESC" : "")).join(", ");
}

function definition(spec: IndexSpec): string {
  return JSON.stringify([Object.entries(spec.keys), spec.unique === true]);
}

function arrayUnderUnique(collection: string, path: string): DialectError {
  return new DialectError(
    `${collection}: ${path} is under a unique index and can't hold an array or an object`,
  );
}

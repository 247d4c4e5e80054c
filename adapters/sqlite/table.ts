import { DialectError, DuplicateKeyError, type IndexSpec } from "../../src/store/collection.ts";
import { valueAt } from "./apply-update.ts";
import type { Connection } from "./connection.ts";
import { isConstraint } from "./failure.ts";
import { keyAt, typeAt } from "./key.ts";

type Fields = Record<string, unknown>;

/** What the engine must remember beside the documents. */
export const CATALOG = `
  CREATE TABLE IF NOT EXISTS _indexes (collection TEXT, name TEXT, spec TEXT, PRIMARY KEY (collection, name)) STRICT;
  CREATE TABLE IF NOT EXISTS _array_paths (collection TEXT, path TEXT, PRIMARY KEY (collection, path)) STRICT;
`;

/**
 * One collection's table: documents as JSON text under their `_id`, and indexes on keys of their fields.
 * An index holds one key a document, so it can't find the elements of an array. As MongoDB does, the table
 * remembers which indexed paths ever held an array; on those, filters look inside instead of using the index.
 */
export class Table {
  readonly name: string;
  readonly sql: string;
  readonly #connection: Connection;
  readonly #indexes = new Map<string, IndexSpec>();
  readonly #indexed = new Set<string>();
  readonly #unique = new Set<string>();
  readonly #arrays = new Set<string>();

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

  /** Whether no document holds an array at this path, for sure. */
  readonly isScalar = (path: string): boolean =>
    path === "_id" || (this.#indexed.has(path) && !this.#arrays.has(path));

  /** The SQL name of an index. */
  indexName(spec: IndexSpec): string {
    return `"${this.name}.${spec.name}"`;
  }

  /** False when its `_id` or a unique key exists. */
  insert(id: string, doc: Fields, json: string): boolean {
    this.#noteArrays(doc);
    const sql = `INSERT INTO ${this.sql} VALUES (?, ?) ON CONFLICT DO NOTHING`;
    return this.#connection.run(sql, [id, json]) === 1;
  }

  /** @throws DuplicateKeyError when another document has one of its unique keys. */
  replace(id: string, doc: Fields, json: string): void {
    this.#noteArrays(doc);
    const sql = `UPDATE ${this.sql} SET doc = ? WHERE _id = ?`;
    this.#refusingDuplicates(() => this.#connection.run(sql, [json, id]));
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

  #remember(spec: IndexSpec): void {
    this.#indexes.set(spec.name, spec);
    for (const path of Object.keys(spec.keys)) {
      if (path === "_id") continue;
      this.#indexed.add(path);
      if (spec.unique) this.#unique.add(path);
    }
  }

  #noteArrays(doc: Fields): void {
    for (const path of this.#indexed) {
      const value = valueAt(doc, path);
      if (typeof value !== "object" || value === null) continue;
      if (this.#unique.has(path)) throw arrayUnderUnique(this.name, path);
      if (Array.isArray(value)) this.#noteArray(path);
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
  return fields.map(([path, way]) => keyAt(path) + (way < 0 ? " DESC" : "")).join(", ");
}

function definition(spec: IndexSpec): string {
  return JSON.stringify([Object.entries(spec.keys), spec.unique === true]);
}

function arrayUnderUnique(collection: string, path: string): DialectError {
  return new DialectError(
    `${collection}: ${path} is under a unique index and can't hold an array or an object`,
  );
}

import {
  DuplicateKeyError,
  type FindOptions,
  type Sort,
  type Update,
} from "../../src/store/collection.ts";
import { equalitiesOf, type Predicate } from "../../src/store/dialect-filter.ts";
import { applyUpdate, newDocument } from "./apply-update.ts";
import type { Connection, Row } from "./connection.ts";
import { orderBy } from "./key.ts";
import { matches } from "./matches.ts";
import type { Table } from "./table.ts";
import { type Sql, where } from "./where.ts";

type Fields = Record<string, unknown>;

/** A document as it is stored. */
export interface Stored {
  /** SQLite's own number of the row. */
  readonly row: number;
  readonly id: string;
  readonly json: string;
}

/** What an update did, as JSON. `before` is undefined when it made the document. */
export interface Updated {
  readonly before: string | undefined;
  readonly after: string;
}

/** What is done to a table within one turn. Nothing here waits, so nothing comes between its reading and writing. */
export class Operations {
  readonly connection: Connection;
  readonly table: Table;

  constructor(connection: Connection, table: Table) {
    this.connection = connection;
    this.table = table;
  }

  find(predicate: Predicate, { sort, limit, skip }: FindOptions): Stored[] {
    const { text, params } = this.#where(predicate);
    const order = orderBy(Object.entries(sort ?? {}), this.table);
    const rows = this.connection.all(
      `SELECT ${STORED} FROM ${this.table.sql} WHERE ${text} ${order} LIMIT ? OFFSET ?`,
      // SQLite reads a negative limit as none; MongoDB so reads 0.
      [...params, limit || -1, skip ?? 0],
    );
    return rows.map(stored);
  }

  count(predicate: Predicate): number {
    const { text, params } = this.#where(predicate);
    const sql = `SELECT count(*) AS n FROM ${this.table.sql} WHERE ${text}`;
    return Number(this.connection.first(sql, params)?.n);
  }

  insert(id: string, json: string): boolean {
    return this.table.insert(id, JSON.parse(json), json);
  }

  /** Updates the first match; makes it, where asked to, when there is none. Undefined when nothing was done. */
  update(
    predicate: Predicate,
    update: Update,
    { sort, upsert = false }: { readonly sort?: Sort | undefined; readonly upsert?: boolean } = {},
  ): Updated | undefined {
    const id = pinnedId(predicate);
    if (id !== undefined) {
      const found = this.#findById(id, predicate);
      if (found !== undefined) {
        return { before: found.json, after: this.#rewrite(found, found.doc, update) };
      }
    } else {
      const [found] = this.find(predicate, sort === undefined ? { limit: 1 } : { limit: 1, sort });
      if (found !== undefined) return { before: found.json, after: this.rewrite(found, update) };
    }
    return upsert ? { before: undefined, after: this.#make(predicate, update) } : undefined;
  }

  /** Updates a document that was read within this turn. */
  rewrite(found: Stored, update: Update): string {
    return this.#rewrite(found, JSON.parse(found.json), update);
  }

  #rewrite({ row, json }: Stored, doc: Fields, update: Update): string {
    const keys = this.table.keysOf(doc);
    applyUpdate(doc, update);
    const after = JSON.stringify(doc);
    if (after !== json) this.table.replace(row, keys, doc, after);
    return after;
  }

  /** By its `_id`, the rest of the predicate told from the document itself: quicker than any SQL that looks inside. */
  #findById(id: string, predicate: Predicate): (Stored & { readonly doc: Fields }) | undefined {
    const sql = `SELECT ${STORED} FROM ${this.table.sql} WHERE _id = ?`;
    const row = this.connection.first(sql, [id]);
    if (row === undefined) return undefined;
    const found = stored(row);
    const doc: Fields = JSON.parse(found.json);
    return matches(predicate, doc) ? { ...found, doc } : undefined;
  }

  #make(predicate: Predicate, update: Update): string {
    const doc = newDocument(equalitiesOf(predicate), update);
    const json = JSON.stringify(doc);
    if (!this.table.insert(String(doc._id), doc, json)) {
      throw new DuplicateKeyError(this.table.name);
    }
    return json;
  }

  /** Deletes up to `most` matches; returns how many. */
  delete(predicate: Predicate, most: number): number {
    const { text, params } = this.#where(predicate);
    const { sql } = this.table;
    const some = `SELECT _id FROM ${sql} WHERE ${text} LIMIT ?`;
    return this.connection.run(`DELETE FROM ${sql} WHERE _id IN (${some})`, [...params, most]);
  }

  #where(predicate: Predicate): Sql {
    return where(predicate, this.table);
  }
}

/** The columns that `stored` reads. */
export const STORED = "rowid, _id, doc";

export function stored({ rowid, _id, doc }: Row): Stored {
  return { row: Number(rowid), id: String(_id), json: String(doc) };
}

/** The one `_id` that every match has, where the filter says it. */
function pinnedId(predicate: Predicate): string | undefined {
  if (predicate.kind !== "and") return undefined;
  for (const part of predicate.of) {
    if (part.kind === "eq" && part.path === "_id") return String(part.value);
  }
  return undefined;
}

import { Recent } from "../../src/recent.ts";
import {
  DuplicateKeyError,
  type FindOptions,
  type Sort,
  type Update,
} from "../../src/store/collection.ts";
import { equalitiesOf, type Predicate } from "../../src/store/dialect-filter.ts";
import { applyUpdate, isFlat, newDocument } from "./apply-update.ts";
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

/** A document that was read or written lately, as it is now: changed in place with the row. */
interface Known {
  readonly row: number;
  readonly id: string;
  json: string;
  /** What the JSON says, once somebody asked. */
  doc?: Fields | undefined;
}

/** So many are remembered a table: a person who is sent to is changed several times within seconds. */
const REMEMBERED = 4_000;

/** What is done to a table within one turn. Nothing here waits, so nothing comes between its reading and writing. */
export class Operations {
  readonly connection: Connection;
  readonly table: Table;
  /** Nobody else writes to the file, and after a turn that was undone these operations are not used again. */
  readonly #recent = new Recent<string, Known>(REMEMBERED);

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
    const found = rows.map(stored);
    // Whoever is found is changed next, as a rule.
    for (const { row, id, json } of found) {
      if (this.#recent.get(id) === undefined) this.#recent.set(id, { row, id, json });
    }
    return found;
  }

  count(predicate: Predicate): number {
    const { text, params } = this.#where(predicate);
    const sql = `SELECT count(*) AS n FROM ${this.table.sql} WHERE ${text}`;
    return Number(this.connection.first(sql, params)?.n);
  }

  insert(id: string, json: string): boolean {
    const doc: Fields = JSON.parse(json);
    const row = this.table.insert(id, doc, json);
    if (row !== undefined) this.#recent.set(id, { row, id, json, doc });
    return row !== undefined;
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
        return { before: found.json, after: this.#rewrite(found, update) };
      }
    } else {
      const [found] = this.find(predicate, sort === undefined ? { limit: 1 } : { limit: 1, sort });
      if (found !== undefined) return { before: found.json, after: this.rewrite(found, update) };
    }
    return upsert ? { before: undefined, after: this.#make(predicate, update) } : undefined;
  }

  /** Updates a document that was read within this turn. */
  rewrite(found: Stored, update: Update): string {
    const { row, id, json } = found;
    const known = this.#recent.get(id) ?? { row, id, json };
    this.#recent.set(id, known);
    return this.#rewrite(known, update);
  }

  #rewrite(known: Known, update: Update): string {
    const { row, id, json } = known;
    const doc = docOf(known);
    const keys = this.table.keysOf(doc);
    try {
      applyUpdate(doc, update);
      const after = JSON.stringify(doc);
      if (after !== json) this.table.replace(row, keys, doc, after);
      known.json = after;
    } catch (error) {
      // Changed in part, or not written: nobody may find it so.
      this.#recent.delete(id);
      throw error;
    }
    // One update of many would give all of them the same object.
    if (!isFlat(update)) known.doc = undefined;
    return known.json;
  }

  /** By its `_id`, the rest of the predicate told from the document itself: quicker than any SQL that looks inside. */
  #findById(id: string, predicate: Predicate): Known | undefined {
    const known = this.#recent.get(id) ?? this.#read(id);
    return known !== undefined && matches(predicate, docOf(known)) ? known : undefined;
  }

  #read(id: string): Known | undefined {
    const read = this.table.read(id);
    if (read === undefined) return undefined;
    const known: Known = { ...read, id };
    this.#recent.set(id, known);
    return known;
  }

  #make(predicate: Predicate, update: Update): string {
    const doc = newDocument(equalitiesOf(predicate), update);
    const json = JSON.stringify(doc);
    // A copy: what it was given of the caller's own objects may be changed by them.
    if (!this.insert(String(doc._id), json)) {
      throw new DuplicateKeyError(this.table.name);
    }
    return json;
  }

  /** Deletes up to `most` matches; returns how many. */
  delete(predicate: Predicate, most: number): number {
    const { text, params } = this.#where(predicate);
    const { sql } = this.table;
    const some = `SELECT _id FROM ${sql} WHERE ${text} LIMIT ?`;
    this.#recent.clear();
    return this.connection.run(`DELETE FROM ${sql} WHERE _id IN (${some})`, [...params, most]);
  }

  #where(predicate: Predicate): Sql {
    return where(predicate, this.table);
  }
}

/** The columns that `stored` reads. */
const STORED = "rowid, _id, doc";

export function stored({ rowid, _id, doc }: Row): Stored {
  return { row: Number(rowid), id: String(_id), json: String(doc) };
}

function docOf(known: Known): Fields {
  known.doc ??= JSON.parse(known.json) as Fields;
  return known.doc;
}

/** The one `_id` that every match has, where the filter says it. */
function pinnedId(predicate: Predicate): string | undefined {
  if (predicate.kind !== "and") return undefined;
  for (const part of predicate.of) {
    if (part.kind === "eq" && part.path === "_id") return String(part.value);
  }
  return undefined;
}

import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { Recent } from "../../src/recent.ts";
import type { Key } from "./key.ts";

/** Filters of one shape are one statement; this many shapes are kept prepared. */
const MAX_STATEMENTS = 200;

export type Row = Record<string, SQLOutputValue>;

/** The database connection, with a bounded number of prepared statements, the least recently used dropped first. */
export class Connection {
  readonly #db: DatabaseSync;
  readonly #statements = new Recent<string, StatementSync>(MAX_STATEMENTS);

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Runs statements without parameters that are not worth keeping. */
  exec(sql: string): void {
    this.#db.exec(sql);
  }

  /** A statement for whoever runs it so often that looking it up by its text would cost as much as running it. */
  prepare(sql: string): StatementSync {
    return this.#db.prepare(sql);
  }

  /** Runs a write; returns how many rows it changed. */
  run(sql: string, params: readonly Key[] = []): number {
    return Number(this.#prepared(sql).run(...params).changes);
  }

  first(sql: string, params: readonly Key[] = []): Row | undefined {
    return this.#prepared(sql).get(...params);
  }

  all(sql: string, params: readonly Key[] = []): Row[] {
    return this.#prepared(sql).all(...params);
  }

  /** Whether a transaction is open: some failures end it on their own. */
  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  close(): void {
    this.#statements.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

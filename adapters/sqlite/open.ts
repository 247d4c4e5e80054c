import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Database, type Doc, StoreUnavailableError } from "../../src/store/collection.ts";
import { checkCollectionName, checkIndex } from "../../src/store/dialect-name.ts";
import { SqliteCollection } from "./collection.ts";
import { Connection } from "./connection.ts";
import { unavailable } from "./failure.ts";
import { Operations } from "./operations.ts";
import { CATALOG, Table } from "./table.ts";
import { Turns } from "./turns.ts";

export interface SqliteOptions {
  /** Path of the database file, made when missing; `:memory:` keeps everything in memory. */
  readonly file: string;
  /** The most pages of 4 KiB the file may grow to; without it, as many as the disk has. */
  readonly maxPages?: number;
}

/** The layout of the file; a file of a later one is left alone, one of an earlier one is brought to this. */
const LAYOUT = 2;

/**
 * Exclusive: the lock is the operating system's, so a second process is refused and a kill frees it.
 * FULL: a commit returns when it is on the disk.
 * The log is moved into the file every 40 MB rather than every 4: ids are spread by a hash, and a page that many commits
 * touch is then written once. It costs a rare longer commit.
 */
const PRAGMAS = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA cache_size = -32000;
  PRAGMA wal_autocheckpoint = 10000;
`;

/**
 * Opens the embedded store: one file, one process.
 * @throws StoreUnavailableError when the file can't be had, with what to do about it
 */
export async function openSqlite(options: SqliteOptions): Promise<Database> {
  const { file } = options;
  const connection = connect(options);
  const tables = new Map<string, Operations>();
  const open = (name: string): Operations => {
    const table = tables.get(name) ?? new Operations(connection, new Table(connection, name));
    tables.set(name, table);
    return table;
  };
  // What a table remembers may have been undone with the turn.
  const turns = new Turns(connection, file, () => tables.clear());
  return {
    engine: "embedded",
    collection<T extends Doc>(name: string) {
      checkCollectionName(name);
      return new SqliteCollection<T>(name, turns, () => open(name));
    },
    async ensureIndexes(collection, indexes) {
      checkCollectionName(collection);
      for (const spec of indexes) checkIndex(spec);
      for (const spec of indexes) await turns.run(() => open(collection).table.ensureIndex(spec));
    },
    ping: () => turns.run(() => undefined),
    async close() {
      await turns.close();
      connection.close();
    },
  };
}

function connect({ file, maxPages }: SqliteOptions): Connection {
  let db: DatabaseSync | undefined;
  try {
    if (file !== ":memory:") makePrivate(file);
    db = new DatabaseSync(file);
    db.exec(PRAGMAS);
    if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${Math.trunc(maxPages)}`);
    const layout = Number(db.prepare("PRAGMA user_version").get()?.user_version);
    if (layout > LAYOUT) {
      throw new StoreUnavailableError(
        `the store ${file} was written by a later version of qunfa: run that version, or name another file`,
      );
    }
    const connection = new Connection(db);
    db.exec(`BEGIN IMMEDIATE; ${CATALOG}`);
    if (layout === 1) leaveLayout1(connection);
    db.exec(`PRAGMA user_version = ${LAYOUT}; COMMIT`);
    return connection;
  } catch (error) {
    db?.close();
    throw error instanceof StoreUnavailableError ? error : unavailable(file, error);
  }
}

/** Layout 1 had its indexes on expressions over the documents. Whoever opens the collections has them made anew. */
function leaveLayout1(connection: Connection): void {
  const indexes = connection.all("SELECT collection || '.' || name AS name FROM _indexes");
  for (const { name } of indexes) connection.exec(`DROP INDEX IF EXISTS "${name}"`);
  connection.exec("DELETE FROM _indexes");
}

/** The file holds people's numbers: only its owner may read it. */
function makePrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, "a", 0o600));
}

import { randomUUID } from "node:crypto";
import process from "node:process";
import { MongoClient } from "mongodb";
import { openMongo } from "../../adapters/mongodb/open.ts";
import { openSqlite } from "../../adapters/sqlite/open.ts";
import type { Database } from "../../src/store/collection.ts";

export interface DatabaseKind {
  readonly name: string;
  /** An empty database of its own. */
  readonly open: () => Promise<Database>;
}

/** Both stores: the embedded one, and MongoDB where MONGODB_URI names a server; where not, that half is skipped aloud. */
export function databaseKinds(): readonly DatabaseKind[] {
  const embedded = { name: "the embedded store", open: () => openSqlite({ file: ":memory:" }) };
  const uri = process.env.MONGODB_URI;
  if (uri === undefined || uri === "") {
    process.stderr.write(
      "\n  NOT run on MongoDB: set MONGODB_URI (docker compose up -d mongo)\n\n",
    );
    return [embedded];
  }
  return [embedded, { name: "MongoDB", open: () => openOnServer(uri) }];
}

/** A database on a server, which is dropped when it is closed. */
async function openOnServer(uri: string): Promise<Database> {
  const name = `qunfa_test_${randomUUID().slice(0, 8)}`;
  const database = await openMongo({ uri, database: name });
  const close = database.close.bind(database);
  return Object.assign(database, {
    close: async () => {
      await close();
      const client = new MongoClient(uri);
      await client.db(name).dropDatabase();
      await client.close();
    },
  });
}

import { MongoClient } from "mongodb";
import { type Database, type Doc, StoreUnavailableError } from "../../src/store/collection.ts";
import { checkCollectionName, checkIndex } from "../../src/store/dialect-name.ts";
import { MongoCollection } from "./collection.ts";
import { translating } from "./failure.ts";
import type { Stored } from "./passed.ts";

export interface MongoOptions {
  /** The connection string, `mongodb://…` or `mongodb+srv://…`. */
  readonly uri: string;
  /** The database; without it, the one that the connection string names, else `qunfa`. */
  readonly database?: string;
  /** How long to look for a server before giving up, in milliseconds; 10 s unless told. */
  readonly serverSelectionTimeout?: number;
}

/** The database that a connection string names. */
const NAMED = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/;

/**
 * Opens the store on MongoDB and checks that a server answers.
 * Writes are acknowledged by a majority, in its journal, and repeated by the driver where the connection broke;
 * reads see only what a majority has, so that nothing acted upon is rolled back.
 * @throws StoreUnavailableError when no server can be had, with what to do about it
 */
export async function openMongo(options: MongoOptions): Promise<Database> {
  const client = connect(options);
  const db = client.db(options.database ?? NAMED.exec(options.uri)?.[1] ?? "qunfa");
  try {
    await db.command({ ping: 1 });
  } catch (error) {
    await client.close();
    throw new StoreUnavailableError(
      `no MongoDB answers at ${client.options.hosts.join(", ")} (${(error as Error).message}). Check that it runs and that MONGODB_URI has its address, user and replica set right`,
      { cause: error },
    );
  }
  return {
    engine: "mongodb",
    collection<T extends Doc>(collection: string) {
      checkCollectionName(collection);
      return new MongoCollection<T>(db.collection<Stored>(collection));
    },
    async ensureIndexes(collection, indexes) {
      checkCollectionName(collection);
      for (const spec of indexes) checkIndex(spec);
      for (const { name, keys, unique = false } of indexes) {
        await translating(collection, () =>
          db.collection(collection).createIndex({ ...keys }, { name, unique }),
        );
      }
    },
    async ping() {
      await translating("ping", () => db.command({ ping: 1 }));
    },
    close: () => client.close(),
  };
}

function connect({ uri, serverSelectionTimeout = 10_000 }: MongoOptions): MongoClient {
  try {
    return new MongoClient(uri, {
      appName: "qunfa",
      ignoreUndefined: true,
      serverSelectionTimeoutMS: serverSelectionTimeout,
      retryWrites: true,
      readPreference: "primary",
      readConcern: { level: "majority" },
      writeConcern: { w: "majority", journal: true },
    });
  } catch (error) {
    throw new StoreUnavailableError(
      `MONGODB_URI is not a MongoDB connection string (${(error as Error).message}). It looks like mongodb://user:password@host:27017/qunfa?replicaSet=rs0`,
      { cause: error },
    );
  }
}

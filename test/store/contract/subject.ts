import type { Collection, Database, Doc, Value } from "../../../src/store/collection.ts";

/** A document of any shape that the dialect can hold. */
export interface Note extends Doc {
  readonly [field: string]: Value | undefined;
}

/** What a server may lack that MongoDB has; found out by asking it, never assumed. */
export type Lack = "refusing other keys under an index's name";

/** What a part of the contract is tried on: an open database, and collections that nobody else uses. */
export interface Subject {
  readonly database: Database;
  readonly lacks: ReadonlySet<Lack>;
  fresh(...docs: readonly Note[]): Promise<Collection<Note>>;
}

/** Hands out a collection per test: `database` is asked for when the tests run. */
export function subjectOf(database: () => Database, lacks: ReadonlySet<Lack>): Subject {
  let count = 0;
  return {
    get database() {
      return database();
    },
    lacks,
    async fresh(...docs) {
      count += 1;
      const collection = database().collection<Note>(`notes${count}`);
      await collection.insertMany(docs);
      return collection;
    },
  };
}

/** The `_id`s of documents, in the order given. */
export function ids(docs: readonly Doc[]): string[] {
  return docs.map(({ _id }) => _id);
}

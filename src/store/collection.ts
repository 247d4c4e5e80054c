/**
 * The dialect the core writes its documents in: a small, closed subset of MongoDB's query language.
 * What is outside it is refused by every engine, by type here and at run time by `checkFilter` and `checkUpdate`.
 * Every operation is atomic for one document; nothing needs more.
 */

/**
 * What a document may hold. Times are milliseconds since the epoch, so that every engine compares them alike.
 * Numbers are finite, whole ones within 2^53; text is well formed; field names are not empty, don't start with `$`,
 * and have no dot, quote, backslash or control character. A field that is `undefined` is not stored.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [key: string]: Value | undefined };

/** A stored document: plain data under a string `_id`. */
export interface Doc {
  readonly _id: string;
}

type Scalar = null | boolean | number | string;

/** The conditions one field can meet; several in one object must all hold. */
export interface Condition {
  readonly $eq?: Scalar;
  readonly $ne?: Scalar;
  readonly $in?: readonly Scalar[];
  readonly $nin?: readonly Scalar[];
  readonly $gt?: number | string;
  readonly $gte?: number | string;
  readonly $lt?: number | string;
  readonly $lte?: number | string;
  readonly $exists?: boolean;
}

/**
 * Field (dotted path) to a value or conditions, with `$and` and `$or`.
 * As in MongoDB, `null` also matches a missing field, a condition on an array field is met by any of its elements,
 * and comparisons are between values of one type. Paths lead through objects, never through arrays.
 * A condition that is `undefined` is refused: left out, it would match everything. So are over 500 conditions and
 * branches together: many values are one `$in`.
 */
export interface Filter {
  readonly [path: string]: Scalar | Condition | readonly Filter[] | undefined;
  readonly $and?: readonly Filter[];
  readonly $or?: readonly Filter[];
}

/**
 * Changes to one document; paths may be dotted, and no two may touch one place. `$setOnInsert` counts only in upserts.
 * A counter starts as a number or missing, never as null: engines differ on what null plus one is.
 */
export interface Update {
  readonly $set?: { readonly [path: string]: Value | undefined };
  readonly $unset?: { readonly [path: string]: true };
  readonly $inc?: { readonly [path: string]: number };
  readonly $max?: { readonly [path: string]: number };
  readonly $min?: { readonly [path: string]: number };
  readonly $push?: { readonly [path: string]: Value };
  readonly $addToSet?: { readonly [path: string]: Scalar };
  readonly $pull?: { readonly [path: string]: Scalar };
  readonly $setOnInsert?: { readonly [path: string]: Value | undefined };
}

/** Ascending 1, descending -1, in order of the keys. Sorted fields hold scalars; null and missing come first. */
export type Sort = { readonly [path: string]: 1 | -1 };

export interface FindOptions {
  readonly sort?: Sort;
  readonly limit?: number;
  readonly skip?: number;
}

export type BulkOperation<T extends Doc> =
  | { readonly kind: "insert"; readonly doc: T }
  | {
      readonly kind: "update";
      readonly filter: Filter;
      readonly update: Update;
      readonly upsert?: boolean;
    }
  | { readonly kind: "delete"; readonly filter: Filter };

/** What an unordered bulk did, all together. An insert whose key exists is a duplicate, not a failure. */
export interface BulkResult {
  readonly inserted: number;
  readonly matched: number;
  readonly upserted: number;
  readonly deleted: number;
  /** `_id`s of the inserts, and upserts that had to insert, refused because they, or one of their unique keys, exist. */
  readonly duplicates: readonly string[];
}

export interface IndexSpec {
  /** Stable name; the same name with other keys is an error. */
  readonly name: string;
  readonly keys: Sort;
  /** Its keys hold scalars. Missing is a value like null: two documents can't both lack the key. */
  readonly unique?: boolean;
}

/** A write refused because a document with the same `_id` or unique key exists. Nothing was changed. */
export class DuplicateKeyError extends Error {
  override readonly name = "DuplicateKeyError";
  readonly collection: string;
  constructor(collection: string, cause?: unknown) {
    super(`a document with this key exists in ${collection}`, { cause });
    this.collection = collection;
  }
}

/** A filter, update or document outside the dialect: a defect in the caller, refused before it reaches the engine. */
export class DialectError extends Error {
  override readonly name = "DialectError";
}

/** The store can't answer now (connection lost, disk full). Whether the last write happened is unknown. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";
}

/**
 * One collection. Writes resolve only when durable.
 * Errors: `DuplicateKeyError`, `DialectError`, `StoreUnavailableError`; nothing engine-specific leaves an adapter.
 */
export interface Collection<T extends Doc> {
  readonly name: string;
  insertOne(doc: T): Promise<void>;
  /** Unordered; existing keys are reported, not thrown. */
  insertMany(
    docs: readonly T[],
  ): Promise<{ readonly inserted: number; readonly duplicates: readonly string[] }>;
  findOne(filter: Filter, options?: { readonly sort?: Sort }): Promise<T | undefined>;
  /** All that match: give a limit or be sure that it is few. */
  find(filter: Filter, options?: FindOptions): Promise<T[]>;
  /**
   * Streams in `_id` order (or `sort`) in bounded memory; documents changed meanwhile may be seen either way.
   * Over very many documents it wants an index on the fields that the filter pins to a value, then on `sort` or `_id`.
   */
  stream(
    filter: Filter,
    options?: { readonly sort?: Sort; readonly batchSize?: number },
  ): AsyncIterable<T>;
  updateOne(filter: Filter, update: Update): Promise<{ readonly matched: number }>;
  updateMany(filter: Filter, update: Update): Promise<{ readonly matched: number }>;
  /** Updates one and returns it as it was after (default) or before; undefined when none matched. */
  findOneAndUpdate(
    filter: Filter,
    update: Update,
    options?: {
      readonly sort?: Sort;
      readonly returns?: "after" | "before";
      readonly upsert?: boolean;
    },
  ): Promise<T | undefined>;
  /** Updates the match, or inserts filter's equalities plus `$setOnInsert`, `$set`, `$inc`. The filter names the `_id`. */
  upsertOne(
    filter: Filter & { readonly _id: string },
    update: Update,
  ): Promise<{ readonly inserted: boolean }>;
  /** Unordered. */
  bulk(operations: readonly BulkOperation<T>[]): Promise<BulkResult>;
  deleteOne(filter: Filter): Promise<{ readonly deleted: number }>;
  deleteMany(filter: Filter): Promise<{ readonly deleted: number }>;
  count(filter: Filter): Promise<number>;
}

/** A database: collections by name. */
export interface Database {
  readonly engine: "embedded" | "mongodb";
  collection<T extends Doc>(name: string): Collection<T>;
  /** Creates what is missing; refuses an index that exists with other keys. */
  ensureIndexes(collection: string, indexes: readonly IndexSpec[]): Promise<void>;
  /** Rejects when the store can't answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

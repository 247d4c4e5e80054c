import type * as mongo from "mongodb";
import type {
  BulkOperation,
  BulkResult,
  Collection,
  Doc,
  Filter,
  FindOptions,
  Sort,
  Update,
} from "../../src/store/collection.ts";
import { checkOptions, checkUpsert } from "../../src/store/dialect-update.ts";
import { runBulk } from "./bulk.ts";
import { translating } from "./failure.ts";
import { passedDoc, passedFilter, passedUpdate, type Stored } from "./passed.ts";

/** So many documents a stream reads at once, unless told. */
const BATCH = 500;

/** A collection in MongoDB. The dialect is a subset of its language: what passes the check passes through. */
export class MongoCollection<T extends Doc> implements Collection<T> {
  readonly name: string;
  readonly #collection: mongo.Collection<Stored>;

  constructor(collection: mongo.Collection<Stored>) {
    this.name = collection.collectionName;
    this.#collection = collection;
  }

  async insertOne(doc: T): Promise<void> {
    const passed = passedDoc(doc);
    await this.#call(() => this.#collection.insertOne(passed));
  }

  async insertMany(docs: readonly T[]) {
    const { inserted, duplicates } = await this.bulk(docs.map((doc) => ({ kind: "insert", doc })));
    return { inserted, duplicates };
  }

  async findOne(filter: Filter, options: { readonly sort?: Sort } = {}): Promise<T | undefined> {
    const [doc] = await this.find(filter, { ...options, limit: 1 });
    return doc;
  }

  async find(filter: Filter, options: FindOptions = {}): Promise<T[]> {
    const cursor = this.#cursor(filter, options);
    return this.#call(() => cursor.toArray());
  }

  async *stream(
    filter: Filter,
    options: { readonly sort?: Sort; readonly batchSize?: number } = {},
  ): AsyncGenerator<T, void> {
    const { sort = { _id: 1 }, batchSize = BATCH } = options;
    await using cursor = this.#cursor(filter, { sort }).batchSize(batchSize);
    for (;;) {
      const doc = await this.#call(() => cursor.next());
      if (doc === null) return;
      yield doc;
    }
  }

  async updateOne(filter: Filter, update: Update) {
    const { matched } = await this.#updateOne(filter, update, false);
    return { matched };
  }

  async updateMany(filter: Filter, update: Update) {
    const [which, change] = [passedFilter(filter), passedUpdate(update)];
    const done = await this.#call(() => this.#collection.updateMany(which, change));
    return { matched: done.matchedCount };
  }

  async findOneAndUpdate(
    filter: Filter,
    update: Update,
    options: {
      readonly sort?: Sort;
      readonly returns?: "after" | "before";
      readonly upsert?: boolean;
    } = {},
  ): Promise<T | undefined> {
    const [which, change] = [passedFilter(filter), passedUpdate(update)];
    checkOptions(options);
    const { sort = {}, returns = "after", upsert = false } = options;
    if (upsert) checkUpsert(filter);
    const doc = await this.#call(() =>
      this.#collection.findOneAndUpdate(which, change, {
        sort: { ...sort },
        upsert,
        returnDocument: returns,
      }),
    );
    return doc === null ? undefined : asDoc<T>(doc);
  }

  async upsertOne(filter: Filter & { readonly _id: string }, update: Update) {
    const { inserted } = await this.#updateOne(filter, update, true);
    return { inserted };
  }

  async bulk(operations: readonly BulkOperation<T>[]): Promise<BulkResult> {
    return runBulk(this.#collection, operations);
  }

  async deleteOne(filter: Filter) {
    const which = passedFilter(filter);
    const done = await this.#call(() => this.#collection.deleteOne(which));
    return { deleted: done.deletedCount };
  }

  async deleteMany(filter: Filter) {
    const which = passedFilter(filter);
    const done = await this.#call(() => this.#collection.deleteMany(which));
    return { deleted: done.deletedCount };
  }

  async count(filter: Filter): Promise<number> {
    const which = passedFilter(filter);
    return this.#call(() => this.#collection.countDocuments(which));
  }

  async #updateOne(filter: Filter, update: Update, upsert: boolean) {
    const [which, change] = [passedFilter(filter), passedUpdate(update)];
    if (upsert) checkUpsert(filter);
    const done = await this.#call(() => this.#collection.updateOne(which, change, { upsert }));
    return { matched: done.matchedCount, inserted: done.upsertedCount > 0 };
  }

  #cursor(filter: Filter, options: FindOptions): mongo.FindCursor<T> {
    checkOptions(options);
    const { sort = {}, limit = 0, skip = 0 } = options;
    return this.#collection
      .find(passedFilter(filter), { sort: { ...sort }, limit, skip, allowDiskUse: true })
      .map((doc) => asDoc<T>(doc));
  }

  #call<R>(call: () => Promise<R>): Promise<R> {
    return translating(this.name, call);
  }
}

/** The one place where what the database holds is believed to be what was written. */
function asDoc<T extends Doc>(stored: mongo.WithId<Stored>): T {
  return stored as unknown as T;
}

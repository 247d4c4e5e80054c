import {
  type BulkOperation,
  type BulkResult,
  type Collection,
  type Doc,
  DuplicateKeyError,
  type Filter,
  type FindOptions,
  type Sort,
  type Update,
} from "../../src/store/collection.ts";
import { checkDoc } from "../../src/store/dialect-document.ts";
import { checkFilter } from "../../src/store/dialect-filter.ts";
import { checkOptions, checkUpdate, checkUpsert } from "../../src/store/dialect-update.ts";
import { copied } from "./apply-update.ts";
import { prepareBulk } from "./bulk.ts";
import type { Operations, Updated } from "./operations.ts";
import type { Turns } from "./turns.ts";
import { walk } from "./walk.ts";

/** So many documents are written or deleted in one piece: a long write lets others in between. */
const SLICE = 200;
/** So many documents a stream reads at once, unless told. */
const BATCH = 500;

/** A collection in SQLite. Arguments are checked and copied when called; the work waits for its turn. */
export class SqliteCollection<T extends Doc> implements Collection<T> {
  readonly name: string;
  readonly #turns: Turns;
  readonly #open: () => Operations;

  /** `open` gives the operations on this collection's table; it is called within each turn anew. */
  constructor(name: string, turns: Turns, open: () => Operations) {
    this.name = name;
    this.#turns = turns;
    this.#open = open;
  }

  async insertOne(doc: T): Promise<void> {
    checkDoc(doc);
    const { _id } = doc;
    const json = JSON.stringify(doc);
    const inserted = await this.#run((table) => table.insert(_id, json));
    if (!inserted) throw new DuplicateKeyError(this.name);
  }

  async insertMany(docs: readonly T[]) {
    const result = await this.bulk(docs.map((doc) => ({ kind: "insert", doc })));
    return { inserted: result.inserted, duplicates: result.duplicates };
  }

  async findOne(filter: Filter, options: { readonly sort?: Sort } = {}): Promise<T | undefined> {
    const [doc] = await this.find(filter, { ...options, limit: 1 });
    return doc;
  }

  async find(filter: Filter, options: FindOptions = {}): Promise<T[]> {
    const predicate = checkFilter(filter);
    checkOptions(options);
    const found = await this.#run((table) => table.find(predicate, options));
    return found.map(({ json }) => JSON.parse(json));
  }

  async *stream(
    filter: Filter,
    options: { readonly sort?: Sort; readonly batchSize?: number } = {},
  ): AsyncGenerator<T, void> {
    checkOptions(options);
    const { sort = { _id: 1 }, batchSize = BATCH } = options;
    const next = walk(checkFilter(filter), sort, batchSize);
    for (;;) {
      const slice = await this.#run(next);
      if (slice === undefined) return;
      for (const { json } of slice) yield JSON.parse(json);
    }
  }

  async updateOne(filter: Filter, update: Update) {
    const updated = await this.#update(filter, update, {});
    return { matched: updated === undefined ? 0 : 1 };
  }

  async updateMany(filter: Filter, update: Update) {
    const predicate = checkFilter(filter);
    checkUpdate(update);
    const change = copied(update);
    const next = walk(predicate, { _id: 1 }, SLICE);
    for (let matched = 0; ; ) {
      const slice = await this.#run((table) => {
        const found = next(table);
        for (const stored of found ?? []) table.rewrite(stored, change);
        return found;
      });
      if (slice === undefined) return { matched };
      matched += slice.length;
    }
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
    const updated = await this.#update(filter, update, options);
    const json = options.returns === "before" ? updated?.before : updated?.after;
    return json === undefined ? undefined : JSON.parse(json);
  }

  async upsertOne(filter: Filter & { readonly _id: string }, update: Update) {
    const updated = await this.#update(filter, update, { upsert: true });
    return { inserted: updated?.before === undefined };
  }

  async bulk(operations: readonly BulkOperation<T>[]): Promise<BulkResult> {
    const { steps, result } = prepareBulk(operations);
    const slices: Promise<void>[] = [];
    for (let from = 0; from < steps.length; from += SLICE) {
      slices.push(
        this.#run((table) => {
          for (const step of steps.slice(from, from + SLICE)) step(table);
        }),
      );
    }
    await Promise.all(slices);
    return result();
  }

  async deleteOne(filter: Filter) {
    const predicate = checkFilter(filter);
    return { deleted: await this.#run((table) => table.delete(predicate, 1)) };
  }

  async deleteMany(filter: Filter) {
    const predicate = checkFilter(filter);
    for (let deleted = 0; ; ) {
      const slice = await this.#run((table) => table.delete(predicate, SLICE));
      deleted += slice;
      if (slice < SLICE) return { deleted };
    }
  }

  async count(filter: Filter): Promise<number> {
    const predicate = checkFilter(filter);
    return this.#run((table) => table.count(predicate));
  }

  async #update(
    filter: Filter,
    update: Update,
    options: { readonly sort?: Sort; readonly upsert?: boolean },
  ): Promise<Updated | undefined> {
    const predicate = checkFilter(filter);
    checkUpdate(update);
    checkOptions(options);
    if (options.upsert) checkUpsert(filter);
    const change = copied(update);
    return this.#run((table) => table.update(predicate, change, options));
  }

  #run<R>(work: (table: Operations) => R): Promise<R> {
    return this.#turns.run(() => work(this.#open()));
  }
}

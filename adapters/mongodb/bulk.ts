import * as mongo from "mongodb";
import type { BulkOperation, BulkResult, Doc } from "../../src/store/collection.ts";
import { checkUpsert } from "../../src/store/dialect-update.ts";
import { DUPLICATE_KEY, storeError } from "./failure.ts";
import { passedDoc, passedFilter, passedUpdate, type Stored } from "./passed.ts";

type Model = mongo.AnyBulkWriteOperation<Stored>;

/**
 * Runs an unordered bulk. A duplicate insert or upsert is told by its `_id`.
 * @throws the first other error, after everything that could be done was done
 */
export async function runBulk<T extends Doc>(
  collection: mongo.Collection<Stored>,
  operations: readonly BulkOperation<T>[],
): Promise<BulkResult> {
  const models = operations.map((operation) => model(operation));
  if (models.length === 0) return { ...NOTHING, duplicates: [] };
  const { done, failed } = await attempt(collection, models);
  const duplicates: string[] = [];
  let inserted = operations.filter(({ kind }) => kind === "insert").length;
  for (const { code, index, errmsg: message = "a write failed" } of failed) {
    const operation = operations[index];
    const id = keyOf(operation);
    if (code !== DUPLICATE_KEY || id === undefined) {
      throw storeError(collection.collectionName, new mongo.MongoServerError({ code, message }));
    }
    duplicates.push(id);
    if (operation?.kind === "insert") inserted -= 1;
  }
  const { matchedCount: matched, upsertedCount: upserted, deletedCount: deleted } = done;
  return { inserted, matched, upserted, deleted, duplicates };
}

const NOTHING = { inserted: 0, matched: 0, upserted: 0, deleted: 0 };

/** What a bulk did, and which of its operations failed. */
async function attempt(collection: mongo.Collection<Stored>, models: readonly Model[]) {
  try {
    return { done: await collection.bulkWrite(models, { ordered: false }), failed: [] };
  } catch (error) {
    const broken =
      !(error instanceof mongo.MongoBulkWriteError) ||
      error.result.getWriteConcernError() !== undefined;
    if (broken) throw storeError(collection.collectionName, error);
    return { done: error.result, failed: [error.writeErrors].flat() };
  }
}

function model<T extends Doc>(operation: BulkOperation<T>): Model {
  switch (operation.kind) {
    case "insert":
      return { insertOne: { document: passedDoc(operation.doc) } };
    case "update": {
      const { filter, update, upsert = false } = operation;
      if (upsert) checkUpsert(filter);
      return { updateOne: { filter: passedFilter(filter), update: passedUpdate(update), upsert } };
    }
    case "delete":
      return { deleteOne: { filter: passedFilter(operation.filter) } };
  }
}

/** The `_id` of what an operation would have made; undefined when it makes nothing. */
function keyOf<T extends Doc>(operation: BulkOperation<T> | undefined): string | undefined {
  if (operation?.kind === "insert") return operation.doc._id;
  return operation?.kind === "update" && operation.upsert
    ? checkUpsert(operation.filter)
    : undefined;
}

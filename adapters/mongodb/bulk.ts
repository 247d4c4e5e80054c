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
  if (models.length === 0) return summary(undefined, []);
  try {
    return summary(await collection.bulkWrite(models, { ordered: false }), []);
  } catch (error) {
    if (!(error instanceof mongo.MongoBulkWriteError)) {
      throw storeError(collection.collectionName, error);
    }
    if (error.result.getWriteConcernError() !== undefined) {
      throw storeError(collection.collectionName, error);
    }
    const duplicates = [error.writeErrors].flat().map((failed) => {
      const id = keyOf(operations[failed.index]);
      if (failed.code === DUPLICATE_KEY && id !== undefined) return id;
      const { code, errmsg: message = "a write failed" } = failed;
      throw storeError(collection.collectionName, new mongo.MongoServerError({ code, message }));
    });
    return summary(error.result, duplicates);
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

function summary(done: mongo.BulkWriteResult | undefined, duplicates: string[]): BulkResult {
  return {
    inserted: done?.insertedCount ?? 0,
    matched: done?.matchedCount ?? 0,
    upserted: done?.upsertedCount ?? 0,
    deleted: done?.deletedCount ?? 0,
    duplicates,
  };
}

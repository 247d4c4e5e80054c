import {
  type BulkOperation,
  type BulkResult,
  type Doc,
  DuplicateKeyError,
} from "../../src/store/collection.ts";
import { checkDoc } from "../../src/store/dialect-document.ts";
import { checkFilter } from "../../src/store/dialect-filter.ts";
import { checkUpdate, checkUpsert } from "../../src/store/dialect-update.ts";
import { copied } from "./apply-update.ts";
import { isEngineError } from "./failure.ts";
import type { Operations } from "./operations.ts";

/** One operation of a bulk, checked and ready; what it did is added to the result. */
export type Step = (operations: Operations) => void;

/** Checks a whole bulk before any of it is done. */
export function prepareBulk<T extends Doc>(
  operations: readonly BulkOperation<T>[],
): {
  readonly steps: readonly Step[];
  /** What the steps did so far. @throws the first error of a step that is not a duplicate insert or upsert */
  readonly result: () => BulkResult;
} {
  const done = { inserted: 0, matched: 0, upserted: 0, deleted: 0 };
  const duplicates: string[] = [];
  const failures: unknown[] = [];

  const prepare = (operation: BulkOperation<T>): Step => {
    if (operation.kind === "insert") {
      const { doc } = operation;
      checkDoc(doc);
      const { _id } = doc;
      const json = JSON.stringify(doc);
      return (table) => {
        if (table.insert(_id, json)) done.inserted += 1;
        else duplicates.push(_id);
      };
    }
    const predicate = checkFilter(operation.filter);
    if (operation.kind === "delete") {
      return (table) => {
        done.deleted += table.delete(predicate, 1);
      };
    }
    const { upsert = false } = operation;
    checkUpdate(operation.update);
    const update = copied(operation.update);
    const id = upsert ? checkUpsert(operation.filter) : undefined;
    return (table) => {
      try {
        const updated = table.update(predicate, update, { upsert });
        if (updated?.before !== undefined) done.matched += 1;
        else if (updated !== undefined) done.upserted += 1;
      } catch (error) {
        if (id === undefined || !(error instanceof DuplicateKeyError)) throw error;
        duplicates.push(id);
      }
    };
  };

  return {
    steps: operations.map(prepare).map((step) => (table) => {
      try {
        step(table);
      } catch (error) {
        if (isEngineError(error)) throw error;
        failures.push(error);
      }
    }),
    result: () => {
      if (failures.length > 0) throw failures[0];
      return { ...done, duplicates };
    },
  };
}

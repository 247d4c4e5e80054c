import { StoreUnavailableError } from "../../src/store/collection.ts";
import type { Collections } from "../../src/store/collections.ts";

const WRITES: ReadonlySet<string | symbol> = new Set([
  "insertOne",
  "insertMany",
  "updateOne",
  "updateMany",
  "findOneAndUpdate",
  "upsertOne",
  "bulk",
  "deleteOne",
  "deleteMany",
]);

/**
 * The same store as a process sees it that dies: so many writes are done, then nothing more, neither read nor written.
 * What is in the store then is what the next process finds.
 */
export function dyingStore(store: Collections, writes: number): Collections {
  let left = writes;
  const mortal = <T extends object>(collection: T): T =>
    new Proxy(collection, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          if (WRITES.has(key)) left -= 1;
          if (left < 0) throw new StoreUnavailableError("the process is gone");
          return Reflect.apply(value, target, args);
        };
      },
    });
  const entries = Object.entries(store).map(([name, collection]) => [name, mortal(collection)]);
  return Object.fromEntries(entries) as Collections;
}

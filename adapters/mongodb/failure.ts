import { MongoServerError } from "mongodb";
import {
  DialectError,
  DuplicateKeyError,
  StoreUnavailableError,
} from "../../src/store/collection.ts";

export const DUPLICATE_KEY = 11000;

/** The server's codes for a write or an index that its data can't bear (src/mongo/base/error_codes.yml of MongoDB). */
const REFUSED: ReadonlySet<number> = new Set([
  2, // BadValue: an array operator on something else
  9, // FailedToParse
  14, // TypeMismatch: $inc on something other than a number
  28, // PathNotViable: a path through something other than an object
  40, // ConflictingUpdateOperators
  52, // DollarPrefixedFieldName
  66, // ImmutableField
  85, // IndexOptionsConflict
  86, // IndexKeySpecsConflict
  10141, // $addToSet to something other than an array
  10334, // BSONObjectTooLarge
  17280, // KeyTooLong
]);

/** The store's error for a driver's error. */
export function storeError(collection: string, error: unknown): Error {
  if (error instanceof MongoServerError) {
    if (error.code === DUPLICATE_KEY) return new DuplicateKeyError(collection, error);
    if (REFUSED.has(Number(error.code))) {
      return new DialectError(`${collection}: ${error.message}`, { cause: error });
    }
  }
  const { message } = error as Error;
  return new StoreUnavailableError(`MongoDB can't answer for ${collection}: ${message}`, {
    cause: error,
  });
}

/** Runs a call of the driver; what it throws leaves as the store's error. */
export async function translating<R>(collection: string, call: () => Promise<R>): Promise<R> {
  try {
    return await call();
  } catch (error) {
    throw storeError(collection, error);
  }
}

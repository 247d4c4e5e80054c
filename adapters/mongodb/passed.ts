import type * as mongo from "mongodb";
import type { Doc, Filter, Update } from "../../src/store/collection.ts";
import { checkDoc } from "../../src/store/dialect-document.ts";
import { checkFilter } from "../../src/store/dialect-filter.ts";
import { checkUpdate } from "../../src/store/dialect-update.ts";

/** A document as the driver knows it: what else it holds is the core's business. */
export interface Stored extends mongo.Document {
  readonly _id: string;
}

/** A filter that the dialect has, as it is: the dialect is a part of MongoDB's language. */
export function passedFilter(filter: Filter): mongo.Filter<Stored> {
  checkFilter(filter);
  return filter as mongo.Filter<Stored>;
}

/** An update that the dialect has, as it is. */
export function passedUpdate(update: Update): mongo.UpdateFilter<Stored> {
  checkUpdate(update);
  return update as mongo.UpdateFilter<Stored>;
}

/** A document that the dialect has, as it is. */
export function passedDoc(doc: Doc): Stored {
  checkDoc(doc);
  return { ...doc };
}

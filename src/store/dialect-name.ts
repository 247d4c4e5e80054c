import { DialectError, type IndexSpec } from "./collection.ts";
import { checkPath } from "./dialect-document.ts";

const NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,62}$/;
/** Names that an engine keeps for itself. */
const RESERVED = /^(sqlite_|system$)/i;

export function checkCollectionName(name: string): void {
  if (!NAME.test(name) || RESERVED.test(name)) {
    throw new DialectError(
      `a collection can't be named ${JSON.stringify(name)}: up to 63 letters, digits and _, a letter first`,
    );
  }
}

/** Refuses an index without a plain name or without keys. */
export function checkIndex({ name, keys }: IndexSpec): void {
  if (!NAME.test(name)) throw new DialectError(`an index can't be named ${JSON.stringify(name)}`);
  const entries = Object.entries(keys);
  if (entries.length === 0) throw new DialectError(`the index ${name} has no keys`);
  for (const [path, way] of entries) {
    checkPath(path, `the index ${name}`);
    if (way !== 1 && way !== -1) throw new DialectError(`${path} of ${name} is neither 1 nor -1`);
  }
}

import { StoreUnavailableError } from "../../src/store/collection.ts";

/** SQLite's primary result codes that an operator can do something about (sqlite.org/rescode.html). */
const ADVICE: { readonly [code: number]: string } = {
  5: "another process has it open. Only one qunfa may use a file: stop the other one, or set MONGODB_URI to run several",
  8: "it can't be written. Check the permissions of the file and its folder",
  10: "the disk failed to read or write. Check the disk, then restore a backup if the file is damaged",
  11: "the file is damaged. Restore a backup",
  13: "the disk is full. Free some space; nothing acknowledged was lost",
  14: "it can't be opened. Check that the folder exists and may be written",
  26: "the file is not an SQLite database. Name another file",
};

/** SQLITE_CONSTRAINT: the statement changed nothing because a key exists. */
const CONSTRAINT = 19;

/** The engine's own code of an error; undefined when the error is not the engine's. */
function codeOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

export function isConstraint(error: unknown): boolean {
  return codeOf(error) === CONSTRAINT;
}

export function isEngineError(error: unknown): boolean {
  return codeOf(error) !== undefined;
}

/** The store's error for an engine's error, with what to do about it. */
export function unavailable(file: string, error: unknown): StoreUnavailableError {
  const advice = ADVICE[codeOf(error) ?? -1] ?? (error instanceof Error ? error.message : "failed");
  return new StoreUnavailableError(`the store ${file}: ${advice}`, { cause: error });
}

/** Why a file is refused whole, and what its message needs to say so. */
export type AudienceFileFault =
  | { readonly code: "empty" | "binary" | "encoding" }
  /** No column of numbers; or there is one, but all of it lost its digits or shows asterisks. */
  | { readonly code: "no_numbers" | "all_mangled" | "all_masked" }
  /** Other things people have for an .xlsx: an .xls, one with a password, what only some program opens. */
  | { readonly code: "old_excel" | "encrypted" | "spreadsheet" | "apple_numbers" }
  | { readonly code: "pdf" | "archive" | "document" }
  /** An .xlsx that breaks off or contradicts itself; one that unpacks to far more than it should. */
  | { readonly code: "damaged" | "overpacked" }
  /** More different texts than are held at once. */
  | { readonly code: "too_many_texts" }
  | { readonly code: "too_large"; readonly megabytes: number }
  /** A row of a sheet that stands before an earlier one, or a cell that does. `line` is the row. */
  | { readonly code: "disordered"; readonly line: number }
  /** A quote that is not closed where it should be, or a row without end. `line` is where it begins. */
  | { readonly code: "malformed"; readonly line: number };

/** A file that is refused whole: it is not what it says, or nothing can be made of it. See `audienceFileText`. */
export class AudienceFileError extends Error {
  override readonly name = "AudienceFileError";
  readonly fault: AudienceFileFault;
  constructor(fault: AudienceFileFault, cause?: unknown) {
    super(`the file is no audience: ${fault.code}`, { cause });
    this.fault = fault;
  }
}

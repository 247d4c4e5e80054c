/** Why a file is refused whole, and what its message needs to say so. */
export type AudienceFileFault =
  | { readonly code: "empty" | "spreadsheet" | "broken_spreadsheet" }
  | { readonly code: "binary" | "encoding" | "no_numbers" }
  | { readonly code: "too_large"; readonly megabytes: number }
  /** A quote that is not closed where it should be, or a row without end. `line` is where it begins. */
  | { readonly code: "malformed"; readonly line: number };

/** A file that is refused whole: it is not what it says, or nothing can be made of it. See `audienceFileText`. */
export class AudienceFileError extends Error {
  override readonly name = "AudienceFileError";
  readonly fault: AudienceFileFault;
  constructor(fault: AudienceFileFault, options?: ErrorOptions) {
    super(`the file is no audience: ${fault.code}`, options);
    this.fault = fault;
  }
}

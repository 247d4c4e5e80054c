/** A file that is refused whole. `limit` is in megabytes for `too_large`. */
export class AudienceFileError extends Error {
  override readonly name = "AudienceFileError";
  readonly code: "empty" | "too_large" | "spreadsheet" | "binary" | "no_numbers" | "malformed";
  readonly limit: number;
  constructor(code: AudienceFileError["code"], limit = 0) {
    super(`the file is no audience: ${code}`);
    this.code = code;
    this.limit = limit;
  }
}

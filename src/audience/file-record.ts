/** One record of a file: a line of a delimited text, a row of a spreadsheet. */
export interface FileRecord {
  /** Where it begins, from 1, as the person counts: the line of a text, the row of a sheet. */
  readonly line: number;
  /** Undefined: its quotes can't be made sense of. */
  readonly cells: readonly string[] | undefined;
}

/** Records as they come to hand, several at once: one by one they would cost more to pass on than to read. */
export type FileRecords = AsyncIterable<readonly FileRecord[]>;

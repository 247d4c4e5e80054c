import type { Phone } from "../ids.ts";
import { type Column, cleanValue, columnsOf, cutValue } from "./columns.ts";
import type { FileRecord } from "./file-record.ts";
import type { Layout } from "./layout.ts";
import type { AudienceRow } from "./rows.ts";
import type { SheetChoice } from "./xlsx/records.ts";

/** What a file turned out to hold, so that a person can confirm it: where its numbers are and what its columns say. */
export interface FileSummary {
  /** In the order of the file; none when it is a plain list of numbers. */
  readonly columns: readonly ColumnSummary[];
  /** The first rows that can get an SMS. Whoever shows them masks the numbers. */
  readonly sample: readonly SampleRow[];
  /** Which sheet of a workbook it is; null when the file is none. */
  readonly sheet: SheetChoice | null;
}

export interface ColumnSummary extends Column {
  /** How many rows have nothing in it. */
  readonly empty: number;
  /** How many rows have more in it than is kept (`VALUE_MOST`). */
  readonly cut: number;
}

export interface SampleRow {
  readonly line: number;
  readonly phone: Phone;
  readonly variables: Readonly<Record<string, string>>;
}

/** How many rows are shown as they are, so that a person sees what a file holds. */
export const SAMPLE_ROWS = 3;

/** Takes down what a file holds while its rows go by. */
export class SummaryTally {
  sheet: SheetChoice | null = null;
  #columns: readonly Column[] = [];
  #empty: number[] = [];
  #cut: number[] = [];
  readonly #sample: SampleRow[] = [];

  layout(layout: Layout): void {
    this.#columns = columnsOf(layout);
    this.#empty = this.#columns.map(() => 0);
    this.#cut = this.#columns.map(() => 0);
  }

  /** The variables of one record; its empty cells and long values are counted. */
  variables({ cells = [] }: FileRecord): Record<string, string> {
    const variables: Record<string, string> = {};
    for (const { at, use } of this.#columns) {
      const cell = cells[at] ?? "";
      if (cell === "") this.#empty[at] = (this.#empty[at] ?? 0) + 1;
      if (use.kind !== "variable") continue;
      const value = cleanValue(cell);
      const kept = cutValue(value);
      if (kept.length < value.length) this.#cut[at] = (this.#cut[at] ?? 0) + 1;
      variables[use.name] = kept;
    }
    return variables;
  }

  row({ line, phone, variables }: AudienceRow): void {
    if (phone !== undefined && this.#sample.length < SAMPLE_ROWS) {
      this.#sample.push({ line, phone, variables });
    }
  }

  summary(): FileSummary {
    const columns = this.#columns.map((column) => ({
      ...column,
      empty: this.#empty[column.at] ?? 0,
      cut: this.#cut[column.at] ?? 0,
    }));
    return { columns, sample: [...this.#sample], sheet: this.sheet };
  }
}

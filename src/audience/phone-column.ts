import type { CountryCode } from "libphonenumber-js/max";
import type { Core } from "../core.ts";
import { type SavedAudience, saveAudience } from "./audience.ts";
import {
  type ColumnSummary,
  type FileSummary,
  SAMPLE_ROWS,
  type SampleRow,
} from "./file-summary.ts";
import { listParser } from "./list-parser.ts";
import type { AudienceRow, FileRows } from "./rows.ts";

/** Of so many numbers in the column that was taken, another must hold one to be asked about. */
const ONE_IN = 10;

/** The columns of a list that may be the numbers': the one that was taken first. None for a list without columns. */
export function phoneColumns({ file }: SavedAudience): readonly ColumnSummary[] {
  const columns = file?.columns ?? [];
  const taken = columns.find(({ use }) => use.kind === "phone");
  if (taken === undefined) return [];
  const others = columns.filter(
    ({ at, numbers }) => at !== taken.at && numbers > 0 && numbers * ONE_IN >= taken.numbers,
  );
  return [taken, ...others];
}

/** Whether a person must still say which column the numbers are in: more than one holds some. */
export function isUnconfirmed(audience: SavedAudience): boolean {
  return audience.columnConfirmedBy === undefined && phoneColumns(audience).length > 1;
}

/** A person says that the column that was taken is the right one. */
export async function confirmColumn(
  core: Core,
  audience: SavedAudience,
  name: string,
): Promise<void> {
  await core.store.audiences.updateOne(
    { _id: audience._id },
    { $set: { columnConfirmedBy: name } },
  );
}

/**
 * The same list with its numbers taken from another column, as an audience of its own: what is stored never changes.
 * What stood in the column taken before is kept under its header. Undefined when the column's values were not kept.
 * Throws `EmptyAudienceError` when not one of them is a number to send to.
 */
export async function withPhoneColumn(
  core: Core,
  audience: SavedAudience,
  at: number,
  region: CountryCode,
  name: string,
): Promise<SavedAudience | undefined> {
  const { file } = audience;
  const chosen = file?.columns.find((column) => column.at === at);
  if (file === undefined || chosen?.use.kind !== "variable") return undefined;
  const rows = retaken(core, audience, file, chosen.use.name, region);
  const made = await saveAudience(core, audience.merchantId, audience.name, rows);
  await confirmColumn(core, made, name);
  return { ...made, columnConfirmedBy: name };
}

function retaken(
  core: Core,
  audience: SavedAudience,
  file: FileSummary,
  from: string,
  region: CountryCode,
): FileRows {
  const parse = listParser(region);
  const names = new Set(
    file.columns.flatMap(({ use }) => (use.kind === "variable" ? [use.name] : [])),
  );
  const before = file.columns.find(({ use }) => use.kind === "phone");
  let kept = before === undefined || before.header === "" ? "tel" : before.header;
  while (names.has(kept)) kept = `${kept} 2`;
  const sample: SampleRow[] = [];
  const columns = file.columns.map((column): ColumnSummary => {
    if (column.use.kind === "phone") return { ...column, use: { kind: "variable", name: kept } };
    return column.use.kind === "variable" && column.use.name === from
      ? { ...column, use: { kind: "phone" } }
      : column;
  });
  return {
    async *[Symbol.asyncIterator](): AsyncGenerator<AudienceRow> {
      const rows = core.store.audienceRows.stream(
        { audienceId: audience._id },
        { sort: { line: 1 }, batchSize: 500 },
      );
      for await (const { fileLine: line, phone, variables: held } of rows) {
        const { [from]: cell = "", ...others } = held;
        const variables = { ...others, [kept]: phone ?? "" };
        const parsed = cell === "" ? { fault: "missing" as const } : parse(cell);
        if (typeof parsed !== "string") {
          yield { line, phone: undefined, fault: parsed.fault, variables };
          continue;
        }
        if (sample.length < SAMPLE_ROWS) sample.push({ line, phone: parsed, variables });
        yield { line, phone: parsed, variables };
      }
    },
    summary: () => ({ ...file, columns, sample: [...sample] }),
  };
}

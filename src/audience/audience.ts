import type { Core } from "../core.ts";
import { type AudienceId, type MerchantId, type Phone, randomId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";
import type { FileSummary } from "./file-summary.ts";
import type { AudienceRow, FileRows, RowFault } from "./rows.ts";

/** A list of numbers a merchant gave, as it was given: rows are kept, good or bad. */
export interface SavedAudience extends Doc {
  readonly _id: AudienceId;
  readonly merchantId: MerchantId;
  readonly name: string;
  readonly rows: number;
  readonly valid: number;
  /** The first few bad rows, to show: line and why. Numbers in them are masked by whoever shows them. */
  readonly faults: readonly { readonly line: number; readonly fault: RowFault | "" }[];
  /** What the file it came from held, to be confirmed: columns, sample rows, sheet. Without one it came from no file. */
  readonly file?: FileSummary;
  /** Who said that its numbers are in the right column. */
  readonly columnConfirmedBy?: string;
  readonly createdAt: number;
  /** Since when it is being made of other lists, until it is whole: what a crash leaves of it is swept away. */
  readonly making?: number;
  /** When the list it was was deleted: its rows go when no campaign needs them. */
  readonly unlistedAt?: number;
  /** When its rows were deleted, or began to be. */
  readonly emptiedAt?: number;
}

export interface AudienceRowDoc extends Doc {
  readonly audienceId: AudienceId;
  /** Its place among the audience's rows, from 1; also the end of its id. */
  readonly line: number;
  /** As the person who gave the list counts: see `AudienceRow`. */
  readonly fileLine: number;
  readonly phone: Phone | null;
  readonly variables: Readonly<Record<string, string>>;
}

const BATCH = 500;
const FAULTS_KEPT = 5;

/** Thrown when not one row is a number that can get an SMS. */
export class EmptyAudienceError extends Error {
  override readonly name = "EmptyAudienceError";
  readonly rows: number;
  constructor(rows: number) {
    super(`none of the ${rows} rows is a mobile number`);
    this.rows = rows;
  }
}

/**
 * Stores rows as an audience, streaming; those of a file with what it held. Whatever `rows` throws leaves nothing behind.
 * Errors: `EmptyAudienceError`, and those of the rows.
 */
export async function saveAudience(
  core: Core,
  merchantId: MerchantId,
  name: string,
  rows: FileRows | AsyncIterable<AudienceRow> | Iterable<AudienceRow>,
): Promise<SavedAudience> {
  const audienceId = randomId() as AudienceId;
  let batch: AudienceRowDoc[] = [];
  let count = 0;
  let valid = 0;
  const faults: { line: number; fault: RowFault | "" }[] = [];
  const flush = async () => {
    if (batch.length > 0) await core.store.audienceRows.insertMany(batch);
    batch = [];
  };
  try {
    for await (const row of rows) {
      count += 1;
      if (row.phone !== undefined) valid += 1;
      else if (faults.length < FAULTS_KEPT) faults.push({ line: row.line, fault: row.fault ?? "" });
      batch.push({
        _id: `${audienceId}:${count}`,
        audienceId,
        line: count,
        fileLine: row.line,
        phone: row.phone ?? null,
        variables: row.variables,
      });
      if (batch.length >= BATCH) await flush();
    }
    await flush();
    if (valid === 0) throw new EmptyAudienceError(count);
    const audience: SavedAudience = {
      _id: audienceId,
      merchantId,
      name,
      rows: count,
      valid,
      faults,
      ...("summary" in rows ? { file: rows.summary() } : {}),
      createdAt: core.clock.now(),
    };
    await core.store.audiences.insertOne(audience);
    return audience;
  } catch (error) {
    await core.store.audienceRows.deleteMany({ audienceId });
    throw error;
  }
}

/** Deletes an audience that came to nothing, the name it may have got first: nobody sees a list without its rows. */
export async function discardAudience(core: Core, audienceId: AudienceId): Promise<void> {
  await core.store.lists.deleteOne({ _id: audienceId });
  await core.store.audienceRows.deleteMany({ audienceId });
  await core.store.audiences.deleteOne({ _id: audienceId });
}

/** What a personal text may call an audience's columns. */
export function variableNames(audience: SavedAudience | undefined): readonly string[] {
  return (audience?.file?.columns ?? []).flatMap(({ use }) =>
    use.kind === "variable" ? [use.name] : [],
  );
}

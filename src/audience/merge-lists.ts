import type { Actor } from "../campaign/audit.ts";
import type { Core } from "../core.ts";
import { type AudienceId, type MerchantId, type Phone, randomId } from "../ids.ts";
import { type AudienceRowDoc, discardAudience, EmptyAudienceError } from "./audience.ts";
import { findListed } from "./exclude-lists.ts";
import { type FileSummary, SAMPLE_ROWS, type SampleRow } from "./file-summary.ts";
import type { SavedList } from "./lists.ts";
import { isNameTaken, nameAudience } from "./save-lists.ts";

export const MERGED_LEAST = 2;
export const MERGED_MOST = 5;

const BATCH = 500;

export type MergeOutcome =
  | {
      readonly kind: "merged";
      readonly list: SavedList;
      /** Rows left out because their number was taken from an earlier list or row. */
      readonly repeated: number;
      /** Rows left out because they hold no number. */
      readonly bad: number;
    }
  | { readonly kind: "taken" };

/**
 * Makes a new list of the numbers of others, each once: the row of the list named first wins, whole, with its variables.
 * Streams in bounded memory. Nothing is to be seen of it before it is complete; what a crash leaves half made is swept
 * away (see `sweepLists`), and merging again begins anew. Errors: `EmptyAudienceError`.
 */
export async function mergeLists(
  core: Core,
  merchantId: MerchantId,
  actor: Actor & { readonly kind: "member" },
  lists: readonly SavedList[],
  name: string,
): Promise<MergeOutcome> {
  if (await isNameTaken(core, merchantId, name)) return { kind: "taken" };
  const now = core.clock.now();
  const _id = randomId() as AudienceId;
  const blank = { _id, merchantId, name, rows: 0, valid: 0, faults: [], createdAt: now };
  await core.store.audiences.insertOne({ ...blank, making: now });
  try {
    const merge = new Merge(core, _id);
    for (const list of lists) await merge.add(list._id);
    const { rows, seen } = merge;
    if (rows === 0) throw new EmptyAudienceError(seen);
    const file = await merge.summary(lists);
    const made = { ...blank, rows, valid: rows, ...(file === undefined ? {} : { file }) };
    await core.store.audiences.updateOne(
      { _id },
      { $set: { rows, valid: rows, ...(file === undefined ? {} : { file: file as never }) } },
    );
    const from = lists.map(({ number }) => `#${number}`).join(" ");
    const said = await nameAudience(core, actor, made, name, { action: "list.merge", from });
    if (said.kind !== "saved") {
      await discardAudience(core, _id);
      return { kind: "taken" };
    }
    await core.store.audiences.updateOne({ _id }, { $unset: { making: true } });
    return { kind: "merged", list: said.list, repeated: seen - rows - merge.bad, bad: merge.bad };
  } catch (error) {
    await discardAudience(core, _id);
    throw error;
  }
}

/** The audience in the making: rows go in by batches, each number once. */
class Merge {
  readonly #core: Core;
  readonly #into: AudienceId;
  readonly #filled = new Map<string, number>();
  readonly #sample: SampleRow[] = [];
  /** Rows stored; the last line. */
  rows = 0;
  /** Rows looked at. */
  seen = 0;
  bad = 0;

  constructor(core: Core, into: AudienceId) {
    this.#core = core;
    this.#into = into;
  }

  async add(from: AudienceId): Promise<void> {
    let batch: AudienceRowDoc[] = [];
    const rows = this.#core.store.audienceRows.stream(
      { audienceId: from },
      { sort: { line: 1 }, batchSize: BATCH },
    );
    for await (const row of rows) {
      batch.push(row);
      if (batch.length < BATCH) continue;
      await this.#store(batch);
      batch = [];
    }
    if (batch.length > 0) await this.#store(batch);
  }

  async #store(batch: readonly AudienceRowDoc[]): Promise<void> {
    const fresh = new Map<Phone, AudienceRowDoc>();
    for (const row of batch) {
      this.seen += 1;
      if (row.phone === null) this.bad += 1;
      else if (!fresh.has(row.phone)) fresh.set(row.phone, row);
    }
    for (const phone of await findListed(this.#core, [this.#into], [...fresh.keys()])) {
      fresh.delete(phone);
    }
    const docs = [...fresh].map(([phone, { variables }]) => {
      this.rows += 1;
      this.#take(phone, variables);
      const _id = `${this.#into}:${this.rows}`;
      const line = this.rows;
      return { _id, audienceId: this.#into, line, fileLine: line, phone, variables };
    });
    if (docs.length > 0) await this.#core.store.audienceRows.insertMany(docs);
  }

  #take(phone: Phone, variables: AudienceRowDoc["variables"]): void {
    if (this.#sample.length < SAMPLE_ROWS) this.#sample.push({ line: this.rows, phone, variables });
    for (const [name, value] of Object.entries(variables)) {
      if (value !== "") this.#filled.set(name, (this.#filled.get(name) ?? 0) + 1);
    }
  }

  /** The columns of all the lists, each once, so that a text can use them; undefined when none has any. */
  async summary(lists: readonly SavedList[]): Promise<FileSummary | undefined> {
    const columns = new Map<string, FileSummary["columns"][number]>();
    for (const { _id } of lists) {
      const audience = await this.#core.store.audiences.findOne({ _id });
      for (const column of audience?.file?.columns ?? []) {
        if (column.use.kind !== "variable" || columns.has(column.use.name)) continue;
        const empty = this.rows - (this.#filled.get(column.use.name) ?? 0);
        columns.set(column.use.name, { ...column, at: columns.size, numbers: 0, empty });
      }
    }
    if (columns.size === 0) return undefined;
    return { columns: [...columns.values()], sample: this.#sample, sheet: null };
  }
}

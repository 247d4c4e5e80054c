import type { AudienceRow, FileRows } from "../audience/rows.ts";
import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import type { FailureReason } from "../delivery/reason.ts";
import type { Recipient } from "../delivery/recipient.ts";
import { failedRecipients } from "./failures.ts";

const BATCH = 500;

/**
 * Those a settled campaign failed to reach for one of these reasons, as rows of a new audience: with what their rows
 * held, so that personal texts can be written for them again. Streams.
 */
export async function peopleAgain(
  core: Core,
  campaign: Campaign,
  reasons: readonly FailureReason[],
): Promise<FileRows | AsyncIterable<AudienceRow>> {
  const audience = await core.store.audiences.findOne({ _id: campaign.audienceId });
  const columns = (audience?.file?.columns ?? []).filter(({ use }) => use.kind === "variable");
  const rows = rowsAgain(core, campaign, reasons);
  if (columns.length === 0) return rows;
  return {
    [Symbol.asyncIterator]: () => rows[Symbol.asyncIterator](),
    // Their numbers are known: no column is taken for them, and none has to be confirmed.
    summary: () => ({
      columns: columns.map((column) => ({ ...column, numbers: 0 })),
      sample: [],
      sheet: null,
    }),
  };
}

async function* rowsAgain(
  core: Core,
  campaign: Campaign,
  reasons: readonly FailureReason[],
): AsyncIterable<AudienceRow> {
  let line = 0;
  let batch: Recipient[] = [];
  const flush = async function* () {
    const idOf = (recipient: Recipient) => `${campaign.audienceId}:${recipient.line}`;
    const held = await core.store.audienceRows.find({ _id: { $in: batch.map(idOf) } });
    const byId = new Map(held.map((row) => [row._id, row.variables]));
    for (const recipient of batch) {
      if (recipient.phone === null) continue;
      line += 1;
      yield { line, phone: recipient.phone, variables: byId.get(idOf(recipient)) ?? {} };
    }
    batch = [];
  };
  for await (const recipient of failedRecipients(core, campaign)) {
    if (recipient.reason === null || !reasons.includes(recipient.reason)) continue;
    batch.push(recipient);
    if (batch.length >= BATCH) yield* flush();
  }
  yield* flush();
}

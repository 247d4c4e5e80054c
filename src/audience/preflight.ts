import type { Campaign } from "../campaign/campaign.ts";
import type { MessageWriter, PersonRow, Written } from "../campaign/message-writer.ts";
import type { Core } from "../core.ts";
import { type Recipient, recipientId } from "../delivery/recipient.ts";
import type { Phone, ProviderId, RecipientId } from "../ids.ts";
import type { Merchant } from "../merchant/merchant.ts";
import { type Counts, Recount } from "../settlement/counts.ts";
import type { AudienceRowDoc } from "./audience.ts";
import { findListed } from "./exclude-lists.ts";
import type { ExclusionReason } from "./exclusion.ts";
import { findTooFrequent } from "./frequency.ts";
import { maskPhone } from "./phone.ts";
import { findSuppressed } from "./suppression.ts";

const BATCH = 1_000;

/** What preflight needs to know besides the audience. */
export interface PreflightOptions {
  /** When the campaign would go: its local day counts for the frequency cap. */
  readonly at: number;
  /** Writes and counts each person's text. */
  readonly writer: MessageWriter;
  /** Whether any of the campaign's providers serves the number. */
  readonly serves: (phone: Phone) => boolean;
  /** The lane of the next sendable recipient; undefined when no provider serves the number. */
  readonly route: (phone: Phone) => ProviderId | undefined;
  /** Told after every batch how many rows were sorted; the next batch waits for it. */
  readonly onProgress?: (rows: number) => Promise<void>;
}

/** What goes through one provider. */
export interface Routed {
  readonly recipients: number;
  readonly segments: number;
}

/**
 * Makes the campaign's recipients from its audience, anew: every row is sendable (`pending`) or excluded for
 * exactly one reason. Streams; repeating it after a crash gives the same.
 */
export async function preflight(
  core: Core,
  campaign: Campaign,
  merchant: Merchant,
  options: PreflightOptions,
): Promise<{ readonly counts: Counts; readonly routed: ReadonlyMap<ProviderId, Routed> }> {
  await core.store.recipients.deleteMany({ campaignId: campaign._id });
  const recount = new Recount();
  const routed = new Map<ProviderId, Routed>();
  let batch: AudienceRowDoc[] = [];
  let sorted = 0;
  const flush = async () => {
    for (const recipient of await sort(core, campaign, merchant, batch, options)) {
      recount.add(recipient);
      const { provider, segments } = recipient;
      if (provider === null) continue;
      const so = routed.get(provider) ?? { recipients: 0, segments: 0 };
      routed.set(provider, {
        recipients: so.recipients + 1,
        segments: so.segments + segments,
      });
    }
    sorted += batch.length;
    batch = [];
    await options.onProgress?.(sorted);
  };
  const rows = core.store.audienceRows.stream(
    { audienceId: campaign.audienceId },
    { sort: { line: 1 }, batchSize: BATCH },
  );
  for await (const row of rows) {
    batch.push(row);
    if (batch.length >= BATCH) await flush();
  }
  if (batch.length > 0) await flush();
  return { counts: recount.result(0), routed };
}

/** Sorts one batch of rows into recipients, stores and returns them. */
async function sort(
  core: Core,
  campaign: Campaign,
  merchant: Merchant,
  rows: readonly AudienceRowDoc[],
  options: PreflightOptions,
): Promise<Recipient[]> {
  const phones = [...new Set(rows.flatMap((row) => (row.phone === null ? [] : [row.phone])))];
  const suppressed = await findSuppressed(core, merchant._id, phones);
  const listed = await findListed(core, campaign.excludedLists ?? [], phones);
  const tooFrequent = await findTooFrequent(core, merchant, campaign._id, phones, options.at);
  const seen = new Set<Phone>();
  const people = new Map<RecipientId, { readonly row: PersonRow; readonly written: Written }>();
  const make = (row: AudienceRowDoc): Recipient => {
    const { phone } = row;
    if (phone === null) return excluded(campaign, row, "invalid");
    if (seen.has(phone)) return excluded(campaign, row, "duplicate");
    seen.add(phone);
    const reason =
      suppressed.get(phone) ??
      (options.serves(phone) ? undefined : "sensitive_region") ??
      (listed.has(phone) ? "excluded_by_list" : undefined) ??
      (tooFrequent.has(phone) ? "too_frequent" : undefined);
    const base = { ...blank(campaign, row), _id: recipientId(campaign._id, phone) };
    if (reason !== undefined) return { ...base, state: "excluded", exclusion: reason };
    const provider = options.route(phone);
    if (provider === undefined)
      return { ...base, state: "excluded", exclusion: "sensitive_region" };
    const person = { ...row, phone };
    const written = options.writer.write(person);
    people.set(base._id, { row: person, written });
    const { variant, segments } = written;
    return { ...base, state: "pending", variant, segments, provider };
  };
  const made = rows.map(make);
  const { duplicates } = await core.store.recipients.insertMany(made);
  for (const id of duplicates) people.delete(id as RecipientId);
  for (const { row, written } of people.values()) options.writer.take(row, written);
  if (duplicates.length === 0) return made;
  // The number stands in an earlier batch too: this row is the duplicate.
  const again = new Set<string>(duplicates);
  const stored = made.filter((recipient) => !again.has(recipient._id));
  const repeated = rows
    .filter((_, i) => again.has(made[i]?._id ?? ""))
    .map((row) => excluded(campaign, row, "duplicate"));
  await core.store.recipients.insertMany(repeated);
  return [...stored, ...repeated];
}

function excluded(campaign: Campaign, row: AudienceRowDoc, exclusion: ExclusionReason): Recipient {
  return {
    ...blank(campaign, row),
    _id: `${campaign._id}-line-${row.line}` as RecipientId,
    state: "excluded",
    exclusion,
  };
}

function blank(campaign: Campaign, row: AudienceRowDoc): Recipient {
  return {
    _id: "" as RecipientId,
    campaignId: campaign._id,
    merchantId: campaign.merchantId,
    line: row.line,
    phone: row.phone,
    masked: row.phone === null ? "" : maskPhone(row.phone),
    state: "pending",
    exclusion: null,
    provider: null,
    variant: null,
    segments: 0,
    submission: null,
    uncertain: false,
    messageKey: null,
    submittedAt: null,
    reason: null,
    code: null,
    detail: null,
    decidedAt: null,
    late: null,
    rev: 0,
  };
}

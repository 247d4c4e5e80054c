import type { Core } from "../core.ts";
import type { CampaignId, RecipientId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";
import type { Provider, SubmitOutcome } from "./provider.ts";
import type { CarrierReason } from "./reason.ts";
import type { StoredReceipt } from "./receipt-store.ts";
import { messageKey, type Recipient } from "./recipient.ts";

const BATCH = 500;

/** One accepted part of a text that went in several: receipts name the part, this names whose it is. */
export interface MessagePart extends Doc {
  /** `<provider>:<message id>` of the part. */
  readonly _id: string;
  readonly recipient: RecipientId;
  readonly campaignId: CampaignId;
  /** How many parts the text has. */
  readonly of: number;
}

/** What the parts of a message say together; null while they say nothing yet. */
type Said = Pick<StoredReceipt, "outcome" | "code" | "detail" | "at"> | null;

/** By receipt: whose part it is about, and what all parts together say. A receipt on no part is not in it. */
export type PartsHeard = ReadonlyMap<
  string,
  { readonly recipient: RecipientId; readonly said: Said }
>;

/** Stores, durably, which parts are whose. Returns their message keys: receipts may be waiting for them. */
export async function storeParts(
  core: Core,
  provider: Provider,
  claimed: readonly Recipient[],
  outcomes: readonly SubmitOutcome[],
): Promise<string[]> {
  const campaigns = new Map(claimed.map(({ _id, campaignId }) => [_id, campaignId]));
  const parts = outcomes.flatMap((outcome): MessagePart[] => {
    const campaignId = campaigns.get(outcome.recipient);
    if (outcome.kind === "deferred" || outcome.parts === undefined || !campaignId) return [];
    const { ids, of } = outcome.parts;
    const { recipient } = outcome;
    return ids.map((id) => ({ _id: messageKey(provider.id, id), recipient, campaignId, of }));
  });
  if (parts.length > 0) await core.store.messageParts.insertMany(parts);
  return parts.map(({ _id }) => _id);
}

/** Which of the messages that receipts name are parts. */
export async function namedParts(
  core: Core,
  receipts: readonly StoredReceipt[],
): Promise<ReadonlySet<string>> {
  const keys = receipts.flatMap((receipt) => receipt.messageKey ?? []);
  const named = keys.length === 0 ? [] : await core.store.messageParts.find({ _id: { $in: keys } });
  return new Set(named.map(({ _id }) => _id));
}

/** Looks at the receipts that are about parts, and at everything that was ever said of the parts beside them. */
export async function hearParts(
  core: Core,
  receipts: readonly StoredReceipt[],
): Promise<PartsHeard> {
  const keys = receipts.flatMap((receipt) => receipt.messageKey ?? []);
  const named = keys.length === 0 ? [] : await core.store.messageParts.find({ _id: { $in: keys } });
  if (named.length === 0) return new Map();
  const owners = [...new Set(named.map((part) => part.recipient))];
  const parts = await core.store.messageParts.find({ recipient: { $in: owners } });
  const stored: StoredReceipt[] = [];
  for (let from = 0; from < parts.length; from += BATCH) {
    const some = parts.slice(from, from + BATCH).map((part) => part._id);
    stored.push(...(await core.store.receipts.find({ messageKey: { $in: some } })));
  }
  const byKey = Map.groupBy(stored, (receipt) => receipt.messageKey);
  const saidOf = new Map<string, Said>();
  for (const [message, own] of Map.groupBy(parts, messageName)) {
    const heard = own.map((part) => byKey.get(part._id) ?? []);
    saidOf.set(message, sayTogether(heard, own[0]?.of ?? own.length));
  }
  const partOf = new Map(named.map((part) => [part._id, part]));
  return new Map(
    receipts.flatMap(({ _id, messageKey: key }) => {
      const part = key === null ? undefined : partOf.get(key);
      if (part === undefined) return [];
      const { recipient } = part;
      return [[_id, { recipient, said: saidOf.get(messageName(part)) ?? null }] as const];
    }),
  );
}

/** The message that a part belongs to: a recipient who was tried at two providers has one at each. */
function messageName({ _id, recipient }: MessagePart): string {
  return `${_id.split(":", 1)[0]}:${recipient}`;
}

/**
 * Of recipients whose text went in parts: whether every part has failed and none was delivered, so that the person
 * has nothing of it. Those whose text went whole are not in it.
 */
export async function whollyFailed(
  core: Core,
  recipients: readonly Recipient[],
): Promise<ReadonlyMap<RecipientId, boolean>> {
  const ids = recipients.map(({ _id }) => _id);
  if (ids.length === 0) return new Map();
  const parts = await core.store.messageParts.find({ recipient: { $in: ids } });
  if (parts.length === 0) return new Map();
  const keys = parts.map(({ _id }) => _id);
  const stored = await core.store.receipts.find({ messageKey: { $in: keys } });
  const byKey = Map.groupBy(stored, ({ messageKey }) => messageKey);
  const failed = (part: MessagePart) => {
    const heard = byKey.get(part._id) ?? [];
    return heard.length > 0 && !heard.some(isDelivered);
  };
  return new Map(
    [...Map.groupBy(parts, ({ recipient }) => recipient)].map(([recipient, own]) => [
      recipient,
      own.length >= (own[0]?.of ?? own.length) && own.every(failed),
    ]),
  );
}

/**
 * Delivered when `of` parts are, at the moment the last one was; failed when a part failed that was not delivered as
 * well, as the earliest such failure has it. Depends on what was said, not on the order in which it came.
 */
export function sayTogether(heard: readonly (readonly StoredReceipt[])[], of: number): Said {
  const delivered: StoredReceipt[] = [];
  const failed: StoredReceipt[] = [];
  for (const receipts of heard) {
    const [first] = receipts.filter(isDelivered).sort(byDecision);
    if (first === undefined) failed.push(...receipts);
    else delivered.push(first);
  }
  const said =
    delivered.length >= of ? delivered.sort(byDecision).at(-1) : failed.sort(byDecision)[0];
  if (said === undefined) return null;
  const { outcome, code, detail, at } = said;
  // Whether a blacklisted person opted out is their own word, in whichever receipt it came.
  const optedOut =
    saysReason(said, "blacklisted") && heard.flat().some((one) => saysReason(one, "opted_out"));
  const known = { kind: "failed", reason: "opted_out", known: true } as const;
  return { outcome: optedOut ? known : outcome, code, detail, at };
}

function saysReason({ outcome }: Pick<StoredReceipt, "outcome">, reason: CarrierReason): boolean {
  return outcome.kind === "failed" && outcome.reason === reason;
}

const isDelivered = ({ outcome }: StoredReceipt) => outcome.kind === "delivered";

function byDecision(a: StoredReceipt, b: StoredReceipt): number {
  return a.at - b.at || (a.code < b.code ? -1 : Number(a.code > b.code));
}

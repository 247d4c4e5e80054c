import type { ExclusionReason } from "../audience/exclusion.ts";
import { releaseContacts, takeContacts } from "../audience/frequency.ts";
import { findSuppressed, suppress } from "../audience/suppression.ts";
import type { Campaign } from "../campaign/campaign.ts";
import type { Core } from "../core.ts";
import { type Phone, type RecipientId, randomId } from "../ids.ts";
import type { Merchant } from "../merchant/merchant.ts";
import { applyChanges, type RecipientChange } from "./apply-changes.ts";
import { endSecondTry } from "./first-try.ts";
import { storeParts } from "./message-parts.ts";
import { messageTexts } from "./message-texts.ts";
import { type Choice, nextPending } from "./next-pending.ts";
import { type Provider, type SubmitOutcome, SubmitRefused } from "./provider.ts";
import { applyAnswers, applyWaitingAbout, applyWaitingFor } from "./receipts.ts";
import { messageKey, phonesOf, type Recipient } from "./recipient.ts";

/** What came of handing one batch to a provider. */
export type BatchOutcome =
  /** Nobody of this campaign is pending in this lane. */
  | { readonly kind: "empty" }
  /** `uncertain` of them have no known outcome. */
  | { readonly kind: "sent"; readonly recipients: number; readonly uncertain: number }
  /** Surely nobody was taken: they are pending again. */
  | { readonly kind: "refused"; readonly refusal: SubmitRefused }
  /** The call broke off: what it did is unknown, and its recipients are never sent again. */
  | { readonly kind: "unknown"; readonly recipients: number; readonly detail: string };

/**
 * Claims the next recipients of a campaign in a lane, hands them to the provider, and stores what it said.
 * `submitting` is durable before the call; a crash anywhere leaves nobody to be sent twice.
 */
export async function submitBatch(
  core: Core,
  provider: Provider,
  campaign: Campaign,
  merchant: Merchant,
  most: number,
  signal: AbortSignal,
  choice: Choice = "in_order",
): Promise<BatchOutcome> {
  const { plan } = campaign;
  if (plan === null) throw new Error(`campaign ${campaign._id} is being sent without a plan`);
  const pending = await nextPending(core, campaign, provider.id, most, choice);
  if (pending.length === 0) return { kind: "empty" };
  const at = core.clock.now();
  const texts = await messageTexts(core, campaign, plan, pending);
  const sendable = await checkAgain(
    core,
    campaign,
    merchant,
    await leaveOut(core, texts, pending),
    at,
  );
  const claimed = await claim(core, sendable);
  if (claimed.length === 0) return { kind: "sent", recipients: 0, uncertain: 0 };
  // Claimed first, looked after: a pause or cancel either sees these recipients or is seen by us.
  const current = await core.store.campaigns.findOne({ _id: campaign._id });
  if (current?.state !== "sending" || current.version !== campaign.version) {
    await releaseContacts(core, merchant, campaign._id, phonesOf(claimed));
    await unclaim(core, claimed);
    return { kind: "sent", recipients: 0, uncertain: 0 };
  }
  const submission = claimed[0]?.submission ?? "";
  const messages = claimed.flatMap(({ _id, phone, segments }) => {
    const text = texts.get(_id);
    return phone === null || text === undefined ? [] : [{ recipient: _id, phone, text, segments }];
  });
  let outcomes: readonly SubmitOutcome[];
  try {
    outcomes = await provider.submit({ submission, messages }, signal);
  } catch (error) {
    if (error instanceof SubmitRefused) {
      await releaseContacts(core, merchant, campaign._id, phonesOf(claimed));
      await unclaim(core, claimed);
      return { kind: "refused", refusal: error };
    }
    const detail = String((error as Error).message);
    await storeOutcomes(
      core,
      provider,
      claimed,
      messages.map(({ recipient }) => ({
        recipient,
        kind: "unknown",
        detail,
      })),
    );
    return { kind: "unknown", recipients: claimed.length, detail };
  }
  // Who surely got nothing gives their place back while they are still ours: pending again, another lane may take one.
  const nothing = new Set<RecipientId>(
    outcomes.flatMap(({ kind, recipient }) =>
      kind === "refused" || kind === "deferred" ? [recipient] : [],
    ),
  );
  const unsent = claimed.filter(({ _id }) => nothing.has(_id));
  await releaseContacts(core, merchant, campaign._id, phonesOf(unsent));
  await storeOutcomes(core, provider, claimed, outcomes);
  await suppressRefused(core, provider, claimed, outcomes);
  const uncertain = outcomes.filter(({ kind }) => kind === "unknown").length;
  return { kind: "sent", recipients: claimed.length, uncertain };
}

/** A provider that refuses a number as opted out or blacklisted says as much as a receipt would. */
async function suppressRefused(
  core: Core,
  provider: Provider,
  claimed: readonly Recipient[],
  outcomes: readonly SubmitOutcome[],
): Promise<void> {
  const byId = new Map(claimed.map((recipient) => [recipient._id, recipient]));
  await suppress(
    core,
    outcomes.flatMap((outcome) => {
      const recipient = byId.get(outcome.recipient);
      if (outcome.kind !== "refused" || recipient?.phone == null) return [];
      const { reason, code } = outcome;
      if (reason !== "opted_out" && reason !== "blacklisted") return [];
      const { merchantId, phone } = recipient;
      const detail = `${provider.id} ${code}`;
      return [{ merchantId, phone, reason, source: "receipt" as const, detail }];
    }),
  );
}

/**
 * Leaves out whoever's text can't be written: their row is gone, which no approved plan allows. They get nothing rather
 * than something that nobody approved.
 */
async function leaveOut(
  core: Core,
  texts: ReadonlyMap<RecipientId, string>,
  pending: readonly Recipient[],
): Promise<readonly Recipient[]> {
  const without = pending.filter(({ _id }) => !texts.has(_id));
  if (without.length === 0) return pending;
  core.log.error(
    { campaign: without[0]?.campaignId, recipients: without.length },
    "rows of an audience are gone: their people are excluded",
  );
  await applyChanges(
    core,
    without.map((before) => ({ before, set: exclude(before, "invalid") })),
  );
  return pending.filter(({ _id }) => texts.has(_id));
}

/** What changed since approval is checked again at the send: opt-outs, and what others sent today. */
async function checkAgain(
  core: Core,
  campaign: Campaign,
  merchant: Merchant,
  pending: readonly Recipient[],
  at: number,
): Promise<Recipient[]> {
  const phones = phonesOf(pending);
  const suppressed = await findSuppressed(core, merchant._id, phones);
  const allowed = phones.filter((phone) => !suppressed.has(phone));
  const tooFrequent = await takeContacts(core, merchant, campaign._id, allowed, at);
  const sendable: Recipient[] = [];
  const changes: RecipientChange[] = [];
  for (const before of pending) {
    const phone = before.phone as Phone;
    const exclusion = suppressed.get(phone) ?? (tooFrequent.has(phone) ? "too_frequent" : null);
    if (exclusion === null) sendable.push(before);
    else changes.push({ before, set: exclude(before, exclusion) });
  }
  await applyChanges(core, changes);
  return sendable;
}

/** Leaves someone pending out; whoever was handed over once is no longer one of the excluded. */
function exclude({ firstTry }: Recipient, exclusion: ExclusionReason): RecipientChange["set"] {
  return firstTry == null
    ? { state: "excluded", exclusion, provider: null, segments: 0 }
    : endSecondTry(firstTry);
}

/** Makes recipients ours, durably, under a reference of the call. Those that moved meanwhile are left out. */
async function claim(core: Core, recipients: readonly Recipient[]): Promise<Recipient[]> {
  const set = {
    state: "submitting" as const,
    submission: randomId(),
    submittedAt: core.clock.now(),
    uncertain: false,
  };
  const lost = new Set<RecipientId>(
    await applyChanges(
      core,
      recipients.map((before) => ({ before, set })),
    ),
  );
  return recipients
    .filter((recipient) => !lost.has(recipient._id))
    .map((recipient) => ({ ...recipient, ...set, rev: recipient.rev + 1 }));
}

/** Surely not accepted: pending again, as if never claimed. */
async function unclaim(core: Core, claimed: readonly Recipient[]): Promise<void> {
  await applyChanges(
    core,
    claimed.map((before) => ({ before, set: UNCLAIMED })),
  );
}

const UNCLAIMED = { state: "pending", submission: null, submittedAt: null } as const;

/**
 * Stores what a provider said of each recipient, then applies the receipts that were faster than its answer.
 * A recipient that a receipt has moved already only gets its message id.
 */
export async function storeOutcomes(
  core: Core,
  provider: Provider,
  claimed: readonly Recipient[],
  outcomes: readonly SubmitOutcome[],
): Promise<void> {
  const said = new Map(outcomes.map((outcome) => [outcome.recipient, outcome]));
  // The parts first: a crash between the two leaves parts that receipts still find their recipient by.
  const partKeys = await storeParts(core, provider, claimed, outcomes);
  let left: readonly Recipient[] = claimed;
  while (left.length > 0) {
    const lost = await applyAnswers(
      core,
      left.map((before) => ({ before, set: outcomeOf(provider, before, said.get(before._id)) })),
    );
    left = lost.length === 0 ? [] : await core.store.recipients.find({ _id: { $in: lost } });
  }
  const keys = outcomes.flatMap((outcome) =>
    outcome.kind === "accepted" ? [messageKey(provider.id, outcome.messageId)] : [],
  );
  await applyWaitingFor(core, [...keys, ...partKeys]);
  const unknown = claimed.filter(({ _id }) => (said.get(_id)?.kind ?? "unknown") === "unknown");
  await applyWaitingAbout(core, provider.id, phonesOf(unknown));
}

function outcomeOf(
  provider: Provider,
  before: Recipient,
  outcome: SubmitOutcome | undefined,
): RecipientChange["set"] {
  const waiting = before.state === "submitting";
  if (outcome === undefined || outcome.kind === "unknown") {
    return waiting
      ? { uncertain: true, detail: outcome?.detail ?? "no answer for this number" }
      : {};
  }
  if (outcome.kind === "accepted") {
    const key = { messageKey: messageKey(provider.id, outcome.messageId) };
    return waiting ? { ...key, state: "submitted", uncertain: false } : key;
  }
  if (!waiting) return {};
  if (outcome.kind === "deferred") return UNCLAIMED;
  const { reason, code, detail } = outcome;
  return { state: "failed", reason, code, detail, uncertain: false, decidedAt: null };
}

import { findSuppressed } from "../audience/suppression.ts";
import { segmentScheme } from "../campaign/plan.ts";
import type { Channel } from "../chat/chat.ts";
import type { Core } from "../core.ts";
import { type Provider, type SubmitOutcome, SubmitRefused } from "../delivery/provider.ts";
import { messageKey } from "../delivery/recipient.ts";
import { createRouter, eligibleProviders } from "../delivery/routing.ts";
import { countSegments } from "../delivery/segments.ts";
import type { CampaignId, MemberId, Phone, RecipientId } from "../ids.ts";
import { redact } from "../log.ts";
import type { Merchant } from "../merchant/merchant.ts";
import type { PolicyReport } from "../policy/finding.ts";
import { review } from "../review/review.ts";
import { releaseQuota, reserveQuota } from "../settlement/quota.ts";
import { applyToTests } from "./test-receipts.ts";
import { holdOf, type TestSend } from "./test-send.ts";

/** What is to be sent to whom. */
export interface TestMessage {
  readonly kind: TestSend["kind"];
  readonly memberId: MemberId;
  readonly campaignId: CampaignId | null;
  readonly phone: Phone;
  /** As it will arrive. */
  readonly text: string;
  readonly place: Channel;
  /** At most `most` in the period that `period` names: the ids under which they can be sent. */
  readonly period: string;
  readonly most: number;
}

export type TestOutcome =
  | { readonly kind: "sent"; readonly test: TestSend }
  /** The call broke off: it may or may not have gone, and is not sent again. */
  | { readonly kind: "unknown"; readonly test: TestSend }
  | { readonly kind: "suppressed" }
  | { readonly kind: "too_many"; readonly most: number }
  | { readonly kind: "blocked"; readonly report: PolicyReport }
  | { readonly kind: "quota"; readonly short: number }
  | { readonly kind: "refused"; readonly detail: string };

const CALL_MS = 20_000;

/**
 * Sends one message outside any campaign, at most once: it is stored before the provider is called, and what a crash
 * leaves is never sent again. Its segments are reserved and, when it is delivered, charged. It takes no place of the
 * frequency cap; numbers on the suppression list get nothing.
 */
export async function submitTest(
  core: Core,
  merchant: Merchant,
  message: TestMessage,
): Promise<TestOutcome> {
  const { phone, text } = message;
  if ((await findSuppressed(core, merchant._id, [phone])).has(phone)) return { kind: "suppressed" };
  const report = await review(core, merchant, text, core.clock.now());
  const route = createRouter(eligibleProviders(core.providers.values(), report), core.places);
  const provider = core.providers.get(route(phone) ?? ("" as Provider["id"]));
  if (provider === undefined) return { kind: "blocked", report };
  const { segments } = countSegments(text, segmentScheme(merchant));
  const test = await claim(core, merchant, message, provider, segments);
  if (test === undefined) return { kind: "too_many", most: message.most };
  const reserved = await reserveQuota(core, holdOf(test), segments);
  if (!reserved.ok) {
    await core.store.testSends.deleteOne({ _id: test._id, state: "preparing" });
    return { kind: "quota", short: reserved.short };
  }
  await core.store.testSends.updateOne({ _id: test._id }, { $set: { state: "submitting" } });
  return call(core, provider, test, text);
}

/** Takes the next free id of the period; undefined when all are taken. Two presses at once can't take the last one both. */
async function claim(
  core: Core,
  { _id: merchantId }: Merchant,
  { kind, memberId, campaignId, phone, place, period, most }: TestMessage,
  provider: Provider,
  segments: number,
): Promise<TestSend | undefined> {
  for (let n = 0; n < most; n += 1) {
    const test: TestSend = {
      _id: `${kind}-${memberId}-${period}-${n}`,
      merchantId,
      memberId,
      kind,
      campaignId,
      phone,
      segments,
      provider: provider.id,
      state: "preparing",
      messageKeys: [],
      code: null,
      detail: null,
      at: core.clock.now(),
      place,
    };
    const { inserted } = await core.store.testSends.insertMany([test]);
    if (inserted === 1) return test;
  }
  return undefined;
}

async function call(
  core: Core,
  provider: Provider,
  test: TestSend,
  text: string,
): Promise<TestOutcome> {
  const recipient = test._id as RecipientId;
  const { phone, segments } = test;
  let outcome: SubmitOutcome | undefined;
  try {
    const batch = { submission: test._id, messages: [{ recipient, phone, text, segments }] };
    [outcome] = await provider.submit(batch, AbortSignal.timeout(CALL_MS));
  } catch (error) {
    if (error instanceof SubmitRefused)
      return refuse(core, test, error.message, error.providerCode);
    core.log.warn({ provider: provider.id, test: test._id }, "a test message's call broke off");
    return { kind: "unknown", test };
  }
  switch (outcome?.kind) {
    case "accepted": {
      const ids = outcome.parts?.ids ?? [outcome.messageId];
      const messageKeys = ids.map((id) => messageKey(provider.id, id));
      const set = { state: "submitted" as const, messageKeys };
      await core.store.testSends.updateOne({ _id: test._id, state: "submitting" }, { $set: set });
      const waiting = await core.store.receipts.find({ messageKey: { $in: messageKeys } });
      await applyToTests(core, waiting);
      return { kind: "sent", test: { ...test, ...set } };
    }
    case "refused":
      return refuse(core, test, outcome.detail, outcome.code);
    case "deferred":
      return refuse(core, test, outcome.detail ?? "", undefined);
    default:
      return { kind: "unknown", test };
  }
}

/** Surely not taken: nothing is held for it any more. What a provider wrote may name the number: it is told in a chat. */
async function refuse(
  core: Core,
  test: TestSend,
  said: string,
  code: string | undefined,
): Promise<TestOutcome> {
  const detail = redact(said);
  await releaseQuota(core, holdOf(test));
  await core.store.testSends.updateOne(
    { _id: test._id },
    { $set: { state: "failed", detail, code: code ?? null } },
  );
  return { kind: "refused", detail: [code, detail].filter(Boolean).join(" ") };
}

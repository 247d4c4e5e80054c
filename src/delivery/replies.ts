import { isOptIn, isOptOut } from "../audience/opt-out-words.ts";
import { maskPhone } from "../audience/phone.ts";
import { findOptOut, liftOptOut, suppress } from "../audience/suppression.ts";
import { audit, SYSTEM } from "../campaign/audit.ts";
import type { Core } from "../core.ts";
import type { MerchantId, Phone, ProviderId } from "../ids.ts";
import type { Doc } from "../store/collection.ts";
import type { InboundReply } from "./provider.ts";

/** A text someone sent back. */
export interface StoredReply extends Doc {
  readonly provider: ProviderId;
  readonly phone: Phone;
  readonly text: string;
  readonly at: number;
  readonly receivedAt: number;
  readonly optOut: boolean;
  /** The person takes an opt-out back; absent in replies stored before that was understood. */
  readonly optIn?: boolean;
  /** Whose message it answers; null when we know of none that was sent to that number. */
  readonly merchantId: MerchantId | null;
}

/** Of a reply's text, what is kept as the reason of an opt-out and as the proof of its end. */
const KEPT = 40;

/**
 * Stores replies and acts on those that are the person's word: an opt-out, and the taking back of one. Of two
 * words the later stands, by the provider's clock, in whatever order they come; the same reply again does nothing.
 */
export async function takeReplies(core: Core, replies: readonly InboundReply[]): Promise<void> {
  for (const reply of replies) {
    const _id = `${reply.provider}:${reply.id}`;
    if ((await core.store.replies.findOne({ _id })) !== undefined) continue;
    const merchantId = await merchantOf(core, reply);
    const optOut = isOptOut(reply.text);
    const optIn = isOptIn(reply.text);
    // What it means first: a crash between the two repeats it when the provider repeats the reply.
    if (optOut || optIn) {
      // Where it is no longer known whose message it answers, it counts for everyone: a no must not get lost.
      const all = merchantId === null ? await core.store.merchants.find({}) : [{ _id: merchantId }];
      for (const { _id: merchant } of all) {
        await (optOut ? stop(core, reply, merchant) : startAgain(core, reply, merchant));
      }
    }
    const { provider, phone, text, at } = reply;
    const receivedAt = core.clock.now();
    await core.store.replies.insertMany([
      { _id, provider, phone, text, at, receivedAt, optOut, optIn, merchantId },
    ]);
  }
}

/** Whose message a reply answers: the last to that number through the provider it came by, else the last of all. */
async function merchantOf(
  core: Core,
  { phone, provider }: InboundReply,
): Promise<MerchantId | null> {
  const last = async (by: { readonly provider?: ProviderId }) => {
    const [latest] = await core.store.recipients.find(
      { phone, submittedAt: { $gt: 0 }, ...by },
      { sort: { submittedAt: -1 }, limit: 1 },
    );
    return latest?.merchantId;
  };
  return (await last({ provider })) ?? (await last({})) ?? null;
}

/** Never again, for a merchant. */
async function stop(core: Core, reply: InboundReply, merchantId: MerchantId): Promise<void> {
  const { phone, at } = reply;
  if (await saidSince(core, reply, merchantId, { optIn: true, at: { $gt: at } })) return;
  const detail = reply.text.slice(0, KEPT);
  const entry = { merchantId, phone, reason: "opted_out" as const, detail };
  await suppress(core, [{ ...entry, source: "reply" }]);
}

/** The person's own word ends their opt-out; a blacklisting it does not end. What they said is the proof. */
async function startAgain(core: Core, reply: InboundReply, merchantId: MerchantId): Promise<void> {
  const { phone, at, provider } = reply;
  if (await saidSince(core, reply, merchantId, { optOut: true, at: { $gte: at } })) return;
  if (!(await findOptOut(core, merchantId, phone, at))) return;
  // Noted before it is done: an opt-out never ends without its proof.
  await audit(core, {
    merchantId,
    campaignId: null,
    action: "optout.remove",
    actor: SYSTEM,
    detail: { masked: maskPhone(phone), proof: reply.text.slice(0, KEPT), provider, said: at },
  });
  await liftOptOut(core, merchantId, phone, at);
}

/** Whether the person has said such a thing to a merchant at such a time. */
async function saidSince(
  core: Core,
  { phone }: InboundReply,
  merchantId: MerchantId,
  said: Readonly<Record<string, boolean | { readonly $gt: number } | { readonly $gte: number }>>,
): Promise<boolean> {
  const merchants = { $in: [merchantId, null] };
  const found = await core.store.replies.findOne({ phone, merchantId: merchants, ...said });
  return found !== undefined;
}

import { isOptOut } from "../audience/opt-out-words.ts";
import { suppress } from "../audience/suppression.ts";
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
  /** Whose message it answers; null when we never sent that number anything. */
  readonly merchantId: MerchantId | null;
}

/** Stores replies and, where they are opt-outs, never sends that number anything of that merchant again. */
export async function takeReplies(core: Core, replies: readonly InboundReply[]): Promise<void> {
  for (const reply of replies) {
    const [latest] = await core.store.recipients.find(
      { phone: reply.phone, submittedAt: { $gt: 0 } },
      { sort: { submittedAt: -1 }, limit: 1 },
    );
    const merchantId = latest?.merchantId ?? null;
    const optOut = isOptOut(reply.text);
    // The suppression first: a crash between the two repeats it when the provider repeats the reply.
    if (optOut && merchantId !== null) {
      const source = "reply" as const;
      const entry = { merchantId, phone: reply.phone, reason: "opted_out" as const, source };
      await suppress(core, [{ ...entry, detail: reply.text.slice(0, 40) }]);
    }
    await core.store.replies.insertMany([
      {
        _id: `${reply.provider}:${reply.id}`,
        provider: reply.provider,
        phone: reply.phone,
        text: reply.text,
        at: reply.at,
        receivedAt: core.clock.now(),
        optOut,
        merchantId,
      },
    ]);
  }
}

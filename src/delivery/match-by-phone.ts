import type { Core } from "../core.ts";
import type { Phone, ProviderId } from "../ids.ts";
import type { StoredReceipt } from "./receipt-store.ts";
import type { Recipient } from "./recipient.ts";

/**
 * By receipt: the recipient that a receipt on an unknown message is about. Where a call broke off, the answer with the
 * message's id is lost, and the number is all that the carrier and we both know of it (SMPP echoes no reference).
 * Only where there is no doubt: one text alone to that number at that provider has no outcome yet, its call is
 * known to have broken off, it went in one part, and the receipt came after it. Everything else goes on waiting.
 */
export async function matchByPhone(
  core: Core,
  receipts: readonly StoredReceipt[],
): Promise<ReadonlyMap<string, Recipient>> {
  const asked = receipts.filter(({ phone, messageKey }) => phone != null && messageKey !== null);
  if (asked.length === 0) return new Map();
  const phones = [...new Set(asked.flatMap(({ phone }) => phone ?? []))];
  // Nearly always nobody: asked first without reading everyone who is in a call that goes well.
  const called = { phone: { $in: phones }, state: "submitting" } as const;
  if ((await core.store.recipients.findOne({ ...called, uncertain: true })) === undefined) {
    return new Map();
  }
  const open = await core.store.recipients.find(called);
  const inDoubt = new Set(await numbersUnderTest(core, phones));
  const byNumber = Map.groupBy(open, ({ provider, phone }) => numberAt(provider, phone));
  return new Map(
    asked.flatMap((receipt) => {
      const [only, ...others] = byNumber.get(numberAt(receipt.provider, receipt.phone)) ?? [];
      const alone = others.length === 0 && !inDoubt.has(receipt.phone ?? null);
      const sure = only !== undefined && alone && isAbout(receipt, only);
      return sure ? [[receipt._id, only] as const] : [];
    }),
  );
}

function isAbout(receipt: StoredReceipt, recipient: Recipient): boolean {
  const { uncertain, messageKey, segments, submittedAt } = recipient;
  const brokeOff = uncertain && messageKey === null && segments === 1;
  return brokeOff && receipt.receivedAt >= (submittedAt ?? Number.POSITIVE_INFINITY);
}

/** Numbers that a test message is out to as well: a receipt may be about that one. */
async function numbersUnderTest(core: Core, phones: readonly Phone[]): Promise<(Phone | null)[]> {
  const tests = await core.store.testSends.find({
    state: { $in: ["submitting", "submitted"] },
    phone: { $in: phones },
  });
  return tests.map(({ phone }) => phone);
}

function numberAt(provider: ProviderId | null, phone: Phone | null | undefined): string {
  return `${provider}:${phone}`;
}

import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findSuppressed, suppress } from "../../src/audience/suppression.ts";
import { takeReplies } from "../../src/delivery/replies.ts";
import type { MerchantId, Phone } from "../../src/ids.ts";
import type { Merchant } from "../../src/merchant/merchant.ts";
import { setUpMerchant } from "../../src/merchant/people.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { drive } from "../support/drive.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const MINUTE = 60_000;
const phone = (n: number) => `+86${numberOf(n)}` as Phone;

let bench: CoreBench;
let a: ScriptedProvider;
let b: ScriptedProvider;
beforeEach(async () => {
  a = new ScriptedProvider("a", { batchSize: 5 });
  b = new ScriptedProvider("b", { batchSize: 5, weight: 0 });
  bench = await openCoreBench([a, b]);
});
afterEach(() => bench.close());

let replies = 0;
const said = (n: number, text: string, at: number, by = a, id = `reply${++replies}`) =>
  takeReplies(bench.core, [{ provider: by.id, phone: phone(n), text, id, at }]);
const reasonAt = async (merchantId: MerchantId, n: number) =>
  (await findSuppressed(bench.core, merchantId, [phone(n)])).get(phone(n));
const reason = (n: number) => reasonAt(bench.merchant._id, n);

async function sentTo(...numbers: number[]): Promise<void> {
  const before = a.accepted.length;
  await bench.approved(numbers.map(numberOf));
  await drive(bench, [a], async () => a.accepted.length === before + numbers.length);
}

/** Another merchant of the installation, whose last message a number got through a provider. */
async function otherMerchant(): Promise<Merchant> {
  const who = { platform: "slack", workspace: "T2", userId: "eve", displayName: "eve" } as const;
  const place = { platform: "slack", workspace: "T2", channel: "C2", direct: false } as const;
  const made = await setUpMerchant(bench.core, who, place, {
    name: "Other",
    signature: "别家",
    timeZone: "Asia/Shanghai",
    locale: "zh-CN",
  });
  if (made === undefined) throw new Error("the other merchant exists");
  return made.merchant;
}

/** Notes that the other merchant sent to a number, later than anyone. */
async function sentByOther(other: Merchant, n: number, by: ScriptedProvider): Promise<void> {
  const [sent] = await bench.core.store.recipients.find({ phone: phone(n) });
  if (sent === undefined) throw new Error("nobody sent to this number");
  await bench.core.store.recipients.insertOne({
    ...sent,
    _id: `${sent._id}-other` as typeof sent._id,
    campaignId: "other" as typeof sent.campaignId,
    merchantId: other._id,
    provider: by.id,
    submittedAt: bench.clock.now() + MINUTE,
  });
}

describe("an opt-out by reply", () => {
  test("concerns the merchant of the last campaign to that number, and no other", async () => {
    const other = await otherMerchant();
    await sentTo(1, 2);
    await sentByOther(other, 2, a);
    await said(1, "TD", 1);
    await said(2, "退订", 1);
    expect([await reason(1), await reasonAt(other._id, 1)]).toEqual(["opted_out", undefined]);
    expect([await reason(2), await reasonAt(other._id, 2)]).toEqual([undefined, "opted_out"]);
  });

  test("answers the last message through the provider it came by", async () => {
    const other = await otherMerchant();
    await sentTo(1, 2);
    await sentByOther(other, 1, b);
    await sentByOther(other, 2, b);
    await said(1, "R", 1, a);
    await said(2, "R", 1, b);
    expect([await reason(1), await reasonAt(other._id, 1)]).toEqual(["opted_out", undefined]);
    expect([await reason(2), await reasonAt(other._id, 2)]).toEqual([undefined, "opted_out"]);
  });

  test("counts for every merchant when it is no longer known whose message it answers", async () => {
    const other = await otherMerchant();
    await said(7, "TD", 1);
    expect([await reason(7), await reasonAt(other._id, 7)]).toEqual(["opted_out", "opted_out"]);
    await said(7, "START", 2);
    expect([await reason(7), await reasonAt(other._id, 7)]).toEqual([undefined, undefined]);
  });

  test("is none in an ordinary sentence, which is kept all the same", async () => {
    await sentTo(1);
    await said(1, "请取消明天的预约", 1);
    expect(await reason(1)).toBeUndefined();
    expect(await bench.core.store.replies.find({})).toMatchObject([
      { text: "请取消明天的预约", optOut: false, merchantId: bench.merchant._id },
    ]);
  });

  test("while a campaign is being sent in many batches stops whatever has not gone to that person", async () => {
    const people = Array.from({ length: 80 }, (_, n) => n);
    await sentTo(...people);
    bench.clock.turn(24 * 60 * MINUTE);
    const campaign = await bench.approved(people.map(numberOf));
    const optedOut = new Set<Phone>();
    // After every few batches someone who still waits says no.
    for (const batches of [1, 2, 4, 7, 11]) {
      await drive(bench, [a], async () => a.accepted.length >= 80 + batches * 5);
      const gone = new Set(a.accepted.slice(80).map(({ message }) => message.phone));
      const waiting = people.map(phone).filter((one) => !gone.has(one) && !optedOut.has(one));
      const [next] = waiting.slice(-3);
      if (next === undefined) throw new Error("everyone has gone");
      optedOut.add(next);
      await takeReplies(bench.core, [
        { provider: a.id, phone: next, text: "退订。", id: `no${batches}`, at: batches },
      ]);
    }
    await drive(
      bench,
      [a],
      async () => (await bench.campaign(campaign)).state === "awaiting_receipts",
    );
    const reached = new Set(a.accepted.slice(80).map(({ message }) => message.phone));
    expect(reached.size).toBe(75);
    for (const one of optedOut) expect(reached.has(one)).toBe(false);
    const { counts } = await bench.campaign(campaign);
    expect(counts).toMatchObject({ submitted: 75, excluded: 5, excludedBy: { opted_out: 5 } });
  });
});

describe("the word that takes an opt-out back", () => {
  const audited = () => bench.core.store.audit.find({ action: "optout.remove" });

  test("ends it, with the reply as proof in the audit trail", async () => {
    await sentTo(1);
    await said(1, "TD", 1);
    await said(1, "恢复订阅", 2);
    expect(await reason(1)).toBeUndefined();
    expect(await audited()).toMatchObject([
      {
        actor: { kind: "system" },
        detail: { masked: "138****0001", proof: "恢复订阅", provider: "a", said: 2 },
      },
    ]);
  });

  test("does not end a blacklisting, nor an opt-out that was noted after it was said", async () => {
    await sentTo(1, 2, 3);
    const now = bench.clock.now();
    const entry = { merchantId: bench.merchant._id, detail: "" };
    await suppress(bench.core, [
      { ...entry, phone: phone(1), reason: "blacklisted", source: "receipt" },
      { ...entry, phone: phone(2), reason: "opted_out", source: "member" },
      { ...entry, phone: phone(3), reason: "opted_out", source: "import" },
    ]);
    await said(1, "START", now + MINUTE);
    await said(2, "START", now - MINUTE);
    await said(3, "START", now + MINUTE);
    expect([await reason(1), await reason(2), await reason(3)]).toEqual([
      "blacklisted",
      "opted_out",
      undefined,
    ]);
    expect(await audited()).toHaveLength(1);
  });

  test("changes nothing, and is not audited, for someone who never opted out", async () => {
    await sentTo(1);
    await said(1, "START", 1);
    expect(await audited()).toEqual([]);
  });

  test("of all a person said the last counts, in whatever order and however often it comes", async () => {
    await sentTo(...Array.from({ length: 90 }, (_, n) => n));
    let person = -1;
    const word = fc.record({
      text: fc.constantFrom("TD", "START", "hello"),
      at: fc.integer({ min: 1, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(5), { maxLength: 4 }),
        async (spoken, repeated) => {
          person += 1;
          const all = [...spoken.keys(), ...repeated.filter((i) => i < spoken.length)];
          for (const i of all) {
            const { text, at } = spoken[i] as (typeof spoken)[number];
            await said(person, text, at, a, `${person}-${i}`);
          }
          const words = spoken.filter(({ text }) => text !== "hello");
          const latest = Math.max(0, ...words.map(({ at }) => at));
          // At one instant the no counts.
          const no = words.some(({ text, at }) => at === latest && text === "TD");
          expect(await reason(person)).toBe(no ? "opted_out" : undefined);
        },
      ),
      { numRuns: 80, endOnFailure: true },
    );
  });
});

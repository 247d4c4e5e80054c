import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { suppress } from "../../src/audience/suppression.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { cancelCampaign } from "../../src/campaign/lifecycle.ts";
import type { Receipt } from "../../src/delivery/provider.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import type { Recipient } from "../../src/delivery/recipient.ts";
import type { Phone } from "../../src/ids.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { resume } from "../../src/resume.ts";
import { isBalanced, tidyCounts } from "../../src/settlement/counts.ts";
import { readQuota } from "../../src/settlement/quota.ts";
import { recount } from "../../src/settlement/settle.ts";
import { actorOf, type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { drive, driveFor, receipt, said } from "../support/drive.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const numbers = (n: number) => Array.from({ length: n }, (_, i) => numberOf(i));
const HOUR = 3_600_000;

let a: ScriptedProvider;
let b: ScriptedProvider;
let bench: CoreBench;

beforeEach(async () => {
  a = new ScriptedProvider("a", { batchSize: 5 });
  b = new ScriptedProvider("b", { batchSize: 5 });
  bench = await openCoreBench([a, b]);
  await setting(true);
});
afterEach(() => bench.close());

const setting = (contentFailover: boolean) =>
  bench.core.store.merchants.updateOne(
    { _id: bench.merchant._id },
    { $set: { "settings.contentFailover": contentFailover } },
  );
const state = async (campaign: Campaign) => (await bench.campaign(campaign)).state;
/** A lane may end the sending while another finds someone to try elsewhere: then it goes on at once. */
const ended = (campaign: Campaign) => async () => {
  const now = await bench.campaign(campaign);
  return now.state === "awaiting_receipts" && now.counts.pending === 0;
};
const take = (...receipts: Receipt[]) => takeReceipts(bench.core, receipts);
const stored = async (recipient: string): Promise<Recipient> => {
  const found = await bench.core.store.recipients.findOne({ _id: recipient });
  if (found === undefined) throw new Error("the recipient is gone");
  return found;
};
/** The first that a accepted: who is blocked there in most of these. */
const one = () => {
  const [first] = a.accepted;
  if (first === undefined) throw new Error("nobody went through a");
  return first;
};
const blockOne = () => take(receipt(a, one().messageId, "content_blocked"));
const again = () => b.accepted.filter(({ recipient }) => recipient === one().recipient);

async function sent(people = 10): Promise<Campaign> {
  const campaign = await bench.approved(numbers(people));
  await drive(bench, [a, b], ended(campaign));
  return campaign;
}

async function booksHold(campaign: Campaign): Promise<void> {
  const now = await bench.campaign(campaign);
  const counted = await recount(bench.core, now);
  expect(isBalanced(counted)).toBe(true);
  expect(tidyCounts(now.counts)).toEqual(counted);
  const quota = await readQuota(bench.core, bench.merchant._id);
  expect(quota.granted).toBe(quota.free + quota.reserved + quota.charged);
}

describe("content blocked at one provider", () => {
  test("stays blocked where the merchant did not ask for more", async () => {
    await setting(false);
    const campaign = await sent();
    await blockOne();
    await driveFor(bench, [a, b], 5);
    expect(again()).toEqual([]);
    expect((await bench.campaign(campaign)).counts.failedBy).toMatchObject({ content_blocked: 1 });
  });

  test("goes once to another that takes the text, and sending ends anew", async () => {
    const campaign = await sent();
    const before = (await bench.campaign(campaign)).endedAt ?? 0;
    bench.clock.turn(60_000);
    await blockOne();
    expect(await state(campaign)).toBe("sending");
    await booksHold(campaign);
    await drive(bench, [a, b], ended(campaign));
    expect(again().length).toBe(1);
    expect((await bench.campaign(campaign)).endedAt).toBeGreaterThan(before + 59_000);
    await booksHold(campaign);

    await take(receipt(b, again()[0]?.messageId ?? "", "delivered"));
    const now = await bench.campaign(campaign);
    expect(now.counts).toMatchObject({ delivered: 1, failed: 0, segmentsSubmitted: 11 });
    expect(now.counts.byProvider).toMatchObject({ a: { sent: 5, failed: 1 }, b: { sent: 6 } });
  });

  test("goes to nobody a third time when the other blocks it too", async () => {
    const campaign = await sent();
    await blockOne();
    await drive(bench, [a, b], ended(campaign));
    await take(receipt(b, again()[0]?.messageId ?? "", "content_blocked", 9));
    await driveFor(bench, [a, b], 5);
    expect(a.accepted.length + b.accepted.length).toBe(11);
    expect(await stored(one().recipient)).toMatchObject({
      state: "failed",
      reason: "content_blocked",
      provider: "b",
    });
    await booksHold(campaign);
  });

  test("is retried when the provider refused it at once, before sending ends", async () => {
    a.script.push({ kind: "refuse_some", every: 5, reason: "content_blocked" });
    await sent();
    expect(a.refused.length).toBe(1);
    expect(b.accepted.map(({ recipient }) => recipient)).toContain(a.refused[0]);
    expect(b.accepted.length).toBe(6);
  });

  test("is settled, and charged, once: what was planned is what is charged and released", async () => {
    const campaign = await sent();
    await blockOne();
    await drive(bench, [a, b], ended(campaign));
    await take(...said(a, () => "delivered").slice(1), ...said(b, () => "delivered"));
    await runDueJobs(bench.core, jobHandlers);
    expect(await state(campaign)).toBe("settled");
    const quota = await readQuota(bench.core, bench.merchant._id);
    expect(quota).toMatchObject({ charged: 10, reserved: 0, free: 1_000_000 - 10 });
    await booksHold(campaign);
  });

  test("teaches what the first provider blocked, whatever came of it", async () => {
    const campaign = await sent();
    await blockOne();
    await drive(bench, [a, b], ended(campaign));
    await take(...said(a, () => "delivered").slice(1), ...said(b, () => "delivered"));
    await runDueJobs(bench.core, jobHandlers);
    const results = await bench.core.store.textResults.find({}, { sort: { _id: 1 } });
    expect(results.map(({ provider, blocked, total }) => [provider, blocked, total])).toEqual([
      ["a", 1, 5],
      ["b", 0, 6],
    ]);
  });
});

describe("nobody is tried elsewhere", () => {
  test("whose call once had no known outcome", async () => {
    a.script.push({ kind: "break_after" });
    const campaign = await sent();
    await take({ ...receipt(a, one().messageId, "content_blocked"), recipient: one().recipient });
    await driveFor(bench, [a, b], 5);
    expect(again()).toEqual([]);
    expect(await stored(one().recipient)).toMatchObject({ state: "failed", doubtful: true });
    await booksHold(campaign);
  });

  test("who opted out before the receipt came", async () => {
    await sent();
    await optOut();
    await blockOne();
    await driveFor(bench, [a, b], 5);
    expect(again()).toEqual([]);
  });

  test("who opted out between the receipt and the second try: they are blocked, as they were", async () => {
    const campaign = await sent();
    await blockOne();
    await optOut();
    await drive(bench, [a, b], ended(campaign));
    expect(again()).toEqual([]);
    expect(await stored(one().recipient)).toMatchObject({
      state: "failed",
      reason: "content_blocked",
      provider: "a",
    });
    await booksHold(campaign);
  });

  test("once the provisional summary is out", async () => {
    const campaign = await sent();
    bench.clock.turn(HOUR + 1);
    await runDueJobs(bench.core, jobHandlers);
    await blockOne();
    await driveFor(bench, [a, b], 5);
    expect(again()).toEqual([]);
    await booksHold(campaign);
  });

  test("outside the hours: they wait for the morning", async () => {
    bench.clock.turn(10 * HOUR - 10 * 60_000);
    await sent();
    bench.clock.turn(11 * 60_000);
    await blockOne();
    await driveFor(bench, [a, b], 5);
    expect(again()).toEqual([]);
    bench.clock.turn(12 * HOUR);
    await drive(bench, [a, b], async () => again().length === 1);
  });

  test("of a cancelled campaign; who waited for a second try is blocked, as they were", async () => {
    const campaign = await sent();
    await blockOne();
    const now = await bench.campaign(campaign);
    await cancelCampaign(bench.core, now, actorOf(bench.approver));
    await take(...said(a, () => "delivered").slice(1), ...said(b, () => "delivered"));
    await runDueJobs(bench.core, jobHandlers);
    expect(again()).toEqual([]);
    const settled = await bench.campaign(campaign);
    expect(settled.settlement.stage).toBe("settled");
    expect(settled.counts).toMatchObject({
      delivered: 9,
      failedBy: { content_blocked: 1 },
      pending: 0,
    });
    await booksHold(campaign);
  });

  test("where no other provider takes the text", async () => {
    const campaign = await bench.approved(numbers(10));
    await bench.core.store.campaigns.updateOne(
      { _id: campaign._id },
      { $set: { "plan.eligible": ["a"] } },
    );
    await drive(bench, [a, b], ended(campaign));
    await blockOne();
    await driveFor(bench, [a, b], 5);
    expect(again()).toEqual([]);
  });
});

describe("the first provider delivers after all", () => {
  const deliveredByA = () => take(receipt(a, one().messageId, "delivered", 2));

  test("before the second try: nobody is sent twice", async () => {
    const campaign = await sent();
    await blockOne();
    await deliveredByA();
    await drive(bench, [a, b], ended(campaign));
    expect(again()).toEqual([]);
    expect(await stored(one().recipient)).toMatchObject({ state: "delivered", provider: "a" });
    await booksHold(campaign);
  });

  test.each(["delivered", "unreachable"] as const)(
    "after the second try, which is %s: one delivery is counted and charged",
    async (second) => {
      const campaign = await sent();
      await blockOne();
      await drive(bench, [a, b], ended(campaign));
      const { messageId = "" } = again()[0] ?? {};
      const receipts = [
        receipt(a, one().messageId, "delivered", 2),
        receipt(b, messageId, second, 3),
      ];
      await take(...receipts);
      const { counts } = await bench.campaign(campaign);
      expect(counts).toMatchObject({ delivered: 1, failed: 0, segmentsDelivered: 1 });
      expect(counts.byProvider).toMatchObject({ a: { sent: 5, delivered: 1 }, b: { sent: 6 } });
      await booksHold(campaign);
      expect(await bench.core.store.receipts.count({ state: "waiting" })).toBe(0);
    },
  );

  test("the same whichever receipt comes first", async () => {
    const outcomes: unknown[] = [];
    for (const order of [0, 1]) {
      const campaign = await sent();
      await blockOne();
      await drive(bench, [a, b], ended(campaign));
      const { messageId = "" } = again()[0] ?? {};
      const receipts = [
        receipt(a, one().messageId, "delivered", 2),
        receipt(b, messageId, "delivered", 3),
      ];
      for (const next of order === 0 ? receipts : receipts.reverse()) await take(next);
      outcomes.push(tidyCounts((await bench.campaign(campaign)).counts));
      await bench.close();
      a = new ScriptedProvider("a", { batchSize: 5 });
      b = new ScriptedProvider("b", { batchSize: 5 });
      bench = await openCoreBench([a, b]);
      await setting(true);
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
  });
});

describe("a crash", () => {
  test("between making someone pending and going on sending is made good at the next start", async () => {
    const campaign = await sent();
    await blockOne();
    const { endedAt } = await bench.campaign(campaign);
    expect(endedAt).toBeNull();
    // As it stood before the campaign went on.
    await bench.core.store.campaigns.updateOne(
      { _id: campaign._id },
      {
        $set: {
          state: "awaiting_receipts",
          endedAt: bench.clock.now(),
          "settlement.stage": "counting",
        },
      },
    );
    await resume(bench.core);
    await take(...said(a, () => "delivered").slice(1), ...said(b, () => "delivered"));
    await runDueJobs(bench.core, jobHandlers);
    expect(await state(campaign)).toBe("sending");
    await drive(bench, [a, b], async () => again().length === 1);
    await booksHold(campaign);
  });
});

async function optOut(): Promise<void> {
  const { phone } = one().message as { phone: Phone };
  const { _id: merchantId } = bench.merchant;
  const source = "member" as const;
  await suppress(bench.core, [{ merchantId, phone, reason: "opted_out", source, detail: "" }]);
}

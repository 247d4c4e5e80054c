import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { runLane } from "../../src/delivery/lane.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { takeReplies } from "../../src/delivery/replies.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { isBalanced } from "../../src/settlement/counts.ts";
import { readQuota } from "../../src/settlement/quota.ts";
import { sweep } from "../../src/sweep.ts";
import type { SmscConfigInput } from "../emulators/smsc/config.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { OverSmpp, SENDER } from "./over-smpp.ts";

let over: OverSmpp;
let bench: CoreBench;
afterEach(async () => {
  await over.stop();
  await bench.close();
});

async function open(smsc: SmscConfigInput, account: Readonly<Record<string, unknown>> = {}) {
  over = await OverSmpp.start({ smsc, account });
  bench = await openCoreBench([over.provider]);
  over.onwards = {
    receipts: (receipts) => takeReceipts(bench.core, receipts),
    replies: (replies) => takeReplies(bench.core, replies),
  };
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => numberOf(n));
const digits = (n: number) => `86${numberOf(n)}`;

/** Drives the lane until the campaign is as asked. */
async function drive(campaign: Campaign, until: RegExp): Promise<void> {
  const stopping = new AbortController();
  const lane = runLane(bench.core, over.provider, stopping.signal);
  await expect
    .poll(
      async () => {
        await runDueJobs(bench.core, jobHandlers);
        bench.clock.turn(200);
        bench.core.lanes.ring();
        return (await bench.campaign(campaign)).state;
      },
      { interval: 5, timeout: 15_000 },
    )
    .toMatch(until);
  stopping.abort();
  bench.core.lanes.ring();
  await lane;
}

/** Sends a campaign to so many, and settles it when all receipts that there are have been taken. */
async function settle(count: number, text?: string): Promise<Campaign> {
  const campaign = await bench.approved(numbers(count), text);
  await drive(campaign, /^(?:awaiting_receipts|settled)$/u);
  await over.reported();
  await runDueJobs(bench.core, jobHandlers);
  bench.clock.turn(73 * 3_600_000);
  await runDueJobs(bench.core, jobHandlers);
  const settled = await bench.campaign(campaign);
  expect(settled.state).toBe("settled");
  expect(isBalanced(settled.counts)).toBe(true);
  const { charged, reserved } = await readQuota(bench.core, bench.merchant._id);
  expect({ charged, reserved }).toEqual({ charged: settled.counts.segmentsDelivered, reserved: 0 });
  return settled;
}

/** How many numbers the book has with this as the best that was ever said of them. */
function booked() {
  const { messages, receipts } = over.smsc.book.page();
  const said = Map.groupBy(receipts, ({ destination }) => destination);
  const best = messages.map(({ destination }) => {
    const stats = said.get(destination)?.map(({ stat }) => stat) ?? [];
    return stats.includes("DELIVRD") ? "delivered" : (stats[0] ?? "silent");
  });
  const count = (what: string) => best.filter((said) => said === what).length;
  return { delivered: count("delivered"), failed: count("UNDELIV"), silent: count("silent") };
}

describe("a campaign over SMPP", () => {
  test("is settled as the SMSC's book has it: receipts early, twice, contradicting, out of order, or never", async () => {
    const shares = { early: 0.2, duplicate: 0.2, contradict: 0.2, fail: 0.2, silent: 0.1 };
    await open({ shares, receiptSpreadMs: 30, answerMs: 2 }, { window: 20, ratePerSecond: 2_000 });
    const { counts } = await settle(300);
    const { delivered, failed, silent } = booked();
    expect(delivered * failed * silent).toBeGreaterThan(0);
    expect(counts).toMatchObject({
      delivered,
      failed: failed + silent,
      failedBy: { unreachable: failed, no_result: silent },
    });
    expect(over.smsc.book.page()).toMatchObject({ submits: 300, doubles: 0, violations: [] });
    expect(await bench.core.store.receipts.count({ state: "waiting" })).toBe(0);
  });

  test("answers that never came, and lines cut amid it: nobody gets two, and receipts still find their people", async () => {
    const shares = { loseAnswer: 0.05, cut: 0.02, early: 0.2, fail: 0.1 };
    await open({ shares, answerMs: 2 }, { responseMs: 500, ratePerSecond: 2_000 });
    const { counts } = await settle(200);
    const { messages, doubles } = over.smsc.book.page();
    expect(over.smsc.connections).toBeGreaterThan(1);
    expect(doubles).toBe(0);
    expect(new Set(messages.map(({ destination }) => destination)).size).toBe(messages.length);
    const { delivered, failed } = booked();
    // Whom a cut kept from the SMSC is in no book.
    const never = 200 - messages.length;
    expect(counts).toMatchObject({ delivered, failed: failed + never });
    expect(await bench.core.store.receipts.count({ state: "waiting" })).toBe(0);
  });

  test("throttled all the way, it takes longer and loses nobody", async () => {
    await open({ perSecond: 60 }, { ratePerSecond: 300, callMs: 500 });
    const { counts } = await settle(120);
    expect(counts).toMatchObject({ delivered: 120, failed: 0 });
    expect(over.smsc.book.page()).toMatchObject({ submits: 120, doubles: 0 });
  });

  test("with a wrong password pauses, and says what to look at; nobody is failed", async () => {
    await open({ password: "other" });
    const campaign = await bench.approved(numbers(20));
    await drive(campaign, /^paused$/u);
    const { pause, counts } = await bench.campaign(campaign);
    expect(pause).toMatchObject({
      kind: "account",
      message: expect.stringContaining("look at systemId and password"),
    });
    expect(counts).toMatchObject({ pending: 20, failed: 0 });
  });

  test("a reply that says 退订 suppresses the number for its merchant", async () => {
    await open({});
    await settle(3);
    await over.smsc.reply(digits(1), SENDER, "退订");
    expect(await bench.core.store.suppressions.find({})).toMatchObject([
      { phone: `+${digits(1)}`, reason: "opted_out", source: "reply" },
    ]);
  });
});

describe("a text of several parts", () => {
  const LONG = "会员日全场八折，欢迎到店选购。".repeat(10);

  test("is delivered when all of them are, failed when one is, and without a result when one is silent", async () => {
    await open({
      fates: [
        { endsWith: "1", stat: "UNDELIV", err: "001", part: 2 },
        { endsWith: "2", stat: "UNDELIV", err: "001" },
      ],
      shares: { early: 0.3, duplicate: 0.3 },
      receiptSpreadMs: 20,
    });
    over.smsc.script = ({ message, part }) =>
      message.destination.endsWith("3") && part === 3 ? { receipts: [] } : undefined;
    const { counts } = await settle(40, LONG);
    expect(counts).toMatchObject({
      delivered: 28,
      failed: 12,
      failedBy: { unreachable: 8, no_result: 4 },
      segmentsDelivered: 28 * 3,
    });
    expect(over.smsc.book.page()).toMatchObject({ submits: 120, incomplete: 0, doubles: 0 });
  });

  test("of which a part is refused fails, though the others were delivered", async () => {
    await open({});
    over.smsc.script = ({ message, part }) =>
      message.destination.endsWith("1") && part === 3 ? { status: 0x0b } : undefined;
    const { counts } = await settle(4, LONG);
    expect(counts).toMatchObject({ delivered: 3, failed: 1, failedBy: { unreachable: 1 } });
  });

  test("of which an answer was lost is never sent again, and is not delivered by what only its other parts say", async () => {
    await open({}, { responseMs: 400 });
    over.smsc.script = ({ message, part }) =>
      message.destination.endsWith("1") && part === 2 ? { answer: "never" } : undefined;
    const { counts } = await settle(4, LONG);
    expect(counts).toMatchObject({ delivered: 3, failed: 1, failedBy: { no_result: 1 } });
    expect(over.smsc.book.page()).toMatchObject({ submits: 12, doubles: 0 });
  });
});

describe("a receipt on a message whose answer was lost finds its person by number", () => {
  beforeEach(() => open({ receipts: "none" }, { responseMs: 400 }));

  const receipt = (id: string, n: number, stat = "DELIVRD") => ({
    serviceType: "",
    sourceTon: 1,
    sourceNpi: 1,
    source: digits(n),
    destinationTon: 0,
    destinationNpi: 1,
    destination: SENDER,
    esmClass: 0x04,
    registeredDelivery: 0,
    dataCoding: 0,
    message: Buffer.from(`id:${id} stat:${stat} err:000`),
    tlvs: new Map(),
  });
  const state = async (n: number) =>
    (await bench.core.store.recipients.find({ phone: `+${digits(n)}` })).map((one) => one.state);

  /** Sends to two, the first of whom is never answered. */
  async function sendTwo(text?: string) {
    over.smsc.script = ({ message }) =>
      message.destination === digits(0) ? { answer: "never" } : undefined;
    const campaign = await bench.approved(numbers(2), text);
    await drive(campaign, /^awaiting_receipts$/u);
    return campaign;
  }

  test("and what is said later of the same message finds it by its id", async () => {
    await sendTwo();
    await over.smsc.deliver(receipt("x1", 0, "UNDELIV"));
    expect(await state(0)).toEqual(["failed"]);
    await over.smsc.deliver(receipt("x1", 0));
    expect(await state(0)).toEqual(["delivered"]);
  });

  test("never someone whose answer came: that receipt names another message", async () => {
    await sendTwo();
    await over.smsc.deliver(receipt("x1", 1));
    expect(await state(1)).toEqual(["submitted"]);
    expect(await bench.core.store.receipts.count({ state: "waiting" })).toBe(1);
  });

  test("and one that found nobody is forgotten after thirty days, the number in it with it", async () => {
    await over.bound();
    await over.smsc.deliver(receipt("x1", 5));
    bench.clock.turn(29 * 24 * 3_600_000);
    await sweep(bench.core);
    expect(await bench.core.store.receipts.find({})).toMatchObject([{ phone: `+${digits(5)}` }]);
    bench.clock.turn(2 * 24 * 3_600_000);
    await sweep(bench.core);
    expect(await bench.core.store.receipts.find({})).toEqual([]);
  });

  test("nor while an answer may still come: it waits, and is applied when the call has broken off", async () => {
    over.smsc.script = () => ({ answer: "never" });
    const campaign = await bench.approved(numbers(1));
    const driven = drive(campaign, /^settled$/u);
    await over.smsc.until(() => over.smsc.book.messages.length === 1);
    await over.smsc.deliver(receipt("x1", 0));
    expect(await state(0)).toEqual(["submitting"]);
    await driven;
    expect(await state(0)).toEqual(["delivered"]);
  });

  test("nor where two texts to that number have no outcome: which of them it is, nobody knows", async () => {
    await sendTwo();
    await bench.core.store.merchants.updateOne(
      { _id: bench.merchant._id },
      { $set: { "settings.perDay": 2 } },
    );
    bench.clock.turn(25 * 3_600_000);
    await sendTwo("另一条短信，欢迎到店选购");
    await over.smsc.deliver(receipt("x1", 0));
    expect(await state(0)).toEqual(["submitting", "submitting"]);
  });

  test("nor where the text had several parts: one of them says nothing of the others", async () => {
    await sendTwo("会员日全场八折，欢迎到店选购。".repeat(10));
    await over.smsc.deliver(receipt("x1", 0));
    expect(await state(0)).toEqual(["submitting"]);
  });
});

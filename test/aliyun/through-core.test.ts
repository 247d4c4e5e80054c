import { afterEach, beforeEach, expect, test } from "vitest";
import type { Receipt } from "../../src/delivery/provider.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { recoverLane } from "../../src/delivery/recover-lane.ts";
import { takeReplies } from "../../src/delivery/replies.ts";
import { submitBatch } from "../../src/delivery/submit-batch.ts";
import { gather } from "../../src/gather.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { outstanding } from "../../src/settlement/counts.ts";
import { recount } from "../../src/settlement/settle.ts";
import { refusal } from "../emulators/aliyun/fault.ts";
import { failed } from "../emulators/aliyun/script.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { driveOverSockets } from "../support/drive.ts";
import { SECRET, SentThrough } from "./sent-through.ts";

let through: SentThrough;
let bench: CoreBench;
beforeEach(async () => {
  through = await new SentThrough().start({ ratePerSecond: 1000, batchSize: 4 });
  bench = await openCoreBench([through.provider]);
  // The bench's clock stands in November 2026; what Aliyun accepts is of that day.
  through.aliyun.age = Date.now() - bench.clock.now();
  through.onwards = {
    receipts: gather<Receipt>(500, (receipts) => takeReceipts(bench.core, receipts)),
    replies: (replies) => takeReplies(bench.core, replies),
  };
});
afterEach(async () => {
  await through.stop();
  await bench.close();
});

const TEXT = "会员日全场八折，欢迎到店选购，拒收请回复R";
const numbers = Array.from({ length: 12 }, (_, n) => numberOf(n));
const to = (n: number) => numbers[n] ?? "";

/** Drives the lane until the campaign is where it is to be. */
async function sendAll(until = /^(?:awaiting_receipts|settled)$/u) {
  const campaign = await bench.approved(numbers, TEXT);
  await driveOverSockets(bench, through.provider, campaign, until);
  await through.aliyun.reported();
  return campaign;
}

test("a campaign is settled whatever became of each text, and the counts are Aliyun's own", async () => {
  through.aliyun.pushes.twice = true;
  through.aliyun.script(to(0), { early: true });
  through.aliyun.script(to(1), { reports: [failed("MOBILE_NOT_ON_SERVICE")] });
  through.aliyun.script(to(2), { reports: [failed("CONTENT_KEYWORD")] });
  through.aliyun.script(to(3), { refuse: { fault: refusal("isv.CUSTOMER_REFUSED") } });
  through.aliyun.script(to(5), { answer: "breaks" });
  through.aliyun.script(to(6), { push: false });
  through.aliyun.script(to(7), {
    reports: [failed("SP_UNKNOWN_ERROR"), { success: true, code: "DELIVERED" }],
  });
  const campaign = await sendAll();
  const counted = await recount(bench.core, await bench.campaign(campaign));
  expect(counted).toMatchObject({ delivered: 8, failed: 3 });
  expect(outstanding(counted)).toBe(1);

  // An hour later: what the push missed is asked for.
  bench.clock.turn(3_600_000);
  await runDueJobs(bench.core, jobHandlers);
  const settled = await bench.campaign(campaign);
  expect(settled.state).toBe("settled");
  expect(settled.counts).toMatchObject({
    delivered: 9,
    failed: 3,
    failedBy: { unreachable: 1, content_blocked: 1, opted_out: 1 },
  });
  const { book } = through.aliyun;
  expect(book.filter(({ report }) => report?.success).length).toBe(9);
  expect(book.map(({ number }) => number).toSorted()).toEqual(
    numbers.filter((_, n) => n !== 3).toSorted(),
  );
});

/** Sends to twelve whose pushes are all lost, where three are asked about in one go; the later ones have a result. */
async function sendUnheard() {
  await through.stop();
  const onwards = through.onwards;
  through = await new SentThrough().start({ ratePerSecond: 1000, batchSize: 4, pullMost: 3 });
  through.onwards = onwards;
  await bench.close();
  bench = await openCoreBench([through.provider]);
  through.aliyun.age = Date.now() - bench.clock.now();
  for (const number of numbers) through.aliyun.script(number, { push: false });
  return sendAll();
}

test("the summary after an hour waits for the first numbers asked about alone, and everyone is asked about", async () => {
  const campaign = await sendUnheard();
  bench.clock.turn(3_600_000);
  await runDueJobs(bench.core, jobHandlers);
  const settled = await bench.campaign(campaign);
  expect(settled.settlement.provisional).toMatchObject({ delivered: 3, submitted: 9 });
  expect(settled.state).toBe("settled");
  expect(settled.counts).toMatchObject({ delivered: 12, failed: 0 });
  const asked = through.aliyun.queries.length;
  expect(asked).toBe(12);
});

test("the books are closed only when everyone was asked about who is still out", async () => {
  const campaign = await sendUnheard();
  // An hour in, Aliyun can't be reached.
  through.aliyun.throttledQueries = 1_000;
  bench.clock.turn(3_600_000);
  await runDueJobs(bench.core, jobHandlers);
  expect((await bench.campaign(campaign)).settlement.provisional).toMatchObject({ submitted: 12 });
  through.aliyun.throttledQueries = 0;
  bench.clock.turn(71 * 3_600_000);
  await runDueJobs(bench.core, jobHandlers);
  const settled = await bench.campaign(campaign);
  expect(settled.state).toBe("settled");
  expect(settled.counts).toMatchObject({ delivered: 12, failed: 0, failedBy: {} });
});

test("balance that runs out leaves those left pending, and the campaign paused", async () => {
  through.aliyun.script(to(9), { refuse: { fault: refusal("isv.AMOUNT_NOT_ENOUGH") } });
  const campaign = await sendAll(/^paused$/u);
  const { counts, pause } = await bench.campaign(campaign);
  expect(pause).toMatchObject({ kind: "account", message: expect.stringContaining("balance") });
  const { length: accepted } = through.aliyun.book;
  expect(counts).toMatchObject({ failed: 0, pending: numbers.length - accepted });
});

test("what a crash left is looked up, and its receipts find it", async () => {
  const campaign = await bench.approved(numbers.slice(0, 3), TEXT);
  await runDueJobs(bench.core, jobHandlers);
  const { core, merchant } = bench;
  // The process ends between Aliyun's answer and the storing of it.
  const dying = {
    ...through.provider,
    submit: async (...args: Parameters<typeof through.provider.submit>) => {
      await through.provider.submit(...args);
      throw new Error("killed");
    },
  };
  for (let n = 0; n < 3; n += 1) through.aliyun.script(to(n), { push: false });
  const sending = await bench.campaign(campaign);
  await submitBatch(core, dying, sending, merchant, 10, new AbortController().signal);
  await core.store.recipients.updateMany(
    { campaignId: campaign._id, state: "submitting" },
    { $set: { uncertain: false } },
  );
  await recoverLane(core, through.provider);
  const found = await core.store.recipients.find({ campaignId: campaign._id });
  expect(found.map(({ state }) => state)).toEqual(Array(3).fill("submitted"));
  await through.aliyun.reported();
  await through.aliyun.push(through.aliyun.book);
  expect((await bench.campaign(campaign)).counts).toMatchObject({ delivered: 3 });
});

test("a reply with the prescribed letter suppresses the number", async () => {
  await sendAll();
  const row = {
    phone_number: to(0),
    content: "R",
    send_time: "2026-11-23 10:00:05",
    sequence_id: 7,
  };
  await through.post(`${SECRET}/replies`, JSON.stringify([row]));
  const suppressed = await bench.core.store.suppressions.find({});
  expect(suppressed).toMatchObject([{ phone: `+86${to(0)}`, reason: "opted_out" }]);
});

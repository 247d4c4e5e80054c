import { afterEach, beforeEach, expect, test } from "vitest";
import type { Clock } from "../../src/clock.ts";
import type { Receipt } from "../../src/delivery/provider.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { takeReplies } from "../../src/delivery/replies.ts";
import { gather } from "../../src/gather.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { outstanding } from "../../src/settlement/counts.ts";
import { recount } from "../../src/settlement/settle.ts";
import { failed } from "../emulators/tencent/script.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { driveOverSockets } from "../support/drive.ts";
import { SECRET, SentThrough } from "./sent-through.ts";

let through: SentThrough;
let bench: CoreBench;
beforeEach(async () => {
  // One clock for the core and the provider; what Tencent accepts is of that day.
  const clock: Clock = {
    now: () => bench.clock.now(),
    sleep: (ms, signal) => bench.clock.sleep(ms, signal),
  };
  const config = { ratePerSecond: 1000, batchSize: 4 };
  through = await new SentThrough().start(config, undefined, clock);
  bench = await openCoreBench([through.provider]);
  through.tencent.age = Date.now() - bench.clock.now();
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
const to = (n: number) => `+86${numbers[n]}`;

/** Drives the lane until the campaign is where it is to be. */
async function sendAll(until = /^(?:awaiting_receipts|settled)$/u) {
  const campaign = await bench.approved(numbers, TEXT);
  await driveOverSockets(bench, through.provider, campaign, until);
  await through.tencent.reported();
  return campaign;
}

test("a campaign is settled whatever became of each text, and the counts are Tencent's own", async () => {
  through.tencent.callbacks.twice = true;
  through.tencent.script(to(0), { early: true });
  through.tencent.script(to(1), { reports: [failed("MK:0001")] });
  through.tencent.script(to(2), { reports: [failed("-106")] });
  through.tencent.script(to(3), {
    refuse: { code: "FailedOperation.PhoneNumberInBlacklist" },
  });
  through.tencent.script(to(4), { refuse: { code: "RequestLimitExceeded", times: 1 } });
  through.tencent.script(to(6), { callback: false });
  through.tencent.script(to(7), {
    reports: [failed("REJECTD"), { success: true, code: "DELIVRD" }],
  });
  const campaign = await sendAll();
  const counted = await recount(bench.core, await bench.campaign(campaign));
  expect(counted).toMatchObject({ delivered: 8, failed: 3 });
  expect(outstanding(counted)).toBe(1);

  // An hour later: what the callback missed is asked for.
  bench.clock.turn(3_600_000);
  through.tencent.age = Date.now() - bench.clock.now();
  await runDueJobs(bench.core, jobHandlers);
  const settled = await bench.campaign(campaign);
  expect(settled.state).toBe("settled");
  expect(settled.counts).toMatchObject({
    delivered: 9,
    failed: 3,
    failedBy: { unreachable: 1, content_blocked: 1, blacklisted: 1 },
  });
  const { book } = through.tencent;
  expect(book.filter(({ report }) => report?.success).length).toBe(9);
  expect(book.map(({ phone }) => phone).toSorted()).toEqual(
    numbers.flatMap((_, n) => (n === 3 ? [] : [to(n)])).toSorted(),
  );
});

test("a package that is used up leaves those left pending, and the campaign paused", async () => {
  const code = "FailedOperation.InsufficientBalanceInSmsPackage";
  through.tencent.script(to(9), { refuse: { code } });
  const campaign = await sendAll(/^paused$/u);
  const { counts, pause } = await bench.campaign(campaign);
  expect(pause).toMatchObject({ kind: "account", message: expect.stringContaining("used up") });
  const { length: accepted } = through.tencent.book;
  expect(counts).toMatchObject({ failed: 0, pending: numbers.length - accepted });
});

test("a reply with the prescribed letter suppresses the number", async () => {
  await sendAll();
  const row = { mobile: numbers[0], nationcode: "86", text: "R", time: 1457336869, sign: "小店" };
  await through.post(`${SECRET}/replies`, JSON.stringify(row));
  const suppressed = await bench.core.store.suppressions.find({});
  expect(suppressed).toMatchObject([{ phone: to(0), reason: "opted_out" }]);
});

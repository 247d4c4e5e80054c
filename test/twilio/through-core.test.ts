import { afterEach, beforeEach, expect, test } from "vitest";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { takeReplies } from "../../src/delivery/replies.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { ApiFault } from "../emulators/twilio/fault.ts";
import { undelivered } from "../emulators/twilio/script.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { driveOverSockets } from "../support/drive.ts";
import { PUBLIC, SentThrough } from "./sent-through.ts";

let through: SentThrough;
let bench: CoreBench;
beforeEach(async () => {
  through = await new SentThrough().start({ ratePerSecond: 1000 });
  bench = await openCoreBench([through.provider]);
  through.onwards = {
    receipts: (receipts) => takeReceipts(bench.core, receipts),
    replies: (replies) => takeReplies(bench.core, replies),
  };
});
afterEach(async () => {
  await through.stop();
  await bench.close();
});

const numbers = Array.from({ length: 12 }, (_, n) => numberOf(n));
const to = (n: number) => `+86${numbers[n]}`;

/** Approves a campaign to all numbers and drives the lane until everyone was handed over. */
async function sendAll(until = /^(?:awaiting_receipts|settled)$/u) {
  const campaign = await bench.approved(numbers);
  await driveOverSockets(bench, through.provider, campaign, until);
  await through.twilio.reported();
  return campaign;
}

test("a campaign is settled whatever became of each text, and nobody got two", async () => {
  through.twilio.script(to(1), { early: true });
  through.twilio.script(to(2), { answer: "breaks" });
  through.twilio.script(to(3), { answer: "garbled", early: true });
  through.twilio.script(to(4), { steps: undelivered(30003) });
  through.twilio.script(to(5), {
    refuse: { fault: new ApiFault(400, 21610, "Attempt to send to unsubscribed recipient") },
  });
  through.twilio.script(to(6), { steps: undelivered(30007) });
  through.twilio.script(to(7), { callbacks: false });
  through.twilio.script(to(8), {
    refuse: { fault: new ApiFault(429, 20429, "Too Many Requests"), times: 1 },
  });
  const campaign = await sendAll();
  expect((await bench.campaign(campaign)).counts).toMatchObject({ delivered: 8, failed: 3 });

  await through.provider.reconcile?.(0);
  await runDueJobs(bench.core, jobHandlers);
  const settled = await bench.campaign(campaign);
  expect(settled.state).toBe("settled");
  expect(settled.counts).toMatchObject({
    delivered: 9,
    failed: 3,
    failedBy: { unreachable: 1, opted_out: 1, content_blocked: 1 },
  });
  const sent = through.twilio.book.map(({ to: number }) => number);
  expect(sent.toSorted()).toEqual(numbers.flatMap((_, n) => (n === 5 ? [] : [to(n)])).toSorted());
});

test("an account refused amid a call leaves those left pending, and the campaign paused", async () => {
  let calls = 0;
  through.twilio.onCreate = () => {
    calls += 1;
    if (calls === 5) through.twilio.down = new ApiFault(403, 30002, "Account suspended");
  };
  const campaign = await sendAll(/^paused$/u);
  const { counts, pause } = await bench.campaign(campaign);
  expect(pause).toMatchObject({ kind: "account" });
  const { length: accepted } = through.twilio.book;
  expect(accepted).toBeGreaterThan(0);
  expect(counts).toMatchObject({ failed: 0, pending: numbers.length - accepted });
});

test("a reply by a keyword of the operator's own suppresses the number", async () => {
  await sendAll();
  const reply = { from: to(0), body: "Arrêt", optOutType: "STOP" };
  await through.twilio.reply(`${PUBLIC}/providers/tw/inbound`, reply, `SM${"b".repeat(32)}`);
  const suppressed = await bench.core.store.suppressions.find({});
  expect(suppressed).toMatchObject([{ phone: to(0), reason: "opted_out" }]);
});

import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { pauseCampaign, resumeCampaign } from "../../src/campaign/lifecycle.ts";
import { runLane } from "../../src/delivery/lane.ts";
import { Pace } from "../../src/delivery/pace.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { Wake } from "../../src/wake.ts";
import { actorOf, type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { drive } from "../support/drive.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";
import { TurnedClock } from "../support/turned-clock.ts";

/** Takes all that may go, at every moment at which something may, for `ms`. Returns what went when. */
function takeAll(
  pace: Pace,
  clock: TurnedClock,
  ms: number,
  batch = 1_000,
): { at: number; n: number }[] {
  const gone: { at: number; n: number }[] = [];
  const end = clock.now() + ms;
  while (clock.now() < end) {
    const n = pace.available(batch);
    pace.take(n);
    if (n > 0) gone.push({ at: clock.now(), n });
    clock.turn(Math.max(1, pace.wait()));
  }
  return gone;
}

const sum = (gone: readonly { n: number }[]) => gone.reduce((total, { n }) => total + n, 0);

describe("a lane's pace", () => {
  test.each([0.2, 1, 7, 30, 500])("is all of %d a second, and not one more", (rate) => {
    const clock = new TurnedClock();
    const gone = takeAll(new Pace(clock, rate), clock, 60_000);
    expect(sum(gone)).toBeGreaterThanOrEqual(rate * 60 * 0.95);
    expect(sum(gone)).toBeLessThanOrEqual(Math.ceil(rate * 60) + Math.max(1, rate));
  });

  test("never exceeds what is configured in any second, whatever is taken when and however often it is throttled", () => {
    const step = fc.record({ ms: fc.nat(1_500), wanted: fc.nat(60), throttled: fc.boolean() });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(step, { maxLength: 80 }),
        (rate, steps) => {
          const clock = new TurnedClock();
          const pace = new Pace(clock, rate);
          const gone: { at: number; n: number }[] = [];
          for (const { ms, wanted, throttled } of steps) {
            clock.turn(ms);
            if (throttled) pace.throttled();
            const n = pace.available(wanted);
            expect(n).toBeLessThanOrEqual(wanted);
            pace.take(n);
            gone.push({ at: clock.now(), n });
            const second = gone.filter(({ at }) => at > clock.now() - 1_000);
            expect(sum(second)).toBeLessThanOrEqual(rate);
            expect(pace.rate()).toBeLessThanOrEqual(rate);
          }
        },
      ),
    );
  });

  test("is halved by a throttle, and comes back evenly", () => {
    const clock = new TurnedClock();
    const pace = new Pace(clock, 100);
    pace.throttled();
    expect(pace.rate()).toBe(50);
    const rates = Array.from({ length: 7 }, () => {
      clock.turn(5_000);
      return Math.round(pace.rate());
    });
    expect(rates).toEqual([58, 67, 75, 83, 92, 100, 100]);
  });

  test("never stops altogether, however often it is throttled", () => {
    const clock = new TurnedClock();
    const pace = new Pace(clock, 100);
    for (let i = 0; i < 50; i += 1) pace.throttled();
    expect(pace.rate()).toBeGreaterThan(3);
    expect(sum(takeAll(pace, clock, 1_000))).toBeGreaterThanOrEqual(3);
  });
});

describe("a lane that is throttled", () => {
  let bench: CoreBench;
  afterEach(() => bench.close());

  test("sends on at half its pace, loses nobody, and regains it", async () => {
    const a = new ScriptedProvider("a", { batchSize: 10, ratePerSecond: 20 });
    a.script.push({ kind: "refuse_call", code: "throttled" });
    bench = await openCoreBench([a]);
    const campaign = await bench.approved(Array.from({ length: 600 }, (_, i) => numberOf(i)));
    const start = bench.clock.now();
    const slowly = { round: 10 };
    await drive(bench, [a], async () => a.accepted.length >= 100, slowly);
    // At the whole pace a hundred take four seconds: the first twenty go at once.
    expect(bench.clock.now() - start).toBeGreaterThan(6_000);
    const left = async () => (await bench.campaign(campaign)).counts.pending;
    await drive(bench, [a], async () => (await left()) === 0, slowly);
    expect(a.accepted.length).toBe(600);
    expect(bench.clock.now() - start).toBeLessThan(50_000);
  });
});

describe("pausing and resuming a large campaign", () => {
  const PEOPLE = 5_000;
  let bench: CoreBench;
  const stopping = new AbortController();
  afterEach(() => bench.close());

  test("takes effect within a second, here and on another instance, and sends nobody twice", async () => {
    const a = new ScriptedProvider("a", { batchSize: 50 });
    bench = await openCoreBench([a]);
    await bench.core.store.merchants.updateOne(
      { _id: bench.merchant._id },
      { $set: { "settings.canaryAbove": PEOPLE } },
    );
    const draft = await bench.approved(Array.from({ length: PEOPLE }, (_, i) => numberOf(i)));
    await runDueJobs(bench.core, jobHandlers);
    // The lane runs on an instance of its own: nobody rings there.
    const lane = runLane({ ...bench.core, lanes: new Wake() }, a, stopping.signal);
    const by = actorOf(bench.approver);
    for (const mark of [500, 1_500, 2_500]) {
      await until(() => a.accepted.length >= mark);
      const paused = await pauseCampaign(bench.core, draft, by);
      expect(paused?.state).toBe("paused");
      // Whatever had been claimed before is in the call that is under way; no other begins.
      const calls = a.calls.length;
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(a.calls.length).toBeLessThanOrEqual(calls + 1);
      const stood = a.accepted.length;
      const asked = performance.now();
      await resumeCampaign(bench.core, draft, by);
      await until(() => a.accepted.length > stood);
      expect(performance.now() - asked).toBeLessThan(1_500);
    }
    await until(() => a.accepted.length === PEOPLE);
    stopping.abort();
    await lane;
    expect(new Set(a.accepted.map(({ recipient }) => recipient)).size).toBe(PEOPLE);
  });
});

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error("it never came to pass");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

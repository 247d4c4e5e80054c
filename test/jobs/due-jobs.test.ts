import { afterEach, describe, expect, test } from "vitest";
import type { CampaignId } from "../../src/ids.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import {
  JOB_KINDS,
  type JobHandlers,
  PATIENT_KINDS,
  PROMPT_KINDS,
  runDueJobs,
  scheduleJob,
} from "../../src/jobs/jobs.ts";
import { Wake } from "../../src/wake.ts";
import { type CoreBench, openCoreBench } from "../support/core-bench.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

let bench: CoreBench;
afterEach(() => bench?.close());

const CAMPAIGN = "c" as CampaignId;
const LEASE = 15_000;

/** Handlers of which one waits until it is let go. */
function holding(kind: keyof JobHandlers) {
  let go: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  let runs = 0;
  const handlers: JobHandlers = {
    ...jobHandlers,
    [kind]: () => {
      runs += 1;
      return held;
    },
  };
  return { handlers, go, runs: () => runs };
}

/** Lets the store and promises get on. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 30));

describe("timed work", () => {
  test("is of one sort or the other", () => {
    expect([...PROMPT_KINDS, ...PATIENT_KINDS].toSorted()).toEqual(JOB_KINDS.toSorted());
  });

  test("that someone waits for is not held up by a settlement that takes its time", async () => {
    bench = await openCoreBench([new ScriptedProvider("a")]);
    const campaign = await bench.approved(["+8613800138000"]);
    await scheduleJob(bench.core, "provisional", CAMPAIGN, bench.clock.now());
    const { handlers, go, runs } = holding("provisional");
    const settling = runDueJobs(bench.core, handlers, PATIENT_KINDS);
    await expect.poll(runs).toBe(1);
    await runDueJobs(bench.core, handlers, PROMPT_KINDS);
    expect((await bench.campaign(campaign)).state).toBe("sending");
    go();
    await settling;
  });

  test("is nobody else's while it runs, however long", async () => {
    bench = await openCoreBench([new ScriptedProvider("a")]);
    await scheduleJob(bench.core, "provisional", CAMPAIGN, bench.clock.now());
    const { handlers, go, runs } = holding("provisional");
    const settling = runDueJobs(bench.core, handlers);
    await expect.poll(runs).toBe(1);
    const other = { ...bench.core, instance: "other" };
    for (let leases = 0; leases < 12; leases += 1) {
      bench.clock.turn(LEASE);
      await settle();
      await runDueJobs(other, handlers);
    }
    expect(runs()).toBe(1);
    go();
    await settling;
    expect(await bench.core.store.jobs.findOne({ kind: "provisional" })).toMatchObject({
      done: true,
    });
  });
});

describe("a bell that several sleep on", () => {
  test("is heard by each, by those who were busy as well", async () => {
    const wake = new Wake();
    const { signal } = new AbortController();
    const [asleep, busy] = [wake.ear(), wake.ear()];
    const sleeping = asleep.wait(60_000, signal);
    wake.ring();
    await sleeping;
    await busy.wait(60_000, signal);
  });

  test("wakes once for one ring", async () => {
    const wake = new Wake();
    const { signal } = new AbortController();
    const ear = wake.ear();
    wake.ring();
    await ear.wait(60_000, signal);
    let woken = false;
    const again = ear.wait(60_000, signal).then(() => {
      woken = true;
    });
    await settle();
    expect(woken).toBe(false);
    wake.ring();
    await again;
  });
});

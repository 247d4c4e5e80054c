import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CampaignId } from "../../src/ids.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import {
  JOB_KINDS,
  type JobHandlers,
  type JobProgress,
  PATIENT_KINDS,
  PROMPT_KINDS,
  rearmJob,
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
  const held = new Promise<undefined>((resolve) => {
    go = () => resolve(undefined);
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

describe("a job in pieces", () => {
  const OTHER = "d" as CampaignId;
  let pieces: string[];

  /** Settles the first campaign in three pieces, everything else at once. */
  const handlers: JobHandlers = {
    ...jobHandlers,
    final: async (_, { campaignId, progress }) => {
      pieces.push(campaignId + (progress?.piece ?? "1"));
      if (campaignId === OTHER || progress?.piece === "3") return undefined;
      bench.clock.turn(1_000);
      return { piece: progress?.piece === "2" ? "3" : "2" };
    },
  };

  beforeEach(async () => {
    pieces = [];
    bench = await openCoreBench([new ScriptedProvider("a")]);
    await scheduleJob(bench.core, "final", CAMPAIGN, bench.clock.now());
  });

  test("goes on from where it stopped, after others that are due", async () => {
    await scheduleJob(bench.core, "final", OTHER, bench.clock.now() + 1);
    await runDueJobs(bench.core, handlers);
    expect(pieces).toEqual(["c1", "d1", "c2", "c3"]);
    expect(await bench.core.store.jobs.findOne({ campaignId: CAMPAIGN })).toMatchObject({
      done: true,
      progress: null,
    });
  });

  test("is left where it stands when everything stops, and taken up there", async () => {
    const stopping = new AbortController();
    const stops: JobHandlers = {
      ...handlers,
      final: (core, job) => {
        stopping.abort();
        return handlers.final(core, job);
      },
    };
    await runDueJobs(bench.core, stops, JOB_KINDS, stopping.signal);
    expect(pieces).toEqual(["c1"]);
    await runDueJobs(bench.core, handlers);
    expect(pieces).toEqual(["c1", "c2", "c3"]);
  });

  test("does a piece again that failed, and begins anew when it is asked for anew", async () => {
    let failures = 1;
    const fails: JobHandlers = {
      ...handlers,
      final: async (core, job): Promise<JobProgress | undefined> => {
        if (job.progress?.piece === "2" && failures > 0) {
          failures -= 1;
          pieces.push("failed");
          throw new Error("scripted");
        }
        return handlers.final(core, job);
      },
    };
    await runDueJobs(bench.core, fails);
    bench.clock.turn(60_000);
    await runDueJobs(bench.core, fails);
    expect(pieces).toEqual(["c1", "failed", "c2", "c3"]);
    await rearmJob(bench.core, "final", CAMPAIGN);
    await runDueJobs(bench.core, fails);
    expect(pieces.slice(4)).toEqual(["c1", "c2", "c3"]);
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

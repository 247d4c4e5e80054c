import { afterEach, describe, expect, test } from "vitest";
import { runLane } from "../../src/delivery/lane.ts";
import type { Provider, Receipt } from "../../src/delivery/provider.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { isBalanced, tidyCounts } from "../../src/settlement/counts.ts";
import { readQuota } from "../../src/settlement/quota.ts";
import { recount } from "../../src/settlement/settle.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

let bench: CoreBench;
afterEach(() => bench.close());

const numbers = (n: number) => Array.from({ length: n }, (_, i) => numberOf(i));

/** Drives lanes and jobs until nothing moves any more. */
async function drive(providers: readonly Provider[], until: () => Promise<boolean>): Promise<void> {
  const stopping = new AbortController();
  const lanes = providers.map((provider) => runLane(bench.core, provider, stopping.signal));
  const deadline = Date.now() + 10_000;
  while (!(await until())) {
    if (Date.now() > deadline) throw new Error("it never came to an end");
    await runDueJobs(bench.core, jobHandlers);
    bench.clock.turn(500);
    bench.core.lanes.ring();
    await new Promise((resolve) => setImmediate(resolve));
  }
  stopping.abort();
  bench.core.lanes.ring();
  await Promise.all(lanes);
}

const delivered = (provider: ScriptedProvider, i = 0): Receipt[] =>
  provider.accepted.slice(i).map(({ messageId }) => ({
    provider: provider.id,
    messageId,
    outcome: { kind: "delivered" },
    code: "DELIVRD",
    detail: "",
    at: 1,
  }));

describe("a campaign that is approved", () => {
  test("reaches everyone once, through every provider, and is settled when all receipts are in", async () => {
    const a = new ScriptedProvider("a");
    const b = new ScriptedProvider("b", { weight: 2 });
    bench = await openCoreBench([a, b]);
    const campaign = await bench.approved(numbers(90));
    await drive([a, b], async () => (await bench.campaign(campaign)).state === "awaiting_receipts");
    const sent = [...a.accepted, ...b.accepted].map(({ recipient }) => recipient);
    expect(new Set(sent).size).toBe(90);
    expect(sent.length).toBe(90);
    expect(a.accepted.length).toBe(30);

    await takeReceipts(bench.core, [...delivered(a), ...delivered(b)]);
    await runDueJobs(bench.core, jobHandlers);
    const settled = await bench.campaign(campaign);
    expect(settled.state).toBe("settled");
    expect(settled.counts).toMatchObject({ delivered: 90, failed: 0, segmentsDelivered: 90 });
    const quota = await readQuota(bench.core, bench.merchant._id);
    expect(quota).toMatchObject({ charged: 90, reserved: 0, free: 1_000_000 - 90 });
  });

  test("never sends again whom a broken call may have sent, and counts them as without a result", async () => {
    const a = new ScriptedProvider("a", { batchSize: 10 });
    a.script.push({ kind: "break_after" }, { kind: "break_before" });
    bench = await openCoreBench([a]);
    const campaign = await bench.approved(numbers(40));
    await drive([a], async () => (await bench.campaign(campaign)).state === "awaiting_receipts");
    expect(a.accepted.length).toBe(30);
    expect(new Set(a.accepted.map(({ recipient }) => recipient)).size).toBe(30);
    await takeReceipts(bench.core, delivered(a, 10));
    bench.clock.turn(73 * 3_600_000);
    await runDueJobs(bench.core, jobHandlers);
    const settled = await bench.campaign(campaign);
    expect(settled.counts).toMatchObject({
      delivered: 20,
      failed: 20,
      failedBy: { no_result: 20 },
    });
    expect((await readQuota(bench.core, bench.merchant._id)).charged).toBe(20);
  });

  test("sends again whom a call surely refused", async () => {
    const a = new ScriptedProvider("a", { batchSize: 10 });
    a.script.push(
      { kind: "refuse_call", code: "throttled" },
      { kind: "refuse_call", code: "unavailable" },
    );
    bench = await openCoreBench([a]);
    const campaign = await bench.approved(numbers(25));
    await drive([a], async () => (await bench.campaign(campaign)).state === "awaiting_receipts");
    expect(a.accepted.length).toBe(25);
  });

  test("goes on through another provider when one refuses the account, and pauses when none is left", async () => {
    const a = new ScriptedProvider("a", { batchSize: 5 });
    const b = new ScriptedProvider("b", { batchSize: 5 });
    a.script.push({ kind: "accept" }, { kind: "refuse_call", code: "account" });
    b.script.push(...Array.from({ length: 4 }, () => ({ kind: "accept" }) as const), {
      kind: "refuse_call",
      code: "account",
    });
    bench = await openCoreBench([a, b]);
    const campaign = await bench.approved(numbers(60));
    await drive([a, b], async () => (await bench.campaign(campaign)).state === "paused");
    const paused = await bench.campaign(campaign);
    expect(paused.pause).toMatchObject({ kind: "account", message: "scripted refusal" });
    expect(paused.counts.pending).toBe(60 - a.accepted.length - b.accepted.length);
    expect(paused.counts.failed).toBe(0);
  });

  test("keeps a provider's refusal of a number with its code, and never sends to that number again", async () => {
    const a = new ScriptedProvider("a", { batchSize: 10 });
    a.script.push({ kind: "refuse_some", every: 5 });
    bench = await openCoreBench([a]);
    const campaign = await bench.approved(numbers(10));
    await drive([a], async () => (await bench.campaign(campaign)).state === "awaiting_receipts");
    const now = await bench.campaign(campaign);
    expect(now.counts).toMatchObject({
      submitted: 8,
      failed: 2,
      failedBy: { blacklisted: 2 },
      segmentsSubmitted: 8,
    });
    expect(isBalanced(now.counts)).toBe(true);
    expect(await recount(bench.core, now)).toEqual(tidyCounts(now.counts));
    expect(await bench.core.store.suppressions.count({ reason: "blacklisted" })).toBe(2);
  });
});

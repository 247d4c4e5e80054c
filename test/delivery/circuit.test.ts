import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { createMetrics } from "../../adapters/http/metrics.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { renderMessage } from "../../src/chat/cards/render.ts";
import {
  admits,
  afterCall,
  type Call,
  type Circuit,
  CLOSED,
  PROBE,
} from "../../src/delivery/circuit.ts";
import { randomId } from "../../src/ids.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { drive, driveFor } from "../support/drive.ts";
import { type CallScript, ScriptedProvider } from "../support/scripted-provider.ts";

describe("a circuit", () => {
  const call = fc.record({
    after: fc.nat(20_000),
    reached: fc.boolean(),
    people: fc.integer({ min: 1, max: 100 }),
    lost: fc.nat(100),
  });
  /** Plays calls one after another, each at least `after` ms later and only when the circuit lets it. */
  const play = (
    from: Circuit,
    start: number,
    calls: readonly (Omit<Call, "at"> & { after: number })[],
  ) => {
    let circuit = from;
    let at = start;
    const made: { call: Call; admitted: string; circuit: Circuit }[] = [];
    for (const { after, ...next } of calls) {
      at += after;
      if (circuit.state === "open") at = Math.max(at, circuit.until);
      const admitted = admits(circuit, at);
      const one = { ...next, lost: Math.min(next.lost, next.people), at };
      circuit = afterCall(circuit, one);
      made.push({ call: one, admitted, circuit });
    }
    return { made, circuit, at };
  };

  test("stays closed while calls get through and less than half of the people in each are lost", () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 80 }), (calls) => {
        const fair = calls.map((one) => ({
          ...one,
          reached: true,
          lost: Math.floor((one.people - 1) / 2),
        }));
        expect(play(CLOSED, 0, fair).circuit.state).toBe("closed");
      }),
    );
  });

  test("is open after four calls that reached nobody, whatever went before", () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 60 }), fc.nat(5_000), (calls, gap) => {
        const before = play(CLOSED, 0, calls);
        const dead = Array.from({ length: 4 }, () => ({
          after: gap,
          reached: false,
          people: 0,
          lost: 0,
        }));
        expect(play(before.circuit, before.at, dead).circuit.state).toBe("open");
      }),
    );
  });

  test("lets nothing through before its time, then one try, at growing gaps of at most five minutes", () => {
    fc.assert(
      fc.property(fc.array(call, { minLength: 4, maxLength: 60 }), (calls) => {
        const dead = calls.map((one) => ({ ...one, reached: false }));
        const { made } = play(CLOSED, 0, dead);
        let last = 0;
        for (const {
          call: { at },
          admitted,
          circuit,
        } of made.slice(3)) {
          if (circuit.state !== "open") throw new Error("it never opened");
          if (admitted !== "all") expect(admitted).toBe("probe");
          const gap = circuit.until - at;
          expect(gap).toBeGreaterThanOrEqual(last);
          expect(gap).toBeLessThanOrEqual(300_000);
          expect(admits(circuit, circuit.until - 1)).toBe("none");
          last = gap;
        }
      }),
    );
  });

  test("is closed by one try that works, with nothing held against it", () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 60 }), (calls) => {
        const dead = Array.from({ length: 4 }, () => ({
          after: 1,
          reached: false,
          people: 0,
          lost: 0,
        }));
        const before = play(CLOSED, 0, [...calls, ...dead]);
        const good = { after: 0, reached: true, people: PROBE, lost: 0 };
        expect(play(before.circuit, before.at, [good]).circuit).toEqual(CLOSED);
      }),
    );
  });
});

let bench: CoreBench;
const numbers = (n: number) => Array.from({ length: n }, (_, i) => numberOf(i));
const always = (script: CallScript) => Array.from({ length: 500 }, () => script);
const DOWN = always({ kind: "refuse_call", code: "unavailable" });
const ended = (campaign: Campaign) => async () =>
  (await bench.campaign(campaign)).state === "awaiting_receipts";
const circuitOf = async (id: string) =>
  (await bench.core.store.lanes.findOne({ _id: id }))?.circuit ?? null;

function unique(...providers: ScriptedProvider[]): number {
  const people = providers.flatMap(({ accepted }) => accepted.map(({ recipient }) => recipient));
  expect(new Set(people).size).toBe(people.length);
  return people.length;
}

describe("a provider that can't be reached", () => {
  afterEach(() => bench.close());

  test("is left to others, tried again with a few people, and takes its share once it works", async () => {
    const a = new ScriptedProvider("a", { batchSize: 20 });
    const b = new ScriptedProvider("b", { batchSize: 20, ratePerSecond: 10 });
    bench = await openCoreBench([a, b]);
    a.script.push(...DOWN);
    const campaign = await bench.approved(numbers(800));
    await drive(bench, [a, b], async () => (await circuitOf("a")) !== null);
    expect(a.calls.length).toBe(4);
    const pending = { campaignId: campaign._id, state: "pending", provider: "a" };
    await drive(
      bench,
      [a, b],
      async () => (await bench.core.store.recipients.count(pending)) === 0,
    );

    a.script.length = 0;
    await drive(bench, [a, b], async () => a.accepted.length > 0);
    expect(a.calls.at(4)).toBeLessThanOrEqual(PROBE);
    await drive(bench, [a, b], ended(campaign));
    expect(unique(a, b)).toBe(800);
    expect(a.accepted.length).toBeGreaterThan(200);
    expect(await circuitOf("a")).toBeNull();
  });

  test("is asked how it is before anyone is handed to it again", async () => {
    const a = new ScriptedProvider("a");
    const b = new ScriptedProvider("b", { ratePerSecond: 2 });
    bench = await openCoreBench([a, b]);
    a.script.push(...DOWN);
    await bench.approved(numbers(100));
    await drive(bench, [a, b], async () => (await circuitOf("a")) !== null);
    a.well = false;
    await driveFor(bench, [a, b], 60);
    expect(a.calls.length).toBe(4);
    expect((await circuitOf("a"))?.backOff).toBeGreaterThan(20_000);
  });

  test("keeps its people when no other takes them, and sends them when it is back", async () => {
    const a = new ScriptedProvider("a");
    bench = await openCoreBench([a]);
    a.script.push(...DOWN.slice(0, 6));
    const campaign = await bench.approved(numbers(50));
    await drive(bench, [a], ended(campaign));
    expect(unique(a)).toBe(50);
    expect(a.calls.slice(4, 7).every((people) => people <= PROBE)).toBe(true);
  });

  test("is known to the next instance, on the campaign's card and in the metrics", async () => {
    const a = new ScriptedProvider("a");
    const b = new ScriptedProvider("b", { ratePerSecond: 2 });
    bench = await openCoreBench([a, b]);
    a.script.push(...DOWN);
    const campaign = await bench.approved(numbers(100));
    await drive(bench, [a, b], async () => (await circuitOf("a")) !== null);
    const message = await bench.core.store.messages.findOne({ campaignId: campaign._id });
    if (message === undefined) throw new Error("the campaign has no card");
    const card = await renderMessage(bench.core, message);
    expect(JSON.stringify(card?.sections)).toContain("a 从 2026-11-23");
    expect(await createMetrics(bench.core)()).toContain('qunfa_lane_circuit_open{provider="a"} 1');
    const other = { ...bench.core, instance: randomId() };
    let rounds = 0;
    await drive(bench, [a], async () => ++rounds > 3, { as: other });
    expect(a.calls.length).toBe(4);
  });
});

describe("a provider whose calls break off", () => {
  afterEach(() => bench.close());

  test("is left before it loses more people, and nobody it may have is sent again", async () => {
    const a = new ScriptedProvider("a", { batchSize: 10 });
    const b = new ScriptedProvider("b", { batchSize: 10 });
    bench = await openCoreBench([a, b]);
    a.script.push(...always({ kind: "break_after" }).slice(0, 4));
    const campaign = await bench.approved(numbers(200));
    await drive(bench, [a, b], ended(campaign));
    expect(unique(a, b)).toBe(200);
    expect(a.calls.slice(0, 4)).toEqual([10, 10, 10, 10]);
    const uncertain = { campaignId: campaign._id, state: "submitting", uncertain: true };
    expect(await bench.core.store.recipients.count(uncertain)).toBe(40);
  });
});

describe("people whom only a refused account serves", () => {
  afterEach(() => bench.close());

  test("make the campaign pause and say so once everyone else has gone", async () => {
    const a = new ScriptedProvider("a", { serves: { carriers: { mobile: 1 } } });
    const b = new ScriptedProvider("b", { serves: { carriers: { telecom: 1 } } });
    bench = await openCoreBench([a, b]);
    a.script.push({ kind: "refuse_call", code: "account" });
    const telecom = Array.from({ length: 20 }, (_, i) => `189${String(i).padStart(8, "0")}`);
    const campaign = await bench.approved([...numbers(20), ...telecom]);
    await drive(bench, [a, b], async () => (await bench.campaign(campaign)).state === "paused");
    const paused = await bench.campaign(campaign);
    expect(paused.pause).toMatchObject({ kind: "account", provider: "a" });
    expect(b.accepted.length).toBe(20);
  });
});

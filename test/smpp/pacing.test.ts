import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { SendRate } from "../../adapters/smpp/send-rate.ts";
import { Window } from "../../adapters/smpp/window.ts";
import { TurnedClock } from "../support/turned-clock.ts";
import { messages, OverSmpp } from "./over-smpp.ts";

const NEVER = new AbortController().signal;

describe("the pace", () => {
  /** Sends as fast as it is let to for so many seconds, throttled when `throttle` says so. Returns when each went. */
  async function sendFor(
    seconds: number,
    perSecond: number,
    throttle: (at: number, n: number) => boolean = () => false,
  ): Promise<number[]> {
    const clock = new TurnedClock(0);
    const rate = new SendRate(clock, perSecond, () => 0.5);
    const went: number[] = [];
    const stop = new AbortController();
    const sending = (async () => {
      for (;;) {
        await rate.turn(stop.signal);
        if (stop.signal.aborted) return;
        went.push(clock.now());
        if (throttle(clock.now(), went.length)) rate.throttled();
        else rate.accepted();
      }
    })();
    for (let at = 0; at < seconds * 1000; at += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      clock.turn(1);
    }
    stop.abort();
    clock.turn(1_000_000);
    await sending;
    return went;
  }

  const most = (went: readonly number[], span: number) =>
    Math.max(...went.map((from, i) => went.slice(i).filter((at) => at < from + span).length));

  test.each([10, 50, 200])(
    "never goes above %i in any second, and uses them all",
    async (perSecond) => {
      const went = await sendFor(3, perSecond);
      expect(most(went, 1000)).toBeLessThanOrEqual(perSecond + Math.ceil(perSecond / 20));
      expect(went.length).toBeGreaterThanOrEqual(3 * perSecond * 0.97);
    },
  );

  test("a throttle holds it, then slows it, and it comes back to what was agreed", async () => {
    const went = await sendFor(12, 100, (_, n) => n === 100);
    const inSecond = (second: number) =>
      went.filter((at) => Math.floor(at / 1000) === second).length;
    expect(inSecond(0)).toBeGreaterThanOrEqual(95);
    const held = went.findIndex((at, i) => i > 0 && at - (went[i - 1] ?? 0) > 200);
    expect(went.slice(0, held).length).toBe(100);
    expect(inSecond(2)).toBeLessThan(85);
    expect(inSecond(11)).toBeGreaterThanOrEqual(99);
  });

  test("throttle upon throttle holds it longer and longer, but never for good", async () => {
    const went = await sendFor(25, 100, () => true);
    const gaps = went.slice(1).map((at, i) => at - (went[i] ?? 0));
    expect(gaps.slice(0, 5)).toEqual(gaps.slice(0, 5).toSorted((a, b) => a - b));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000);
    expect(went.length).toBeGreaterThan(5);
  });

  test("whoever gives up waiting takes nobody's turn", async () => {
    const clock = new TurnedClock(0);
    const rate = new SendRate(clock, 1, () => 0.5);
    await rate.turn(NEVER);
    const leaving = new AbortController();
    const turn = rate.turn(leaving.signal);
    leaving.abort();
    await turn;
    expect(clock.now()).toBe(0);
  });
});

describe("the window", () => {
  test("holds so many at once, in order of coming, and never loses a place", () => {
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }),
        async (size, works) => {
          const window = new Window(size);
          let inside = 0;
          let most = 0;
          const order: number[] = [];
          await Promise.all(
            works.map(async (turns, n) => {
              await window.enter();
              order.push(n);
              inside += 1;
              most = Math.max(most, inside);
              for (let i = 0; i < turns; i += 1) await null;
              inside -= 1;
              window.leave();
            }),
          );
          expect(most).toBeLessThanOrEqual(size);
          expect(order).toEqual(works.map((_, n) => n));
        },
      ),
    );
  });
});

describe("over the line", () => {
  let over: OverSmpp;
  afterEach(() => over.stop());

  test("no more are unanswered at once than the window has", async () => {
    over = await OverSmpp.start({ account: { window: 7 }, smsc: { window: 7, answerMs: 3 } });
    const most: number[] = [];
    over.smsc.script = () => {
      most.push([...over.smsc.peers][0]?.submitting ?? 0);
      return undefined;
    };
    const outcomes = await over.submit(...messages(200));
    expect(outcomes.every(({ kind }) => kind === "accepted")).toBe(true);
    // The emulator counts those before: 6 answered soon and this one.
    expect(Math.max(...most)).toBe(6);
    expect(over.smsc.book.violations).toEqual([]);
  });

  test("an SMSC that counts by the second never has to throttle an account that keeps its rate", async () => {
    over = await OverSmpp.start({ account: { ratePerSecond: 60 }, smsc: { perSecond: 66 } });
    const outcomes = await over.submit(...messages(120));
    expect(outcomes.every(({ kind }) => kind === "accepted")).toBe(true);
    expect(over.smsc.heard.filter(({ command }) => command === 0x04).length).toBe(120);
  });

  test.each([
    ["0x58, throttled", { ratePerSecond: 200 }, { perSecond: 40 }],
    ["0x14, queue full", { ratePerSecond: 1_000 }, { window: 3 }],
  ])("%s, slows the line, and nobody is lost or sent twice", async (_, account, smsc) => {
    over = await OverSmpp.start({
      account: { ...account, callMs: 10_000 },
      smsc: { ...smsc, answerMs: 2 },
    });
    // More than two seconds of the SMSC's let through, wherever its second begins.
    const outcomes = await over.submit(...messages(100));
    const kinds = Map.groupBy(outcomes, ({ kind }) => kind);
    expect([...kinds.keys()]).toEqual(["accepted"]);
    const tried = over.smsc.heard.filter(({ command }) => command === 0x04).length;
    expect(tried).toBeGreaterThan(100);
    // Far fewer are wasted than an account that goes on at its own pace would waste.
    expect(tried).toBeLessThan(180);
    expect(over.smsc.book.page()).toMatchObject({ submits: 100, doubles: 0 });
  });

  test("an SMSC that throttles all: the call ends in time, says when to come back, and nobody is lost", async () => {
    over = await OverSmpp.start({
      account: { callMs: 200 },
      smsc: { statuses: [{ endsWith: "", status: 0x58 }] },
    });
    await expect(over.submit(...messages(20))).rejects.toMatchObject({
      code: "throttled",
      providerCode: "0x00000058 ESME_RTHROTTLED",
      retryAfterMs: expect.any(Number),
    });
    expect(over.smsc.book.page().submits).toBe(0);
  });
});

import { expect, test } from "vitest";
import { Line } from "../../adapters/smpp/line.ts";
import { createLog } from "../../src/log.ts";
import { TurnedClock } from "../support/turned-clock.ts";

/** Tries to bind for an hour at an SMSC that is away. Returns the pauses between tries, in ms. */
async function pauses(random: () => number): Promise<number[]> {
  const clock = new TurnedClock(0);
  const tried: number[] = [];
  const line = new Line({
    clock,
    log: createLog("silent"),
    random,
    reconnect: { firstMs: 1_000, mostMs: 60_000 },
    dial: () => {
      tried.push(clock.now());
      return Promise.reject(new Error("connect ECONNREFUSED"));
    },
  });
  line.start();
  for (let at = 0; at < 3_600_000; at += 250) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.turn(250);
  }
  await line.stop();
  return tried.slice(1).map((at, i) => at - (tried[i] ?? 0));
}

test("an SMSC that is away is tried later each time, up to a minute, and for ever", async () => {
  const all = await pauses(() => 0.999_999);
  expect(all.slice(0, 6)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000]);
  expect(new Set(all.slice(6))).toEqual(new Set([60_000]));
  expect(all.length).toBeGreaterThan(55);
});

test("never quite regularly: many lines don't come back all at once", async () => {
  let seed = 1;
  const all = await pauses(() => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  });
  const late = all.slice(6);
  expect(Math.min(...late)).toBeGreaterThanOrEqual(30_000);
  expect(Math.max(...late)).toBeLessThanOrEqual(60_250);
  expect(new Set(late).size).toBeGreaterThan(20);
});

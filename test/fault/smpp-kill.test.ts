import process from "node:process";
import { expect, test } from "vitest";
import { runSmppFaults } from "./smpp-faults.ts";

const KILLS = Number(process.env.QUNFA_KILLS ?? 12);

test(`over SMPP, ${KILLS} kills and cut lines: nobody gets two, no receipt is lost, the counts are the SMSC's book`, {
  timeout: 120_000 + KILLS * 8_000,
}, async () => {
  const figures = await runSmppFaults(KILLS);
  expect(figures).toMatchObject({
    settled: true,
    twice: 0,
    receiptsLost: 0,
    disagreeing: 0,
    violations: 0,
    quotaBalanced: true,
    charged: figures.segmentsDelivered,
    delivered: figures.charged,
    failed: figures.unreachable + figures.noResult,
  });
  // The kills fell into the sending, and into nothing else.
  expect(figures.acceptedAmidKills).toBeGreaterThan(0);
  expect(figures.accepted).toBe(figures.sendable - figures.neverReached);
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMetrics } from "../../adapters/http/metrics.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import type { Core } from "../../src/core.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { tidyCounts } from "../../src/settlement/counts.ts";
import { recount } from "../../src/settlement/settle.ts";
import { StoreUnavailableError } from "../../src/store/collection.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { drive, receipt, said } from "../support/drive.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

let a: ScriptedProvider;
let bench: CoreBench;
let campaign: Campaign;

beforeEach(async () => {
  a = new ScriptedProvider("a");
  bench = await openCoreBench([a]);
  campaign = await bench.approved(Array.from({ length: 10 }, (_, i) => numberOf(i)));
  await drive(
    bench,
    [a],
    async () => (await bench.campaign(campaign)).state === "awaiting_receipts",
  );
});
afterEach(() => bench.close());

const states = async () =>
  (await bench.core.store.receipts.find({}, { sort: { _id: 1 } })).map(({ state }) => state);

/** The core over a store that loses its receipts' collection for one write. */
function losingOnce(): Core {
  const { receipts } = bench.core.store;
  let left = 1;
  const losing = new Proxy(receipts, {
    get(target, name) {
      if (name === "insertMany" && left-- > 0) {
        return () => Promise.reject(new StoreUnavailableError("gone for a moment"));
      }
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { ...bench.core, store: { ...bench.core.store, receipts: losing } };
}

describe("receipts", () => {
  test("that could not be stored are not acknowledged, and count once when they come again", async () => {
    const receipts = said(a, (i) => (i % 2 === 0 ? "delivered" : "unreachable"));
    await expect(takeReceipts(losingOnce(), receipts)).rejects.toThrow("gone for a moment");
    expect(await states()).toEqual([]);
    await takeReceipts(bench.core, receipts);
    expect((await bench.campaign(campaign)).counts).toMatchObject({
      delivered: 5,
      failed: 5,
      submitted: 0,
      segmentsDelivered: 5,
    });
    expect(await states()).toEqual(Array.from({ length: 10 }, () => "nothing"));
  });

  test("are stored with what came of them, and the same again changes nothing", async () => {
    const receipts = said(a, () => "delivered");
    await takeReceipts(bench.core, receipts);
    const before = await bench.campaign(campaign);
    expect(await states()).toEqual(Array.from({ length: 10 }, () => "applied"));
    await takeReceipts(bench.core, receipts);
    expect((await bench.campaign(campaign)).counts).toEqual(before.counts);
    expect((await states()).length).toBe(10);
  });

  test("on a message that nobody knows wait for it", async () => {
    await takeReceipts(bench.core, [receipt(a, "of another system", "delivered")]);
    expect(await states()).toEqual(["waiting"]);
  });
});

describe("a code that no map has", () => {
  test("reaches the operator with its text, and without the number in it", async () => {
    const [first] = a.accepted;
    await takeReceipts(bench.core, [
      {
        ...receipt(a, first?.messageId ?? "", "unknown"),
        outcome: { kind: "failed", reason: "unknown", known: false },
        code: "X:77",
        detail: "line 13800000000 refused by gateway",
      },
    ]);
    expect((await bench.campaign(campaign)).counts.failedBy).toEqual({ unknown: 1 });
    expect(await createMetrics(bench.core)()).toContain(
      'qunfa_unknown_codes{provider="a",code="X:77",detail="line … refused by gateway"} 1',
    );
  });
});

describe("two instances that are handed the same receipts at once", () => {
  test("count each of them once", async () => {
    for (let from = 0; from < 10; from += 1) {
      const receipts = said(a, (i) => (i % 3 === 0 ? "unreachable" : "delivered")).slice(
        from,
        from + 1,
      );
      await Promise.all([takeReceipts(bench.core, receipts), takeReceipts(bench.core, receipts)]);
    }
    const now = await bench.campaign(campaign);
    expect(now.counts).toMatchObject({ delivered: 6, failed: 4, submitted: 0 });
    expect(await recount(bench.core, now)).toEqual(tidyCounts(now.counts));
  });
});

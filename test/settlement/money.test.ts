import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { simulatorConfigSchema } from "../../adapters/simulator/config.ts";
import { campaignCard } from "../../src/chat/cards/campaign-card.ts";
import { viewCampaign } from "../../src/chat/cards/view.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { submitBatch } from "../../src/delivery/submit-batch.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { costOf, formatMoney, priceSchema } from "../../src/money.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { said } from "../support/drive.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const cny = (amount: string) => priceSchema.parse({ amount, currency: "CNY" });

describe("a price", () => {
  test("is read exactly, and refused as a number", () => {
    expect(cny("0.045")).toEqual({ currency: "CNY", micros: 45_000 });
    expect(cny("12")).toEqual({ currency: "CNY", micros: 12_000_000 });
    for (const amount of [0.045, "-1", "0.0000001", "1,5", ""]) {
      expect(priceSchema.safeParse({ amount, currency: "CNY" }).success).toBe(false);
    }
    expect(priceSchema.safeParse({ amount: "1", currency: "yuan" }).success).toBe(false);
  });

  test("is part of every kind of account", () => {
    const price = { amount: "0.05", currency: "CNY" };
    const account = simulatorConfigSchema.safeParse({
      kind: "simulator",
      id: "x",
      name: "X",
      price,
    });
    const faults = account.success ? [] : account.error.issues.map(({ path }) => path.join("."));
    expect(faults).not.toContain("price");
  });

  test("times segments adds up to the last millionth, each currency by itself", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1_000_000), fc.nat(9_999_999), fc.constantFrom("CNY", "USD")), {
          maxLength: 6,
        }),
        (rows) => {
          const segments = Object.fromEntries(rows.map(([count], i) => [`p${i}`, count]));
          const prices = Object.fromEntries(
            rows.map(([, micros, currency], i) => [`p${i}`, { micros, currency }]),
          );
          const { money } = costOf(segments, prices);
          for (const currency of ["CNY", "USD"]) {
            const exact = rows
              .filter(([, , of]) => of === currency)
              .reduce((sum, [count, micros]) => sum + BigInt(count) * BigInt(micros), 0n);
            expect(BigInt(money[currency] ?? 0)).toBe(exact);
          }
        },
      ),
    );
  });

  test("is written as money, without losing a thousandth of a yuan", () => {
    expect(formatMoney("zh-CN", { CNY: 45_000 })).toBe("¥0.045");
    expect(formatMoney("en", { CNY: 1_500_000, USD: 7_900 })).toBe("CN¥1.50 + $0.0079");
  });
});

let bench: CoreBench | undefined;
afterEach(() => bench?.close());

test("a campaign's cost is told before as an estimate and after for what was delivered, at the plan's prices", async () => {
  const a = new ScriptedProvider("a", { batchSize: 100, price: cny("0.05") });
  const b = new ScriptedProvider("b", { batchSize: 100 });
  bench = await openCoreBench([a, b]);
  const { core, merchant } = bench;
  const campaign = await bench.approved(Array.from({ length: 10 }, (_, i) => numberOf(i)));
  const field = async (label: string) => {
    const now = await bench?.campaign(campaign);
    if (now === undefined) throw new Error("gone");
    const card = campaignCard(await viewCampaign(core, merchant, now, "en"));
    return card.fields?.find((one) => one.label === label)?.value;
  };
  expect(await field("Estimate (if all arrive)")).toBe(
    "CN¥0.25 (without b, whose price is not set)",
  );
  await runDueJobs(core, jobHandlers);
  const { signal } = new AbortController();
  for (const provider of [a, b]) {
    await submitBatch(core, provider, await bench.campaign(campaign), merchant, 100, signal);
  }
  expect(await field("Cost")).toBe("0");
  await takeReceipts(
    core,
    said(a, (i) => (i < 3 ? "delivered" : "unreachable")),
  );
  expect(await field("Cost")).toBe("CN¥0.15");
});

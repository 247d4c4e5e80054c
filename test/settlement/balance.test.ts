import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lowBalanceCard } from "../../src/chat/cards/low-balance-card.ts";
import { viewCampaign } from "../../src/chat/cards/view.ts";
import type { MerchantId } from "../../src/ids.ts";
import { checkLedger } from "../../src/settlement/check-ledger.ts";
import { forecast } from "../../src/settlement/forecast.ts";
import { enoughAgain, noticeLowBalance, sweepBalances } from "../../src/settlement/low-balance.ts";
import {
  chargeQuota,
  correctQuota,
  grantQuota,
  readQuota,
  releaseQuota,
  reserveQuota,
} from "../../src/settlement/quota.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const DAY = 24 * 3_600_000;
let bench: CoreBench;

beforeEach(async () => {
  bench = await openCoreBench([new ScriptedProvider("a")], { quota: 1_005 });
});
afterEach(() => bench.close());

const people = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => numberOf(from + i));
const notices = async () => (await bench.core.store.messages.find({ kind: "low_balance" })).length;

describe("a merchant whose quota runs low", () => {
  test("is told when a campaign's share leaves less than the setting, and not again while it stays so", async () => {
    await bench.approved(people(5));
    expect(await notices()).toBe(0);
    await bench.approved(people(1, 100));
    expect(await notices()).toBe(1);
    await bench.approved(people(1, 200));
    expect(await notices()).toBe(1);
  });

  test("is told anew after it was filled up in between", async () => {
    const { core, merchant } = bench;
    await bench.approved(people(10));
    const grant = { merchantId: merchant._id, segments: 10, key: "more", by: null, reason: "" };
    await grantQuota(core, grant);
    await enoughAgain(core, merchant._id, 1_000);
    await bench.approved(people(10, 100));
    expect(await notices()).toBe(2);
  });

  test("is told once though a crash came before the account remembered it", async () => {
    const { core, merchant } = bench;
    const campaign = await bench.approved(people(10));
    await core.store.quotas.updateOne({ _id: merchant._id }, { $set: { lowSince: null } });
    await noticeLowBalance(core, campaign);
    expect(await notices()).toBe(1);
  });

  test("is told by the nightly sweep where a crash came before the message", async () => {
    const { core, merchant } = bench;
    const campaign = await bench.approved(people(10));
    await core.store.messages.deleteMany({ kind: "low_balance" });
    await core.store.quotas.updateOne({ _id: merchant._id }, { $set: { lowSince: null } });
    await core.store.campaigns.updateOne({ _id: campaign._id }, { $set: { startedAt: 1 } });
    await sweepBalances(core);
    expect(await notices()).toBe(1);
  });

  test("sees on the same message when there is enough again", async () => {
    const { core, merchant } = bench;
    const campaign = await bench.approved(people(10));
    const card = async () =>
      JSON.stringify(lowBalanceCard(await viewCampaign(core, merchant, campaign, "en")));
    expect(await card()).toContain("995 segments are free, fewer than the 1,000");
    const grant = { merchantId: merchant._id, segments: 500, key: "more", by: null, reason: "" };
    await grantQuota(core, grant);
    expect(await card()).toContain("It was filled up: 1,495 segments are free now.");
  });
});

describe("a correction", () => {
  const correct = (segments: number, key: string) =>
    correctQuota(bench.core, {
      merchantId: bench.merchant._id,
      segments,
      key,
      by: null,
      reason: "typed a nought too many",
    });

  test("takes off what is free, once for a key", async () => {
    expect(await correct(500, "c1")).toEqual({ ok: true });
    expect(await correct(500, "c1")).toEqual({ ok: true });
    expect(await readQuota(bench.core, bench.merchant._id)).toMatchObject({
      granted: 505,
      free: 505,
    });
    expect(await checkLedger(bench.core)).toEqual([]);
  });

  test("never takes what is reserved", async () => {
    await bench.approved(people(10));
    expect(await correct(1_000, "c1")).toEqual({ ok: false, free: 995 });
    expect(await readQuota(bench.core, bench.merchant._id)).toMatchObject({ granted: 1_005 });
  });
});

describe("the history of a quota", () => {
  test("adds up to the account through reservation, charge and release", async () => {
    const { core } = bench;
    const campaign = await bench.approved(people(10));
    expect(await checkLedger(core)).toEqual([]);
    await chargeQuota(core, campaign, 7);
    expect(await checkLedger(core)).toEqual([]);
    await releaseQuota(core, campaign);
    expect(await checkLedger(core)).toEqual([]);
  });

  test("has its line of a reservation though a crash came before it", async () => {
    const { core } = bench;
    const campaign = await bench.approved(people(10));
    await core.store.ledger.deleteMany({ kind: "reserve" });
    expect(await checkLedger(core)).toMatchObject([{ what: "held", account: 10, lines: 0 }]);
    await releaseQuota(core, campaign);
    expect(await checkLedger(core)).toEqual([]);
  });

  test("is told apart from an account that someone changed by hand", async () => {
    const { core, merchant } = bench;
    await core.store.quotas.updateOne({ _id: merchant._id }, { $inc: { free: 1 } });
    expect(await checkLedger(core)).toMatchObject([
      { what: "balance", account: 1_005, lines: 1_006 },
    ]);
  });
});

describe("how long a quota lasts", () => {
  const told = async () => forecast(bench.core, await readQuota(bench.core, bench.merchant._id));

  test("can't be told in the first week", async () => {
    expect(await told()).toEqual({ kind: "too_early" });
  });

  test("is reckoned from what was charged in the last 30 days", async () => {
    const { core, merchant, clock } = bench;
    clock.turn(10 * DAY);
    expect(await told()).toEqual({ kind: "unused" });
    const owner = { _id: "c1" as never, merchantId: merchant._id as MerchantId, version: 1 };
    await reserveQuota(core, owner, 100);
    await chargeQuota(core, owner, 100);
    await releaseQuota(core, owner);
    expect(await told()).toEqual({ kind: "days", perDay: 10, days: 90 });
    clock.turn(31 * DAY);
    expect(await told()).toEqual({ kind: "unused" });
  });
});

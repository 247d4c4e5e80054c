import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { compose } from "../../src/campaign/compose.ts";
import { finishIfSent } from "../../src/delivery/finish.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { submitBatch } from "../../src/delivery/submit-batch.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { createPolicy } from "../../src/policy/policy.ts";
import { candidatePack } from "../../src/review/candidate-pack.ts";
import { findCandidates, minePhrases } from "../../src/review/candidates.ts";
import { shareOf } from "../../src/review/confidence.ts";
import { forgetOldExperience, learnFrom } from "../../src/review/experience.ts";
import { review } from "../../src/review/review.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const DAY = 24 * 3_600_000;
let bench: CoreBench;
let provider: ScriptedProvider;
beforeEach(async () => {
  provider = new ScriptedProvider("a", { batchSize: 100, profile: "sim-lenient" });
  bench = await openCoreBench([provider], { policy: createPolicy() });
});
afterEach(() => bench.close());

const jobs = () => runDueJobs(bench.core, jobHandlers);
let people = 0;

/** A campaign of one text to `of` people, sent and settled; the carrier blocked `blocked` of them. */
async function settled(text: string, blocked: number, of: number): Promise<Campaign> {
  const numbers = Array.from({ length: of }, () => numberOf(people++));
  const campaign = await bench.approved(numbers, text);
  const sentBefore = provider.accepted.length;
  await jobs();
  const { core, merchant } = bench;
  const sending = await bench.campaign(campaign);
  await submitBatch(core, provider, sending, merchant, of, new AbortController().signal);
  await finishIfSent(core, await bench.campaign(campaign));
  await takeReceipts(
    core,
    provider.accepted.slice(sentBefore).map(({ messageId }, i) => ({
      provider: provider.id,
      messageId,
      outcome:
        i < blocked
          ? { kind: "failed", reason: "content_blocked", known: true }
          : { kind: "delivered" },
      code: i < blocked ? "BLOCK" : "DELIVRD",
      detail: "",
      at: i,
    })),
  );
  await jobs();
  const done = await bench.campaign(campaign);
  expect(done.state).toBe("settled");
  return done;
}

const reviewed = (text: string) => {
  const { core, merchant, clock } = bench;
  return review(core, merchant, compose(merchant, text), clock.now());
};

describe("what receipts taught", () => {
  const TEXT = "会员日全场八折，全网第一";

  test("stands on the next finding of the same rule and phrase, with its interval, for 30 days", async () => {
    await settled(TEXT, 12, 31);
    const { findings } = await reviewed("本周全网第一的价格");
    expect(findings).toMatchObject([
      { rule: "ad_law.absolute", experience: { a: { blocked: 12, total: 31 } } },
    ]);
    const { low, high } = findings[0]?.experience?.a ?? { low: 1, high: 0 };
    expect(low).toBeGreaterThan(0.23);
    expect(high).toBeLessThan(0.57);
    bench.clock.turn(30 * DAY + 1);
    expect((await reviewed(TEXT)).findings[0]?.experience).toBeUndefined();
    await forgetOldExperience(bench.core);
    expect(await bench.core.store.phraseResults.find({})).toEqual([]);
  });

  test("adds up over campaigns, and learning from one again changes nothing", async () => {
    const campaign = await settled(TEXT, 3, 10);
    await settled(TEXT, 1, 10);
    await learnFrom(bench.core, campaign, campaign.counts);
    const { findings } = await reviewed(TEXT);
    expect(findings[0]?.experience).toMatchObject({ a: { blocked: 4, total: 20 } });
  });

  test("is an interval that few observations keep wide", () => {
    expect(shareOf(0, 3)).toMatchObject({ low: 0, high: expect.closeTo(0.56, 2) });
    expect(shareOf(12, 31)).toMatchObject({ low: expect.closeTo(0.24, 2) });
    expect(shareOf(50, 50).high).toBe(1);
  });
});

describe("a phrase that is blocked though no rule knows it", () => {
  const ordinary = [
    "周末到店有礼，满199减50",
    "新品上架，欢迎选购",
    "会员日全场八折",
    "秋装上新，老客户九折",
    "您的包裹已到驿站，请及时领取",
    "本周六下午茶买一送一",
    "店庆三天，水果特价",
    "冬季外套五折起",
    "早餐套餐十二元",
    "亲子活动周日上午十点开始",
    "眼镜清洗免费一次",
    "理发店周三会员半价",
  ];

  test("is proposed to the operator with figures, and not applied", async () => {
    for (const text of ordinary) await settled(text, 0, 8);
    for (const text of ["周末紫荆花园到店有礼", "紫荆花园新品上架", "秋装在紫荆花园上新"])
      await settled(text, 7, 8);
    expect(await findCandidates(bench.core)).toBe(1);
    expect(await bench.core.store.ruleCandidates.find({})).toMatchObject([
      {
        provider: "a",
        phrase: "紫荆花园",
        blockedTexts: 3,
        passedTexts: 0,
        blocked: 21,
        total: 24,
      },
    ]);
    expect((await reviewed("紫荆花园到店有礼")).findings).toEqual([]);
    // Put among the operator's own packs by hand, it is a rule like any other.
    const candidates = await bench.core.store.ruleCandidates.find({});
    const pack = candidatePack(candidates, "2026-11-23");
    const { findings } = createPolicy({ packs: [pack] }).check({
      text: "【小店】紫荆花园到店有礼，拒收请回复R",
      providers: [{ id: "a", profile: "sim-lenient" }],
      at: bench.clock.now(),
      timeZone: "Asia/Shanghai",
      locale: "zh-CN",
    });
    expect(findings).toMatchObject([{ rule: "learned.a", match: "紫荆花园", severity: "warn" }]);
  });

  test("is a rule of its own at each provider, whatever the provider is called", () => {
    const at = (provider: string) => ({
      _id: `${provider}/紫荆花园`,
      provider: provider as ScriptedProvider["id"],
      phrase: "紫荆花园",
      blockedTexts: 3,
      passedTexts: 0,
      ...shareOf(21, 24),
      at: 0,
    });
    const { rules } = candidatePack([at("line-1"), at("line-2")], "2026-11-23");
    expect(rules.map(({ id }) => id)).toEqual(["learned.line_one", "learned.line_two"]);
  });

  test("is none where a rule knows the phrase, or where as many texts with it went through", async () => {
    const result = (
      text: string,
      blocked: number,
      known: { start: number; end: number }[] = [],
    ) => ({
      text,
      known,
      blocked,
      total: 10,
    });
    const passed = ordinary.map((text) => result(text, 0));
    const bad = ["紫荆花园甲", "紫荆花园乙", "紫荆花园丙"];
    expect(await minePhrases([...passed, ...bad.map((text) => result(text, 9))])).toHaveLength(1);
    const known = bad.map((text) => result(text, 9, [{ start: 0, end: 4 }]));
    expect(await minePhrases([...passed, ...known])).toEqual([]);
    const alsoPassed = bad.flatMap((text) => [result(text, 9), result(text, 0), result(text, 0)]);
    expect(await minePhrases([...passed, ...alsoPassed])).toEqual([]);
  });

  test("is found whole, however long it is", async () => {
    const passed = ordinary.map((text) => ({ text, known: [], blocked: 0, total: 10 }));
    const bad = [
      "甲扫描下方图案领取惊喜，",
      "扫描下方图案领取惊喜乙",
      "丙扫描下方图案领取惊喜",
    ].map((text) => ({ text, known: [], blocked: 9, total: 10 }));
    const found = await minePhrases([...passed, ...bad]);
    expect(found.map(({ phrase }) => phrase)).toEqual(["扫描下方图案领取惊喜"]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { approve, requestApproval } from "../../src/campaign/approval.ts";
import { compose } from "../../src/campaign/compose.ts";
import { createPolicy } from "../../src/policy/policy.ts";
import { answerRegistration } from "../../src/review/registration.ts";
import { review } from "../../src/review/review.ts";
import { liftSilence, silence, silencesOf } from "../../src/review/silence.ts";
import { actorOf, type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const DAY = 24 * 3_600_000;
const LINK = "https://shop.example.cn/vip";
const LINKED = `会员日全场八折，详情见 ${LINK}`;

let bench: CoreBench;
beforeEach(async () => {
  const strict = new ScriptedProvider("strict", { profile: "sim-strict" });
  const lenient = new ScriptedProvider("lenient", { profile: "sim-lenient" });
  bench = await openCoreBench([strict, lenient], { policy: createPolicy() });
});
afterEach(() => bench.close());

const reviewed = (text: string) => {
  const { core, merchant, clock } = bench;
  return review(core, merchant, compose(merchant, text), clock.now());
};
const actor = () => actorOf(bench.approver);
const audited = async (action: string) =>
  (await bench.core.store.audit.find({ action })).map(({ actor: by, detail }) => ({ by, detail }));

async function onlyFinding(text: string) {
  const { findings } = await reviewed(text);
  const [finding] = findings;
  if (finding === undefined || findings.length > 1) throw new Error(`${findings.length} findings`);
  return finding;
}

describe("what a text cannot tell is asked of the merchant", () => {
  test("once: a registered link passes from then on, and says on whose word", async () => {
    const { core, merchant, approver } = bench;
    const asked = await onlyFinding(LINKED);
    expect(asked).toMatchObject({ rule: "contact.link", match: LINK, severity: "block" });
    expect(asked.question).toBeDefined();

    await answerRegistration(core, merchant._id, actor(), asked, true);
    const answered = await reviewed(LINKED);
    expect(answered).toMatchObject({
      verdict: "pass",
      providers: { strict: "pass", lenient: "pass" },
      findings: [{ severity: "info", why: expect.stringContaining(approver.name) }],
    });
    expect(answered.findings[0]?.question).toBeUndefined();
    expect(await audited("finding.answer")).toMatchObject([
      { by: { name: approver.name }, detail: { rule: "contact.link", registered: true } },
    ]);
  });

  test("of one link only: another one is asked about", async () => {
    const { core, merchant } = bench;
    await answerRegistration(core, merchant._id, actor(), await onlyFinding(LINKED), true);
    const other = await onlyFinding("会员日全场八折，详情见 https://other.example.cn/");
    expect(other.question).toBeDefined();
  });

  test("not registered is not asked again, and stays as grave as it was", async () => {
    const { core, merchant } = bench;
    await answerRegistration(core, merchant._id, actor(), await onlyFinding(LINKED), false);
    const answered = await onlyFinding(LINKED);
    expect(answered.severity).toBe("block");
    expect(answered.question).toBeUndefined();
  });

  test("another merchant's word does not count", async () => {
    const { core } = bench;
    const other = "another" as typeof bench.merchant._id;
    await answerRegistration(core, other, actor(), await onlyFinding(LINKED), true);
    expect((await onlyFinding(LINKED)).severity).toBe("block");
  });
});

describe("a silenced finding", () => {
  const COUPON = "会员日领优惠券，满199减50";
  const quiet = (phrase: string | null, until: number | null) =>
    silence(bench.core, bench.merchant._id, actor(), { rule: "promotion.coupon", phrase, until });

  test("of one phrase is not heard, weighs nothing, and is counted; other phrases of the rule are heard", async () => {
    const before = await reviewed(COUPON);
    expect(before.providers.strict).toBe("block");
    await quiet("优惠券", null);
    expect(await reviewed(COUPON)).toMatchObject({
      providers: { strict: "pass" },
      findings: [],
      silenced: 1,
    });
    expect((await onlyFinding("会员日发红包")).rule).toBe("promotion.coupon");
  });

  test("is heard again when its time is over", async () => {
    await quiet("优惠券", bench.clock.now() + 30 * DAY);
    expect((await reviewed(COUPON)).findings).toEqual([]);
    bench.clock.turn(30 * DAY);
    expect((await reviewed(COUPON)).providers.strict).toBe("block");
  });

  test("of a whole rule is heard again when it is lifted; the audit trail keeps who and until when", async () => {
    const until = bench.clock.now() + DAY;
    await quiet(null, until);
    expect((await reviewed("会员日发红包")).silenced).toBe(1);
    const [found] = await silencesOf(bench.core, bench.merchant._id);
    if (found === undefined) throw new Error("no silence");
    expect(await liftSilence(bench.core, found, actor())).toBe(true);
    expect(await liftSilence(bench.core, found, actor())).toBe(false);
    expect((await reviewed("会员日发红包")).providers.strict).toBe("block");
    const by = { name: bench.approver.name };
    expect(await audited("finding.silence")).toMatchObject([
      { by, detail: { rule: "promotion.coupon", phrase: null, until } },
    ]);
    expect(await audited("finding.lift_silence")).toMatchObject([{ by }]);
  });
});

describe("an approval of a text at risk", () => {
  test("accepts each finding explicitly or is refused; the audit trail names them", async () => {
    const { core, merchant, drafter, approver } = bench;
    const draft = await bench.draft([numberOf(1), numberOf(2)], LINKED);
    const asked = await requestApproval(core, merchant, draft, drafter, actorOf(drafter));
    if (asked.kind !== "requested") throw new Error(asked.kind);
    const { campaign } = asked;
    const yes = (accepts: boolean) =>
      approve(core, merchant, campaign, campaign.version, approver, actor(), accepts);
    expect(await yes(false)).toMatchObject({
      kind: "refused",
      refusal: { kind: "risks", risks: [{ rule: "contact.link" }] },
    });
    expect((await bench.campaign(campaign)).state).toBe("awaiting_approval");
    expect(await yes(true)).toMatchObject({ kind: "approved" });
    expect(await audited("campaign.approve")).toMatchObject([
      { detail: { accepted: `contact.link ${LINK}` } },
    ]);
  });

  test("asks only for what its own providers may block", async () => {
    const { core, merchant, drafter, approver } = bench;
    const draft = await bench.draft([numberOf(1)], "会员日领优惠券，满199减50");
    const asked = await requestApproval(core, merchant, draft, drafter, actorOf(drafter));
    if (asked.kind !== "requested") throw new Error(asked.kind);
    const { campaign } = asked;
    expect(campaign.plan?.report.providers).toMatchObject({ strict: "block", lenient: "pass" });
    const said = await approve(core, merchant, campaign, 1, approver, actor(), false);
    expect(said.kind).toBe("approved");
  });
});

test("a text that goes out in a time of tighter control is told so by name", async () => {
  const { core, merchant } = bench;
  const on = (day: string) =>
    review(core, merchant, compose(merchant, "全场八折"), Date.parse(`${day}T10:00:00+08:00`));
  expect((await on("2026-11-11")).events).toContain("双11");
  expect((await on("2027-02-06")).events).toContain("春节");
  expect((await on("2026-08-20")).events).toEqual([]);
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { requestApproval } from "../../src/campaign/approval.ts";
import { compose } from "../../src/campaign/compose.ts";
import { reviewActions } from "../../src/chat/cards/review-actions.ts";
import { parseTemplate } from "../../src/delivery/template.ts";
import { review } from "../../src/review/review.ts";
import { silence } from "../../src/review/silence.ts";
import { actorOf, type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const TEXT = "会员日全场八折，拒收请回复R";
const approved = {
  signature: "小店",
  templates: [parseTemplate("1", TEXT, /\{(\d)\}/gu, () => 9)],
};
const withTemplates = (id: string, weight = 1) => new ScriptedProvider(id, { weight, approved });

let bench: CoreBench;
beforeEach(async () => {
  bench = await openCoreBench([withTemplates("strict"), new ScriptedProvider("any")]);
});
afterEach(() => bench.close());

const reviewed = (text: string, locale: "zh-CN" | "en" = "zh-CN") => {
  const { core, merchant, clock } = bench;
  return review(core, { ...merchant, locale }, compose(merchant, text), clock.now());
};
const asked = async (text: string) => {
  const { core, merchant, drafter } = bench;
  const draft = await bench.draft([numberOf(1)], text);
  return requestApproval(core, merchant, draft, drafter, actorOf(drafter));
};

describe("a text that a provider has not approved", () => {
  test("is blocked there and nowhere else, and says what to submit: the text without its signature", async () => {
    const report = await reviewed("新品到店，拒收请回复R");
    expect(report).toMatchObject({ verdict: "pass", providers: { strict: "block", any: "pass" } });
    expect(report.findings).toMatchObject([
      {
        rule: "provider.template",
        severity: "block",
        providers: { strict: "block" },
        suggestion: expect.stringContaining("“新品到店，拒收请回复R”"),
      },
    ]);
    const [inEnglish] = (await reviewed("新品到店，拒收请回复R", "en")).findings;
    expect(inEnglish?.suggestion).toContain("“新品到店，拒收请回复R”");
    expect(inEnglish?.why).toContain("approved templates only");
  });

  test("goes through the others", async () => {
    const outcome = await asked("新品到店，拒收请回复R");
    expect(outcome).toMatchObject({ kind: "requested", campaign: { plan: { eligible: ["any"] } } });
  });

  test("can't be put up for approval when nobody takes it, and says why", async () => {
    await bench.close();
    bench = await openCoreBench([withTemplates("strict")]);
    expect(await asked("新品到店，拒收请回复R")).toMatchObject({
      kind: "fault",
      fault: {
        kind: "blocked_everywhere",
        report: { findings: [{ suggestion: expect.stringContaining("新品到店") }] },
      },
    });
    expect(await asked(TEXT)).toMatchObject({ kind: "requested" });
  });

  test("stays blocked whoever silences it, which no button offers: the provider would refuse all the same", async () => {
    const { core, merchant, approver } = bench;
    const what = { rule: "provider.template", phrase: null, until: null };
    await silence(core, merchant._id, actorOf(approver), what);
    const { findings, providers } = await reviewed("新品到店，拒收请回复R");
    expect(providers.strict).toBe("block");
    expect(reviewActions(findings, { kind: "check", id: "1" }, "zh-CN")).toEqual([]);
  });
});

test("a text under another signature says which one the account signs with", async () => {
  const { findings } = await reviewed(`【大店】${TEXT}`);
  expect(findings).toMatchObject([
    { rule: "provider.signature", suggestion: expect.stringContaining("【小店】") },
  ]);
});

test("an approved text has no finding", async () => {
  expect(await reviewed(TEXT)).toMatchObject({ findings: [], providers: { strict: "pass" } });
});

test("an account without a share of the routing says nothing", async () => {
  await bench.close();
  bench = await openCoreBench([withTemplates("idle", 0), new ScriptedProvider("any")]);
  expect((await reviewed("新品到店，拒收请回复R")).findings).toEqual([]);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyStart, compose } from "../../src/campaign/compose.ts";
import { createPolicy } from "../../src/policy/policy.ts";
import { applyFixes, isFixable } from "../../src/review/fixes.ts";

const policy = createPolicy();
const merchant = { signature: "暖阳生活馆", settings: { optOutLine: "拒收请回复R" } } as Parameters<
  typeof compose
>[0];

function mended(text: string): string {
  const { findings } = policy.check({ ...QUESTION, text: compose(merchant, text) });
  return applyFixes(text, bodyStart(merchant, text), findings);
}

const QUESTION = {
  providers: [{ id: "a", profile: "aliyun" }],
  at: Date.parse("2026-08-20T10:00:00+08:00"),
  timeZone: "Asia/Shanghai",
  locale: "zh-CN",
} as const;

describe("the suggested wording", () => {
  it("writes simplified characters, quotes for brackets, and leaves out symbols and emoji", () => {
    expect(mended("會員日★全场八折🎉，【限时】三天")).toBe("会员日全场八折，“限时”三天");
  });

  it("tidies the marks that a removed phrase leaves", () => {
    expect(mended("全场八折，🎉，到店有礼")).toBe("全场八折，到店有礼");
    expect(mended("🎉，到店有礼")).toBe("到店有礼");
  });

  it("writes a plain character for one that costs a segment", () => {
    const offer = "20% off everything in store, ".repeat(4);
    const text = `Nuanyang: it’s member day, ${offer}reply STOP to opt out`;
    const providers = [{ id: "a", profile: "twilio" }];
    const { findings } = policy.check({ ...QUESTION, providers, locale: "en", text });
    expect(applyFixes(text, 0, findings)).toBe(text.replace("’", "'"));
  });

  it("leaves signature and opt-out line alone, and is done when it was applied", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("会员日", "會員", "★", "🎉", "【限时】", "八折", "，", "到店")),
        (parts) => {
          const text = parts.join("");
          const once = mended(text);
          expect(mended(once)).toBe(once);
        },
      ),
    );
  });

  it("says what a shop may say instead of leading people away", () => {
    expect(mended("加薇信领取好礼")).toBe("到店咨询领取好礼");
    expect(mended("进群享八折")).toBe("到店享八折");
    expect(mended("花呗分期免息")).toBe("花呗多种支付方式可选");
  });

  it("takes the opt-out wording that the provider takes", () => {
    expect(mended("全场八折，回T退订")).toBe("全场八折，拒收请回复R");
  });

  it("is offered only where a rule knows one", () => {
    expect(isFixable([])).toBe(false);
  });
});

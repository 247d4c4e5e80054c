import { describe, expect, test } from "vitest";
import { createCheck } from "../../src/cli/check-text.ts";
import { asLines } from "../../src/cli/result-forms.ts";
import { cliText } from "../../src/locale/cli.ts";

const check = createCheck(
  {},
  {
    providers: [
      { id: "ours", profile: "aliyun" },
      { id: "abroad", profile: "twilio" },
    ],
    at: Date.UTC(2026, 10, 23),
    timeZone: "Asia/Shanghai",
    locale: "zh-CN",
  },
);
const shown = (text: string) => asLines(text, check(text), cliText["zh-CN"]);

describe("on a terminal", () => {
  test("a result says what is wrong, for whom, and what to write instead", () => {
    const lines = shown("【小店】充话费送好礼，拒收请回复R");
    expect(lines).toContain("✓ 通过  1 条  ours 会被拦截  abroad 通过");
    expect(lines).toContain("✗ “充话费送”  carrier.business  (ours 拦截)");
    expect(lines).toContain("建议：改为“会员储值”");
  });

  test("what is about the whole text points at no place in it", () => {
    expect(shown("会员日")).toContain("整条  form.signature  (ours 拦截)");
  });

  test("a text can't send it commands", () => {
    const lines = shown("【小店】加\u001b[2J微\u009b信，拒收请回复R");
    expect(lines.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(lines).toContain("加\uFFFD[2J微");
  });
});

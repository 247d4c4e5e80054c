import { describe, expect, test } from "vitest";
import type { Locale } from "../../src/locale/locale.ts";
import { createPolicy } from "../../src/policy/policy.ts";

const policy = createPolicy();

function findings(text: string, profiles = ["sim-strict"], locale: Locale = "zh-CN") {
  return policy.check({
    text,
    providers: profiles.map((profile) => ({ id: profile, profile })),
    at: Date.UTC(2026, 3, 15, 3),
    timeZone: "Asia/Shanghai",
    locale,
  }).findings;
}

/** A body in a frame that lacks nothing. */
const framed = (body: string) => `【小店】${body}，拒收请回复R`;

function rulesIn(text: string, profiles?: string[]): string[] {
  return findings(text, profiles).map(({ rule }) => rule);
}

function find(rule: string, text: string, profiles?: string[], locale?: Locale) {
  const found = findings(text, profiles, locale).find((finding) => finding.rule === rule);
  expect(found, `${rule} in ${text}`).toBeDefined();
  return found;
}

describe("the frame of a text", () => {
  test("lacks nothing with a signature in front and a way out behind", () => {
    expect(findings(framed("会员日全场八折"))).toEqual([]);
    expect(findings("会员日全场八折，拒收请回复R【小店】")).toEqual([]);
  });

  test.each([
    ["会员日全场八折，拒收请回复R"],
    ["[小店]会员日全场八折，拒收请回复R"],
    ["小店：会员日全场八折，拒收请回复R"],
  ])("lacks a signature: %s", (text) => {
    expect(rulesIn(text)).toContain("form.signature");
  });

  test.each(["", "，回头客九折", "，请回复1预约"])("lacks a way to opt out: 全场八折%s", (end) => {
    expect(rulesIn(`【小店】会员日全场八折${end}`)).toContain("form.opt_out");
  });

  test.each(["拒收请回复R", "退订回T", "回TD退订", "回复N拒收", "Reply STOP to opt out"])(
    "tells how to opt out: %s",
    (way) => {
      expect(rulesIn(`【小店】会员日全场八折 ${way}`)).not.toContain("form.opt_out");
    },
  );
});

describe("a variable that nothing was put into is named", () => {
  test.each([
    ["{name}"],
    ["\u0024{name}"],
    ["\u0024{门店}"],
    ["{{1}}"],
    ["{{ first_name }}"],
    ["#name#"],
    ["#姓名#"],
    ["%姓名%"],
    ["[称呼]"],
    ["<name>"],
    ["【变量】"],
    ["【姓名】"],
    ["{}"],
  ])("%s", (variable) => {
    const text = framed(`亲爱的${variable}，会员日全场八折`);
    const found = find("form.variables", text);
    expect(found).toMatchObject({ match: variable, severity: "block" });
    expect(found?.why).toContain(variable);
    expect(find("form.variables", text, ["twilio"], "en")?.suggestion).toMatch(/fill it in/);
  });

  test("so is a blank left by hand", () => {
    expect(find("form.variables", framed("活动到X月X日结束，满XX元可用"))).toMatchObject({
      match: "X",
    });
  });

  test.each(["#双十一#全场八折", "[新品]到店", "满100减10%", "第{1}名", "XL码29元", "尺码X以上"])(
    "not what people write: %s",
    (body) => {
      const variables = findings(framed(body)).filter(({ rule }) => rule === "form.variables");
      expect(variables.map(({ match }) => match)).toEqual(body.includes("{1}") ? ["{1}"] : []);
    },
  );
});

describe("a link is told by where it leads", () => {
  test.each([
    ["short_link", "t.cn/A6abcd"],
    ["short_link", "https://bit.ly/3abcd"],
    ["short_link", "m.tb.cn/h.abc"],
    ["short_link", "https://xhslink.com/a/b"],
    ["chat_link", "https://t.me/shop"],
    ["chat_link", "wa.me/8613800138000"],
    ["chat_link", "https://work.weixin.qq.com/ca/abc"],
    ["chat_link", "https://u.wechat.com/abc"],
    ["chat_link", "https://qm.qq.com/q/abc"],
    ["chat_link", "weixin://dl/business"],
    ["address_link", "http://47.98.12.3/a"],
    ["address_link", "47.98.12.3:8080/a"],
    ["internal_link", "http://192.168.1.10/a"],
    ["internal_link", "http://localhost:3000/a"],
    ["internal_link", "http://shop.internal/a"],
    ["foreign_link", "https://shop.example.io/a"],
    ["link", "https://shop.example.cn/a"],
    ["link", "https://t.cn.example.com/a"],
    ["link", "ｗｗｗ．example．com"],
    ["link", "example点com"],
  ])("%s: %s", (name, link) => {
    const text = framed(`详情见 ${link} 欢迎`);
    const found = find(`contact.${name}`, text);
    expect(text.slice(found?.start, found?.end)).toContain(link.slice(0, 6));
    expect(found?.suggestion).toMatch(/去掉/);
    // Only what can be registered is asked about: the others are refused all the same.
    if (name === "link") expect(found?.question).toMatch(/报备/);
    else expect(found?.question).toBeUndefined();
    expect(find(`contact.${name}`, text, ["tencent"], "en")?.suggestion).toMatch(/leave it out/);
  });
});

describe("phones, addresses and accounts are contacts", () => {
  test.each([
    ["contact.mobile", "13800138000"],
    ["contact.mobile", "138 0013 8000"],
    ["contact.mobile", "+86 138-0013-8000"],
    ["contact.mobile", "１３８００１３８０００"],
    ["contact.mobile", "一三八零零一三八零零零"],
    ["contact.mobile", "1⃣3⃣8⃣0⃣0⃣1⃣3⃣8⃣0⃣0⃣0⃣"],
    ["contact.hotline", "400-820-8820"],
    ["contact.hotline", "010-88886666"],
    ["contact.email", "shop@example.com"],
    ["wechat.qq", "QQ：12345678"],
    ["wechat.qq", "扣扣 87654321"],
    ["wechat.qq", "QQ群号 123456789"],
    ["wechat.add", "微信：xiaodian88"],
    ["wechat.add", "微信号xiaodian_88"],
    ["wechat.add", "V：shop2026"],
    ["wechat.add", "wxid_a1b2c3d4"],
  ])("%s: %s", (rule, contact) => {
    const found = find(rule, framed(`预约请找店员 ${contact}`));
    expect(found?.suggestion).toBeDefined();
    expect(
      find(rule, framed(`预约请找店员 ${contact}`), ["tencent"], "en")?.suggestion,
    ).toBeDefined();
  });

  test.each(["订单号20261123001", "单号SF1234567890123", "满10000元", "G20高速", "尺码160/84A"])(
    "not other numbers: %s",
    (number) => {
      expect(rulesIn(framed(number)).filter((rule) => /contact|wechat/.test(rule))).toEqual([]);
    },
  );
});

describe("shouting", () => {
  test("in capitals is told, a name in capitals is not", () => {
    const text = "【SHOP】HUGE SALE TODAY ONLY, EVERYTHING HALF PRICE. Reply STOP to opt out";
    expect(find("form.capitals", text, ["twilio"], "en")?.suggestion).toMatch(/first letters/);
    expect(find("form.capitals", text, ["twilio"])?.suggestion).toMatch(/句首/);
    const calm = "SHOP: the IKEA and NASA collections are here today. Reply STOP to opt out";
    expect(rulesIn(calm, ["twilio"])).not.toContain("form.capitals");
  });
});

describe("a character outside the GSM alphabet", () => {
  const text = `Shop: members’ day is here, everything is twenty percent off in store this weekend only, come early. Reply STOP to opt out`;

  test("is shown with what it costs and what to write for it", () => {
    const found = find("form.encoding", text, ["twilio"], "en");
    expect(found).toMatchObject({ match: "’" });
    expect(found?.why).toMatch(/2 segments instead of 1/);
    expect(found?.suggestion).toBe("for ’ write '");
    const chinese = find("form.encoding", text, ["twilio"]);
    expect(chinese?.why).toMatch(/2 条.*1 条/);
    expect(chinese?.suggestion).toContain("改为 '");
  });

  test("counts the others that cost the same", () => {
    const two = text.replace("weekend", "“weekend”");
    expect(find("form.encoding", two, ["twilio"], "en")?.why).toContain("2 other characters");
  });

  test("that nothing stands for is to be left out", () => {
    const found = find("form.encoding", text.replace("’", "'☃"), ["twilio"], "en");
    expect(found?.suggestion).toBe("leave out ☃");
  });

  test.each([
    ["costs nothing in a short text", "Shop: members’ day. Reply STOP to opt out"],
    ["is none: é and € belong to it", text.replace("’", "é€")],
    ["is no matter in a Chinese text", framed("会员’日全场八折".repeat(9))],
  ])("%s", (_why, other) => {
    expect(rulesIn(other, ["twilio"])).not.toContain("form.encoding");
  });

  test("is no matter to the mainland's providers, who bill every character alike", () => {
    expect(rulesIn(text, ["tencent"])).not.toContain("form.encoding");
  });
});

describe("a wording a few characters too long", () => {
  const long = (units: number) => framed("好".repeat(units - framed("").length));

  test.each([
    [70, undefined],
    [71, "少 1 个字即为 1 条"],
    [73, "少 3 个字即为 1 条"],
    [80, "少 10 个字即为 1 条"],
    [81, undefined],
    [134, undefined],
    [137, "少 3 个字即为 2 条"],
  ])("of %i characters is told what to save: %s", (units, advice) => {
    const text = long(units);
    expect(text.length).toBe(units);
    const found = findings(text).find(({ rule }) => rule === "form.saving");
    expect(found?.suggestion).toBe(advice);
    if (advice !== undefined) expect(found?.severity).toBe("info");
  });

  test("is counted as each provider counts, in both languages", () => {
    const english = `${"a".repeat(162 - " Reply STOP to opt out".length)} Reply STOP to opt out`;
    const found = find("form.saving", english, ["twilio"], "en");
    expect(found?.suggestion).toBe("2 characters fewer is 1 segment instead of 2");
    expect(rulesIn(english, ["tencent"])).not.toContain("form.saving");
  });
});

describe("what the mainland's providers refuse in any text", () => {
  test.each([
    ["form.symbols", "★会员日★"],
    ["form.emoji", "会员日🎉"],
    ["form.brackets", "会员日【第二弹】"],
    ["form.traditional", "會員日"],
  ])("%s: %s", (rule, body) => {
    const found = find(rule, framed(body));
    expect(found?.suggestion).toBeDefined();
    expect(find(rule, framed(body), ["aliyun"], "en")?.suggestion).toBeDefined();
  });

  test("is too long beyond what each takes", () => {
    const found = find("form.length", framed("好".repeat(600)), ["tencent", "twilio"]);
    expect(found?.providers).toEqual({ tencent: "block" });
  });
});

import { describe, expect, test } from "vitest";
import { createPolicy } from "../../src/policy/policy.ts";
import { OFFENDING_TEXTS } from "./corpus/offending-texts.ts";

const policy = createPolicy();
const NOVEMBER = Date.UTC(2026, 10, 25, 3);

function check(text: string, at = NOVEMBER) {
  return policy.check({
    text: `【小店】${text}，拒收请回复R`,
    providers: [
      { id: "strict", profile: "sim-strict" },
      { id: "lenient", profile: "sim-lenient" },
    ],
    at,
    timeZone: "Asia/Shanghai",
    locale: "zh-CN",
  });
}

describe("what carriers and providers block is found", () => {
  test.each([
    ["education", "暑期少儿英语培训班招生，免费试听课"],
    ["education", "考研冲刺班开班，名师一对一辅导"],
    ["finance", "低息贷款，无抵押，当天放款"],
    ["finance", "稳健理财，年化收益高"],
    ["alcohol", "飞天茅台到货，名烟名酒回馈"],
    ["alcohol", "进口红酒买一送一"],
    ["wechat", "加微信领取好礼"],
    ["wechat", "详情加V信咨询"],
    ["wechat", "加 薇 信 有惊喜"],
    ["wechat", "咨询请＋ｖｘ：abc12345"],
    ["carrier", "充话费送流量包"],
    ["carrier", "中国移动用户专享宽带办理"],
    ["carrier", "联通大王卡免费领"],
    ["carrier", "电信宽带套餐优惠"],
    ["finance", "急需贷 款请致电"],
    ["wechat", "Weekend sale, add V信 for details"],
  ])("%s: %s", (category, text) => {
    const { findings } = check(text);
    const found = findings.filter((finding) => finding.category === category);
    expect(found.length).toBeGreaterThan(0);
    expect(found.some(({ severity }) => severity !== "info")).toBe(true);
  });
});

describe("what merchants ordinarily write passes", () => {
  test.each([
    "您的快递已到菜鸟驿站，取件码1234，请今天领取",
    "移动电源、移动硬盘全场八折，欢迎到店",
    "请勿移动店内展品，感谢配合",
    "打通线上线下，联通社区生活",
    "门店位于电信大楼对面，欢迎光临",
    "停电信息：今晚八点检修，请提前准备",
    "本店支持微信支付和支付宝",
    "加入会员享九折，加VIP会员更优惠",
    "酒店餐厅推出双人套餐，欢迎预订",
    "料酒酱油满39减5",
    "酒红色羊绒大衣上新，到店试穿",
    "红酒面膜买二送一",
    "教育路店今日开业，进店有礼",
    "开学季文具会员日，满59减10",
    "保险柜、收纳柜会员价",
    "货到付款，七天无理由退换",
    "王芳您好，您订的蛋糕已做好，请来店取",
    "会员日全场八折，到店更有好礼",
    "双人餐会员专享价，仅限周末",
    "威信县特产到货，欢迎品尝",
    "紫薇路店周年庆，满199减50",
    "徽菜馆新店开业，全场八八折",
  ])("%s", (text) => {
    const report = check(text);
    expect(report.findings.filter(({ severity }) => severity === "block")).toEqual([]);
    expect(report.verdict).not.toBe("block");
  });
});

describe("a word that tells where a place is", () => {
  const near = ["附近", "对面", "旁边", "隔壁", "楼上", "路口"];
  const sold = OFFENDING_TEXTS.filter(([category]) => category === "carrier");

  test.each(sold)("does not hide %s business: %s", (_category, text) => {
    for (const word of near) {
      for (const said of [
        `${word}${text}`,
        `${text}，就在${word}`,
        text.replace("，", `，${word}`),
      ]) {
        const found = check(said).findings.filter(({ category }) => category === "carrier");
        expect(
          found.map(({ severity }) => severity),
          said,
        ).toContain("block");
      }
    }
  });

  test.each(["移动营业厅", "中国电信", "联通公司", "营业厅"])("makes %s an address", (place) => {
    for (const word of near) {
      expect(check(`本店在${place}${word}，欢迎光临`).findings, word).toEqual([]);
      const sale = check(`${place}${word}办理宽带送话费`);
      expect(
        sale.findings.map(({ category }) => category),
        word,
      ).toContain("carrier");
    }
  });
});

describe("a finding", () => {
  test("has its range in the original text, and says what to write instead", () => {
    const text = "到店加 微 信领好礼";
    const { findings } = check(text);
    const whole = `【小店】${text}，拒收请回复R`;
    expect(findings.length).toBeGreaterThan(0);
    for (const { start, end, match } of findings) expect(whole.slice(start, end)).toBe(match);
    expect(findings[0]).toMatchObject({ category: "wechat", severity: "block" });
    expect(findings[0]?.disguises).toContain("noise");
    expect(findings[0]?.suggestion).toContain("店");
  });

  test("differs by provider: what one blocks another lets pass", () => {
    const { verdict, providers } = check("进口红酒到货，会员九折");
    expect(providers).toMatchObject({ strict: "block" });
    expect(providers.lenient).not.toBe("block");
    expect(verdict).not.toBe("block");
  });

  test("is about nothing when the text has a signature and a way out and no such word", () => {
    expect(check("会员日全场八折").findings).toEqual([]);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPolicy } from "../../src/policy/policy.ts";

const policy = createPolicy();

function check(text: string): number {
  return policy.check({
    text,
    providers: [
      { id: "strict", profile: "sim-strict" },
      { id: "abroad", profile: "twilio" },
    ],
    at: Date.UTC(2026, 3, 15, 3),
    timeZone: "Asia/Shanghai",
    locale: "zh-CN",
  }).findings.length;
}

const SIZE = 100_000;
/**
 * Sixteen times the text takes sixteen times the time and, where caches overflow or garbage is collected, two or three
 * times that; of something quadratic, 256.
 */
const MOST = 64;

/** Texts that make one part of the engine work at every character. */
const HOSTILE: Readonly<Record<string, string>> = {
  "beginnings of words": "扫一扫加客服",
  "a beginning that goes on": "微信公众",
  "one character": "加",
  words: "贷款",
  "words that overlap": "微信群号同微信",
  "harmless wordings": "移动电源加VIP红酒面膜",
  "words of a context without what it is about": "开户收益交易",
  "words about which the context is missing": "基金外汇期货",
  "first parts of a pattern without a second": "加 搜 添",
  "second parts without a first": "公众号",
  "separators only": "★·-",
  "spaces only": " ",
  "full stops only": "。",
  "words with separators between": "贷★款、无.抵.押",
  "words with pauses between all characters": "加，微，信，",
  "zero width characters": "\u200b",
  "combining marks on one letter": "\u0301",
  "words behind zero width": "贷\u200b\u200b\u200b\u200b款",
  "halves of characters": "亻言彳攵氵酉力口",
  "emoji that stand for words": "➕💬🍷💰",
  "joined emoji": "👨‍👩‍👧",
  flags: "🇻🇽",
  "look-alikes": "+√徽洒十",
  digits: "1",
  "digits apart": "1 3-8.",
  numerals: "一三八零",
  "almost phones": "1380013800 ",
  phones: "13800138000 ",
  "sums of money": "¥99.9元",
  "Latin letters": "a",
  "pinyin in one run": "weixin",
  "pinyin in runs as long as are heard": `${"wei".repeat(15)}加`,
  "pinyin that can be spelled in many ways": "xianangane加",
  "made-up names": "abc123 ",
  "what a link is made of": "a-b_c/",
  "almost links": "a.b.c.",
  "links side by side": "a.cn?",
  "spelled dots": "a点com",
  addresses: "1.2.3.4.",
  "at signs": "a@b.",
  "opening brackets": "【",
  "closing brackets": "】",
  signatures: "【店】 ",
  variables: "${a",
  "filled variables": "{name}",
  "half an opt-out": "回复 ",
  "the word for refusing": "退订",
  "half an opt-out in English": "reply stop to ",
  capitals: "SHOUT",
  "traditional characters": "貸",
  "symbols that are refused": "★ ",
  "unpaired surrogates": "\ud83d",
  "line ends": "\n",
};

function* filled(text: string, sizes: readonly number[]): Iterable<string> {
  for (const size of sizes) yield text.repeat(Math.ceil(size / text.length)).slice(0, size);
}

/**
 * Milliseconds of one check, the best of two, or of more where it is soon over: what else runs on the machine only ever
 * adds.
 */
function timeOf(text: string): number {
  let best = Number.POSITIVE_INFINITY;
  let spent = 0;
  for (let i = 0; i < 2 || (spent < 20 && i < 20); i++) {
    const from = performance.now();
    check(text);
    const took = performance.now() - from;
    best = Math.min(best, took);
    spent += took;
  }
  return best;
}

function growth(text: string): number {
  const [whole = "", part = ""] = filled(text, [SIZE, SIZE / 16]);
  check(part);
  return timeOf(whole) / timeOf(part);
}

/** The least of up to three: a machine that others use is late now and then, something quadratic always. */
function leastGrowth(text: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3 && least >= MOST; i++) least = Math.min(least, growth(text));
  return least;
}

describe("time grows no faster than the text", () => {
  test.each(Object.entries(HOSTILE))("of %s", (_what, text) => {
    expect(leastGrowth(text)).toBeLessThan(MOST);
  });

  test("of any few of these together", () => {
    const pieces = fc.array(fc.constantFrom(...Object.values(HOSTILE)), {
      minLength: 2,
      maxLength: 4,
    });
    fc.assert(
      fc.property(pieces, (some) => leastGrowth(some.join("")) < MOST),
      { numRuns: 6 },
    );
  });
});

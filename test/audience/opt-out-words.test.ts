import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOptIn, isOptOut } from "../../src/audience/opt-out-words.ts";

const OUT = [
  ..."R T TD N QX STOP STOPALL UNSUBSCRIBE END QUIT CANCEL REVOKE OPTOUT".split(" "),
  ..."退订 退訂 退 取消 拒收 不要再发了 T退订 TD退订 退订TD 回T 回复TD 回复R".split(" "),
  "opt-out",
  "Opt Out",
  "stop all",
  "T D",
  "退 订",
  "请退订",
  "我要退订",
  "退订，谢谢",
  "Please stop",
  "STOP please!",
  "please, unsubscribe. Thanks",
];
const IN = ["START", "UNSTOP", "Opt in", "恢复订阅", "重新订阅", "请恢复订阅", "我要恢复接收"];

/** What people, phones and gateways do to a word without meaning anything else. */
const full = (word: string) =>
  word.replace(/[!-~]/gu, (c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0));
const dressing = fc.constantFrom<((word: string) => string)[]>(
  (word) => word.toLowerCase(),
  (word) => word.toUpperCase(),
  full,
  (word) => `“${word}”`,
  (word) => `【${word}】`,
  (word) => `《${word}》`,
  (word) => `'${word}'`,
  (word) => ` ${word} \n`,
  (word) => `${word}。`,
  (word) => `${word}!!`,
  (word) => `${word}？`,
  (word) => `${word} 🛑`,
  (word) => `\uFEFF${word}\u200B`,
);

const ORDINARY = [
  "",
  "？",
  "👍",
  "好的",
  "好的，谢谢",
  "ok",
  "Yes",
  "No problem, see you on Monday",
  "请问几点开门",
  "退订单 12345",
  "我要退货",
  "我要退",
  "退了",
  "怎么退款",
  "请取消明天的预约",
  "取消预约",
  "please cancel my booking",
  "Please end the call",
  "Does the sale end on Sunday?",
  "Stop by tomorrow?",
  "Where is the bus stop",
  "I quit smoking",
  "T恤还有货吗",
  "T-shirt",
  "R&B 之夜几点",
  "TD-LTE",
  "N95 口罩有吗",
  "到 N 门还是 S 门",
  "订阅号是什么",
  "什么时候恢复营业",
  "Can we start at nine?",
  "restart",
  "拒收的快递怎么办",
  `${"退订".repeat(30)}`,
];

describe("a reply", () => {
  test("that is an opt-out word and nothing else is an opt-out, however it is dressed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...OUT), fc.array(dressing, { maxLength: 3 }), (word, dress) => {
        const reply = dress.reduce((text, put) => put(text), word);
        expect(isOptOut(reply), reply).toBe(true);
        expect(isOptIn(reply), reply).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("that takes an opt-out back is understood in the same dress", () => {
    fc.assert(
      fc.property(fc.constantFrom(...IN), fc.array(dressing, { maxLength: 3 }), (word, dress) => {
        const reply = dress.reduce((text, put) => put(text), word);
        expect(isOptIn(reply), reply).toBe(true);
        expect(isOptOut(reply), reply).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test.each(ORDINARY)("that says something else is neither: %s", (reply) => {
    expect(isOptOut(reply)).toBe(false);
    expect(isOptIn(reply)).toBe(false);
  });
});

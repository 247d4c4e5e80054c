import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPolicy } from "../../src/policy/policy.ts";
import { OFFENDING_TEXTS } from "./corpus/offending-texts.ts";
import { ORDINARY_TEXTS } from "./corpus/ordinary-texts.ts";
import { UNSEEN_TEXTS } from "./corpus/unseen-texts.ts";

const policy = createPolicy();

/** What the stricter simulated provider, which refuses what all mainland ones do, says of a body. */
function check(body: string) {
  const text = `【小店】${body}，拒收请回复R`;
  const report = policy.check({
    text,
    providers: [{ id: "strict", profile: "sim-strict" }],
    at: Date.UTC(2026, 3, 15, 3),
    timeZone: "Asia/Shanghai",
    locale: "zh-CN",
  });
  return { text, ...report };
}

/** At most one false block in two hundred ordinary texts. */
const FALSE_BLOCKS = 1 / 200;
const RECALL = 0.95;

describe("measured on texts", () => {
  test.each([
    ["the packs were tuned on", ORDINARY_TEXTS],
    ["set down before the packs were tried on them", UNSEEN_TEXTS],
  ])("ordinary ones %s are hardly ever blocked", (_which, texts) => {
    const blocked = texts.filter((body) => check(body).verdict === "block");
    expect(texts.length).toBeGreaterThan(140);
    expect(blocked.length / texts.length, blocked.join("\n")).toBeLessThanOrEqual(FALSE_BLOCKS);
  });

  const categories = [...new Set(OFFENDING_TEXTS.map(([category]) => category))];
  test.each(categories)("offending ones of the category %s are found", (wanted) => {
    const texts = OFFENDING_TEXTS.filter(([category]) => category === wanted);
    const missed = texts.filter(
      ([, body]) => !check(body).findings.some(({ category }) => category === wanted),
    );
    expect(1 - missed.length / texts.length, missed.join("\n")).toBeGreaterThanOrEqual(RECALL);
  });
});

describe("whatever the text", () => {
  const ugly = fc.string({ unit: "grapheme", maxLength: 80 });
  const piece = fc.constantFrom(...OFFENDING_TEXTS.map(([, body]) => body), ...ORDINARY_TEXTS);

  test("every range lies within it and holds what the finding says", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, ugly), { maxLength: 4 }), (parts) => {
        const { text, findings } = check(parts.join(""));
        for (const { start, end, match } of findings) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(text.slice(start, end)).toBe(match);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("a word with the same mark between its characters is still found", () => {
    const marks = fc.constantFrom(" ", ".", "*", "-", "_", "\u200b", "☆");
    fc.assert(
      fc.property(fc.constantFrom("加微信", "贷款", "白酒"), marks, (word, mark) => {
        // A lone space in a word of two characters is as often the end of a phrase: that is not taken for hiding.
        fc.pre(word.length > 2 || mark !== " ");
        const hidden = [...word].join(mark);
        const { text, findings } = check(`到店${hidden}有礼`);
        const at = text.indexOf(hidden);
        const found = findings.find(({ start, end }) => start < at + hidden.length && end > at);
        expect(found?.severity, hidden).toBe("block");
      }),
    );
  });
});

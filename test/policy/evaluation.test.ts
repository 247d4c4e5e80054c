import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPolicy } from "../../src/policy/policy.ts";
import { checkBody, evaluate } from "./corpus/evaluate.ts";
import { OFFENDING_TEXTS } from "./corpus/offending-texts.ts";
import { ORDINARY_TEXTS } from "./corpus/ordinary-texts.ts";

const policy = createPolicy();
const check = (body: string) => checkBody(policy, body);
const { categories, offending, ordinary } = evaluate(policy);

/** At most one false block in two hundred ordinary texts. */
const FALSE_BLOCKS = 1 / 200;
const RECALL = 0.95;

describe("measured on texts", () => {
  test.each(ordinary)("ordinary ones $name are hardly ever blocked", ({ texts, blockedTexts }) => {
    expect(texts).toBeGreaterThan(100);
    expect(blockedTexts.length / texts, blockedTexts.join("\n")).toBeLessThanOrEqual(FALSE_BLOCKS);
  });

  test.each(offending)("offending ones $name are found", ({ texts, missed }) => {
    expect(texts).toBeGreaterThan(90);
    expect(1 - missed.length / texts, missed.join("\n")).toBeGreaterThanOrEqual(RECALL);
  });

  test.each(categories)(
    "offending ones of the category $category are found",
    ({ recall, missed }) => {
      expect(recall, missed.join("\n")).toBeGreaterThanOrEqual(RECALL);
    },
  );
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
        const hidden = [...word].join(mark);
        const { text, findings } = check(`到店${hidden}有礼`);
        const at = text.indexOf(hidden);
        const found = findings.find(({ start, end }) => start < at + hidden.length && end > at);
        expect(found?.severity, hidden).toBe("block");
      }),
    );
  });
});

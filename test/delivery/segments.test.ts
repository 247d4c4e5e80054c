import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countSegments, firstOutsideGsm } from "../../src/delivery/segments.ts";

describe("mainland: every character is one", () => {
  it.each([
    ["", 0, 70],
    ["好".repeat(70), 1, 70],
    ["a".repeat(70), 1, 70],
    ["好".repeat(71), 2, 67],
    ["好".repeat(134), 2, 67],
    ["好".repeat(135), 3, 67],
    ["a".repeat(160), 3, 67],
  ])("%#: %s", (text, segments, perSegment) => {
    expect(countSegments(text, "mainland")).toEqual({
      segments,
      units: text.length,
      encoding: "mainland",
      perSegment,
    });
  });

  it("counts an emoji as the two units it travels as", () => {
    expect(countSegments(`${"好".repeat(69)}🎉`, "mainland")).toMatchObject({
      segments: 2,
      units: 71,
    });
  });
});

describe("gsm: septets while the alphabet suffices, UTF-16 units otherwise", () => {
  it.each([
    ["160 letters are one", "a".repeat(160), 1, "gsm7"],
    ["161 are two", "a".repeat(161), 2, "gsm7"],
    ["306 are two", "a".repeat(306), 2, "gsm7"],
    ["307 are three", "a".repeat(307), 3, "gsm7"],
    ["80 euro signs are 160 septets", "€".repeat(80), 1, "gsm7"],
    [
      "an escape pair does not straddle the end of a part",
      `${"a".repeat(152)}€${"a".repeat(152)}`,
      3,
      "gsm7",
    ],
    ["70 Han are one", "好".repeat(70), 1, "ucs2"],
    ["71 Han are two", "好".repeat(71), 2, "ucs2"],
    ["35 emoji are 70 units", "🎉".repeat(35), 1, "ucs2"],
    ["a part holds 33 emoji and wastes a unit", "🎉".repeat(67), 3, "ucs2"],
    ["extension characters are one unit once it is UCS-2", `好${"€".repeat(69)}`, 1, "ucs2"],
    ["a backtick is not in the alphabet", "`", 1, "ucs2"],
  ])("%s", (_rule, text, segments, encoding) => {
    expect(countSegments(text, "gsm")).toMatchObject({ segments, encoding });
  });

  it("points at the character that costs the alphabet", () => {
    expect(firstOutsideGsm("Sale today – 50% off")).toBe(11);
    expect(firstOutsideGsm("Sale today - 50% off")).toBe(-1);
  });
});

describe("the count is that of really cutting the text", () => {
  const GSM = new Set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
  );
  const ESCAPED = new Set("\f^{}\\[~]|€");

  /** Cuts a list of indivisible costs into parts, the way an encoder would. */
  function cut(costs: readonly number[], part: number): number {
    const parts: number[] = [];
    for (const cost of costs) {
      const last = parts.at(-1);
      if (last === undefined || last + cost > part) parts.push(cost);
      else parts[parts.length - 1] = last + cost;
    }
    return parts.length;
  }

  function naive(text: string): { segments: number; units: number } {
    const characters = [...text];
    const gsm = characters.every((c) => GSM.has(c) || ESCAPED.has(c));
    const costs = characters.map((c) => (gsm ? (ESCAPED.has(c) ? 2 : 1) : c.length));
    const units = costs.reduce((a, b) => a + b, 0);
    const [alone, part] = gsm ? [160, 153] : [70, 67];
    return { segments: units <= alone ? Math.min(1, units) : cut(costs, part), units };
  }

  const character = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom("a", "Z", "9", " ", "@", "é", "\n") },
    { weight: 4, arbitrary: fc.constantFrom("€", "[", "]", "~", "\\", "|", "^") },
  );
  const wide = fc.oneof(character, fc.constantFrom("好", "🎉", "`", "\u200d", "\ud83c"));

  it.each([
    ["within the alphabet", character],
    ["beyond it", wide],
  ])("%s", (_name, unit) => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 500 }), (units) => {
        const text = units.join("");
        expect(countSegments(text, "gsm")).toMatchObject(naive(text));
      }),
      { numRuns: 300 },
    );
  });
});

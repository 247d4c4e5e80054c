import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listParser } from "../../src/audience/list-parser.ts";
import { maskPhone, parsePhone } from "../../src/audience/phone.ts";
import type { Phone } from "../../src/ids.ts";

const NUMBER = "+8613800138000";

describe("one number", () => {
  test.each([
    ["13800138000"],
    ["+8613800138000"],
    ["86 138 0013 8000"],
    ["008613800138000"],
    ["+86-138-0013-8000"],
    ["１３８００１３８０００"],
    ["＋８６　１３８ ００１３ ８０００"],
    ["\t13800138000 "],
    ["'13800138000"],
    ['="13800138000"'],
    ["13800138000.0"],
    ["\u202A13800138000\u202C"],
    ["138–0013–8000"],
  ])("is understood as %j", (written) => {
    expect(parsePhone(written, "CN")).toBe(NUMBER);
  });

  test.each([
    ["1.38E+10", "mangled"],
    ["1.38001E10", "mangled"],
    ["1,38E+10", "mangled"],
    ["１．３８Ｅ＋１０", "mangled"],
    ["138****8000", "masked"],
    ["138xxxx8000", "masked"],
    ["+86 138 **** 8000", "masked"],
    ["0571-88886666", "not_mobile"],
    ["4008008888", "not_mobile"],
    ["+85221234567", "not_mobile"],
    ["10086", "not_a_number"],
    ["1380013800", "not_a_number"],
    ["138001380001", "not_a_number"],
    ["11012345678", "not_a_number"],
    ["没有留", "not_a_number"],
    ["", "not_a_number"],
    ["-", "not_a_number"],
    ["1".repeat(100_000), "not_a_number"],
  ])("that is none, %j, is %s", (written, fault) => {
    expect(parsePhone(written, "CN")).toEqual({ fault });
  });

  test("without a country code is of the merchant's region", () => {
    expect(parsePhone("91234567", "HK")).toBe("+85291234567");
    expect(parsePhone("(202) 555-0123", "US")).toBe("+12025550123");
    expect(parsePhone("+852 9123 4567", "CN")).toBe("+85291234567");
  });

  test("once understood is understood as itself, whoever reads it", () => {
    const written = fc.stringMatching(/^(\+|00|86|\+86)?1[3-9]\d{9}$/u);
    fc.assert(
      fc.property(
        written,
        fc.constantFrom("CN" as const, "HK" as const, "US" as const),
        (raw, region) => {
          const phone = parsePhone(raw, "CN");
          if (typeof phone === "string") expect(parsePhone(phone, region)).toBe(phone);
        },
      ),
    );
  });

  test("is never made of anything but the digits that were written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (raw) => {
        const phone = parsePhone(raw, "CN");
        const digits = raw.normalize("NFKC").replace(/\D/gu, "");
        if (typeof phone === "string") expect(`86${digits}`).toContain(phone.slice(-8));
      }),
    );
  });
});

test("a list's parser says of every number what a number's own parser says", () => {
  const listed = listParser("CN");
  const blocks = fc.integer({ min: 1_000_000, max: 1_999_999 });
  const rests = fc.array(fc.integer({ min: 0, max: 9999 }), { minLength: 2, maxLength: 3 });
  fc.assert(
    fc.property(blocks, rests, (block, tails) => {
      for (const tail of tails) {
        const raw = `${block}${String(tail).padStart(4, "0")}`;
        expect(listed(raw)).toEqual(parsePhone(raw, "CN"));
      }
    }),
    { numRuns: 2000 },
  );
});

describe("a mask", () => {
  test.each([
    ["+8613800138000", "138****8000"],
    ["+85291234567", "+85****4567"],
    ["+12025550123", "+12****0123"],
    ["+29012345", "+29****45"],
  ])("of %s is %s", (phone, mask) => {
    expect(maskPhone(phone as Phone)).toBe(mask);
  });

  test("never lets the number be read off it", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9]\d{6,14}$/u), (phone) => {
        const shown = maskPhone(phone as Phone).replaceAll(/\D/gu, "").length;
        expect(phone.length - 1 - shown).toBeGreaterThanOrEqual(2);
      }),
    );
  });
});

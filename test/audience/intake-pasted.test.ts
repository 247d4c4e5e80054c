import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pastedRows } from "../../src/audience/rows.ts";

const numbers = (text: string) =>
  [...pastedRows(text, "CN")].map(({ phone, fault }) => phone ?? fault);

describe("pasted numbers", () => {
  test.each([
    ["13800138000\n13900139000"],
    ["13800138000,13900139000"],
    ["13800138000，13900139000"],
    ["13800138000、13900139000；"],
    ["13800138000 13900139000"],
    ["138 0013 8000 139 0013 9000"],
    ["+86 138-0013-8000\r\n\r\n86 13900139000\r\n"],
    ["张三 13800138000\n李四：13900139000"],
  ])("are told apart in %j", (text) => {
    expect(numbers(text)).toEqual(["+8613800138000", "+8613900139000"]);
  });

  test("that are none are rows with their fault, in their place", () => {
    expect([...pastedRows("13800138000, 12345 没有, 1.38E+10\n0571-88886666", "CN")]).toEqual([
      { line: 1, phone: "+8613800138000", variables: {} },
      { line: 2, phone: undefined, fault: "not_a_number", variables: {} },
      { line: 3, phone: undefined, fault: "mangled", variables: {} },
      { line: 4, phone: undefined, fault: "not_mobile", variables: {} },
    ]);
  });

  test("that are repeated stay repeated: preflight counts them", () => {
    expect(numbers("13800138000 13800138000")).toHaveLength(2);
  });

  test("are all found, whatever stands between them and within them", () => {
    const separator = fc.constantFrom("\n", "\r\n", ",", "，", "、", ";", " ", "  ", "\t", " | ");
    const number = fc
      .tuple(fc.integer({ min: 10_000_000, max: 89_999_999 }), fc.nat(3))
      .map(([tail, style]) => {
        const digits = `138${tail}`;
        const spaced = digits.replace(/^(\d{3})(\d{4})(\d{4})$/u, "$1 $2 $3");
        return {
          digits,
          written: [digits, `+86${digits}`, spaced, spaced.replaceAll(" ", "-")][style],
        };
      });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, separator), { maxLength: 30 }), (list) => {
        const text = list.map(([{ written }, between]) => `${written}${between}`).join("");
        expect(numbers(text)).toEqual(list.map(([{ digits }]) => `+86${digits}`));
      }),
    );
  });
});

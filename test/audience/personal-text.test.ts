import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkPersonalText,
  escapeBraces,
  parsePersonalText,
  renderPersonalText,
  type TextPart,
  variablesUsed,
} from "../../src/audience/personal-text.ts";
import { missingText, textFaultText } from "../../src/locale/personal-text.ts";

const render = (text: string, variables: Record<string, string>) =>
  renderPersonalText(parsePersonalText(text), variables);
const rendered = (text: string, variables: Record<string, string>) => {
  const said = render(text, variables);
  return said.ok ? said.text : said.missing;
};
const faults = (text: string, ...names: string[]) =>
  checkPersonalText(parsePersonalText(text), names);

describe("a personal text", () => {
  test.each([
    ["{姓名}您好", "张三您好"],
    ["{ 姓名 }，积分{积分|0}", "张三，积分0"],
    ["{昵称|亲}您好", "亲您好"],
    ["{昵称|}您好", "您好"],
    ["{空白|亲}您好", "亲您好"],
    ["｛姓名｝您好｛昵称｜亲｝", "张三您好亲"],
    ["满{{100}}减20，{姓名}", "满{100}减20，张三"],
    ["{{{姓名}}}", "{张三}"],
    ["单个 } 没有关系", "单个 } 没有关系"],
    ["{姓名|a|b}", "张三"],
    ["{昵称|a|b}", "a|b"],
    ["", ""],
  ])("%j is for one row %j", (text, expected) => {
    expect(rendered(text, { 姓名: "张三", 昵称: "", 空白: " " })).toBe(expected);
  });

  test("names every cell that is empty and has no fallback, once", () => {
    expect(rendered("{姓名}{姓名}{积分}{等级|x}", { 姓名: "", 等级: "" })).toEqual([
      "姓名",
      "积分",
    ]);
    expect(missingText(["姓名", "积分"], "zh-CN")).toContain("姓名、积分");
  });

  test("takes nothing but what the row itself has", () => {
    expect(rendered("{toString}{constructor}", {})).toEqual(["toString", "constructor"]);
  });

  test("never reads what a row holds as a variable", () => {
    expect(rendered("{姓名}", { 姓名: "{等级}{{", 等级: "金卡" })).toBe("{等级}{{");
  });

  test("says which variables it uses, each once", () => {
    expect(variablesUsed(parsePersonalText("{b}{a|x}{b}{{c}}"))).toEqual(["b", "a"]);
  });
});

describe("a text that is written wrongly says where, and what was meant", () => {
  test("a brace that is not closed", () => {
    expect(faults("您好{姓名，欢迎")).toEqual([{ kind: "unclosed", from: 2, to: 3 }]);
    expect(faults("{姓名 {等级}", "等级")).toEqual([{ kind: "unclosed", from: 0, to: 1 }]);
    expect(faults("{姓\n名}")).toEqual([{ kind: "unclosed", from: 0, to: 1 }]);
  });

  test("braces without a name", () => {
    expect(faults("a{}{ |x}")).toEqual([
      { kind: "nameless", from: 1, to: 3 },
      { kind: "nameless", from: 3, to: 8 },
    ]);
  });

  test("a name that no column has, with the nearest that does", () => {
    expect(faults("{nmae}{余额}", "name", "phone")).toEqual([
      { kind: "unknown", name: "nmae", nearest: "name", from: 0, to: 6 },
      { kind: "unknown", name: "余额", nearest: undefined, from: 6, to: 10 },
    ]);
  });

  test("a column's name in doubled braces, as other programs write it", () => {
    expect(faults("{{姓名}}您好，{{100}}", "姓名")).toEqual([
      { kind: "doubled", name: "姓名", from: 0, to: 6 },
    ]);
  });

  test("nothing, when all is well", () => {
    expect(faults("{姓名}，{{ok}}", "姓名")).toEqual([]);
  });

  test.each(["zh-CN", "en"] as const)("in words of %s that say what to write", (locale) => {
    const said = faults("{{a}}{}{b}{nmae}{c", "a", "name").map((fault) =>
      textFaultText(fault, locale),
    );
    expect(said).toHaveLength(5);
    expect(said[0]).toContain("{a}");
    expect(said[1]).toContain("|");
    expect(said[2]).toContain("b");
    expect(said[3]).toContain("{name}");
    expect(said[4]).toContain("{{");
  });
});

const anyText = fc.string({ unit: fc.constantFrom(..."{}｛｝|｜a名 \n𠮷$&"), maxLength: 30 });
const name = fc
  .string({ unit: fc.constantFrom(..."a名b 1"), minLength: 1, maxLength: 6 })
  .map((one) => one.trim())
  .filter((one) => one !== "");
const fallback = fc.option(fc.string({ unit: fc.constantFrom(..."a|名 "), maxLength: 5 }), {
  nil: undefined,
});

describe("any text", () => {
  test("is as it was, once its braces are escaped", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const personal = parsePersonalText(escapeBraces(text));
        expect(personal.faults).toEqual([]);
        expect(renderPersonalText(personal, {})).toEqual({ ok: true, text });
      }),
    );
  });

  test("is read as the words and variables it was made of", () => {
    const words = anyText
      .filter((text) => text !== "")
      .map((text) => ({ kind: "words" as const, text }));
    const variable = fc.record({ kind: fc.constant("variable" as const), name, fallback });
    fc.assert(
      fc.property(fc.array(fc.oneof(words, variable), { maxLength: 8 }), (pieces) => {
        const text = pieces
          .map((one) =>
            one.kind === "words"
              ? escapeBraces(one.text)
              : `{${one.name}${one.fallback === undefined ? "" : `|${one.fallback}`}}`,
          )
          .join("");
        const { parts, faults } = parsePersonalText(text);
        const plain = (part: TextPart) =>
          part.kind === "words" ? part.words : { name: part.name, fallback: part.fallback };
        const merged: unknown[] = [];
        for (const one of pieces) {
          const last = merged.at(-1);
          if (one.kind === "words" && typeof last === "string")
            merged[merged.length - 1] = last + one.text;
          else
            merged.push(
              one.kind === "words" ? one.text : { name: one.name, fallback: one.fallback },
            );
        }
        expect(faults).toEqual([]);
        expect(parts.map(plain)).toEqual(merged);
      }),
    );
  });

  test("renders to its words and the row's values, or names what is missing; a fault is at its place", () => {
    fc.assert(
      fc.property(anyText, fc.dictionary(name, fc.string({ maxLength: 4 })), (text, variables) => {
        const personal = parsePersonalText(text);
        const said = renderPersonalText(personal, variables);
        const unfilled = personal.parts.filter(
          (part) =>
            part.kind === "variable" &&
            part.fallback === undefined &&
            !(Object.hasOwn(variables, part.name) && variables[part.name]?.trim()),
        );
        expect(said.ok).toBe(unfilled.length === 0);
        for (const { from, to } of checkPersonalText(personal, Object.keys(variables))) {
          expect(from).toBeLessThan(to);
          expect(text.slice(from, to)).toMatch(/^[{｛]/u);
        }
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  findApproved,
  fitTemplate,
  fitTemplates,
  parseTemplate,
  renderTemplate,
  splitSignature,
  type Template,
  variablesOf,
} from "../../src/delivery/template.ts";

const ALIYUN = /\$\{(\w+)\}/gu;
const TENCENT = /\{(\d+)\}/gu;
const of = (text: string, most = 20, code = "T"): Template =>
  parseTemplate(code, text, TENCENT, () => most);

describe("a template", () => {
  test("has fixed words, and variables however its provider writes them", () => {
    const parsed = parseTemplate("SMS_1", `您好\${name}，\${a_1}`, ALIYUN, (name) => name.length);
    expect(parsed.parts).toEqual([
      "您好",
      { name: "name", most: 4 },
      "，",
      { name: "a_1", most: 3 },
    ]);
    expect(of("{1}您好").parts).toEqual([{ name: "1", most: 20 }, "您好"]);
    expect(variablesOf(of("{2}和{1}和{2}"))).toEqual(["2", "1"]);
  });

  test.each<[string, string, Record<string, string> | undefined]>([
    ["会员日", "会员日", {}],
    ["会员日", "会员日。", undefined],
    ["{1}您好", "王女士您好", { 1: "王女士" }],
    ["{1}您好", "您好", undefined],
    ["{1}您好", "您好您好", { 1: "您好" }],
    ["您好{1}", "您好{1}", { 1: "{1}" }],
    ["{1}和{1}", "茶和茶", { 1: "茶" }],
    ["{1}和{1}", "茶和酒", undefined],
    ["{1}，{2}", "a，b，c", { 1: "a", 2: "b，c" }],
    ["{1}{2}", "abc", { 1: "a", 2: "bc" }],
    ["{1}{2}{1}", "abcab", { 1: "ab", 2: "c" }],
    ["{1}!", "😀!", { 1: "😀" }],
    ["{1}{2}", "😀", undefined],
  ])("%s says %s with %j", (template, text, params) => {
    expect(fitTemplate(of(template), text)).toEqual(params);
  });

  test("keeps to the length of its variables, and finds another way where there is one", () => {
    expect(fitTemplate(of("{1}您好", 3), "王女士您好")).toEqual({ 1: "王女士" });
    expect(fitTemplate(of("{1}您好", 2), "王女士您好")).toBeUndefined();
    expect(fitTemplate(of("{1}-{2}", 3), "a-b-cd")).toEqual({ 1: "a-b", 2: "cd" });
  });

  test("of many ways takes little time, fitting or not", () => {
    const hard = of(`${"{1}a{2}a{3}a{4}a{5}a{6}a{7}a{8}"}b`, 500);
    expect(fitTemplate(hard, "a".repeat(500))).toBeUndefined();
    expect(fitTemplate(hard, `${"a".repeat(499)}b`)).toBeDefined();
  }, 5_000);
});

describe("of several templates", () => {
  test("the one with the most fixed words counts, and of those the first", () => {
    const all = [of("{1}", 99, "any"), of("您好{1}", 99, "one"), of("{1}您好", 99, "two")];
    expect(fitTemplates(all, "您好您好")?.template.code).toBe("one");
    expect(fitTemplates(all, "大家您好")?.template.code).toBe("two");
    expect(fitTemplates(all, "大家好")?.template.code).toBe("any");
    expect(fitTemplates(all.slice(1), "大家好")).toBeUndefined();
  });
});

describe("a text as an account has it", () => {
  test.each([
    ["【小店】会员日", "小店", "会员日"],
    ["  【小店】 会员日 ", "小店", "会员日 "],
    ["会员日【小店】", undefined, "会员日【小店】"],
    ["【】会员日", undefined, "【】会员日"],
  ])("%s is in two parts: who signs, and what is said", (text, signature, body) => {
    expect(splitSignature(text)).toEqual({ signature, body });
  });

  test("goes under the account's signature, and says what was approved", () => {
    const approved = { signature: "小店", templates: [of("{1}，会员日")] };
    expect(findApproved(approved, "【小店】王女士，会员日")).toMatchObject({
      kind: "fits",
      params: { 1: "王女士" },
    });
    expect(findApproved(approved, "【大店】王女士，会员日")).toEqual({
      kind: "signature",
      signature: "小店",
    });
    expect(findApproved(approved, "【小店】会员日")).toEqual({
      kind: "template",
      signature: "小店",
      body: "会员日",
    });
  });
});

describe("whatever the templates", () => {
  const words = fc.stringMatching(/^[一-龥，。]{1,8}$/u);
  const value = fc.stringMatching(/^[A-Za-z0-9]{1,8}$/u);
  const anything = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
    .filter(({ length }) => length <= 20);
  const shape = fc.array(fc.tuple(words, fc.nat({ max: 3 })), { minLength: 1, maxLength: 6 });
  const written = (parts: readonly (readonly [string, number])[]) =>
    of(parts.map(([word, name]) => `${word}{${name}}`).join(""), 20);
  const valuesOf = (template: Template, values: readonly string[]) =>
    Object.fromEntries(variablesOf(template).map((name) => [name, values[Number(name)] ?? "x"]));

  test("values that are told apart from the fixed words come back exactly", () => {
    fc.assert(
      fc.property(shape, fc.tuple(value, value, value, value), (parts, values) => {
        const template = written(parts);
        const params = valuesOf(template, values);
        expect(fitTemplate(template, renderTemplate(template, params))).toEqual(params);
      }),
    );
  });

  test("what can be rendered is found, and renders to the same text", () => {
    const tuple = fc.tuple(anything, anything, anything, anything);
    fc.assert(
      fc.property(shape, tuple, (parts, values) => {
        const template = written(parts);
        const text = renderTemplate(template, valuesOf(template, values));
        const found = fitTemplate(template, text);
        expect(found && renderTemplate(template, found)).toBe(text);
        for (const said of Object.values(found ?? {})) expect(said.length).toBeLessThanOrEqual(20);
      }),
    );
  });

  test("a text that is found at all is exactly what arrives", () => {
    fc.assert(
      fc.property(shape, fc.string({ maxLength: 30 }), (parts, text) => {
        const template = written(parts);
        const found = fitTemplate(template, text);
        if (found !== undefined) expect(renderTemplate(template, found)).toBe(text);
      }),
    );
  });
});

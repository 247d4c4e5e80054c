import { describe, expect, test } from "vitest";
import { type CellOf, inline, number, type SheetOf, xlsxOf } from "../support/xlsx-writer.ts";
import { fileOf, numbers, read } from "./given-file.ts";

const rowsOf = async (rows: SheetOf["rows"] & {}, options = {}) =>
  (await read(fileOf(xlsxOf([{ rows }], options)))).rows;

/** A person's row with this cell beside the number, and what becomes of it. */
async function value(cell: CellOf, options = {}): Promise<string | undefined> {
  const [row] = await rowsOf(
    [
      ["手机", "值"],
      ["13800138000", cell],
    ],
    options,
  );
  return row?.variables.值;
}

const nothing: CellOf = { as: "nothing" };

describe("the first sheet of a workbook", () => {
  test("gives numbers, rows as Excel counts them, and the other columns by their header", async () => {
    const table = [
      ["姓名", "手机号", "等级"],
      ["张三", "13800138000", "金卡"],
      [],
      ["李四", "", "普通"],
    ];
    expect(await rowsOf(table)).toEqual([
      { line: 2, phone: "+8613800138000", variables: { 姓名: "张三", 等级: "金卡" } },
      { line: 4, phone: undefined, fault: "missing", variables: { 姓名: "李四", 等级: "普通" } },
    ]);
  });

  test("may be a plain list of numbers", async () => {
    expect(await numbers(xlsxOf([{ rows: [[number(13800138000)], ["13900139000"]] }]))).toEqual([
      "+8613800138000",
      "+8613900139000",
    ]);
  });

  test("is passed by when it is empty, and a hidden one comes last; which it is is said", async () => {
    const people = (phone: string) => [["手机"], [phone]];
    const book = xlsxOf([
      { name: "旧名单", state: "hidden", rows: people("13700137000") },
      { name: "封面", rows: [["", ""]] },
      { name: "会员 & 客户", rows: people("13800138000") },
      { name: "其他", rows: people("13900139000") },
    ]);
    const { rows, summary } = await read(fileOf(book));
    expect(rows.map(({ phone }) => phone)).toEqual(["+8613800138000"]);
    expect(summary.sheet).toEqual({ name: "会员 & 客户", others: ["旧名单", "封面", "其他"] });
  });

  test("is another one when a person says so", async () => {
    const book = xlsxOf([
      { name: "A", rows: [["13800138000"]] },
      { name: "B", rows: [["13900139000"]] },
    ]);
    expect(await numbers(book, { sheet: "B" })).toEqual(["+8613900139000"]);
  });

  test("may have merged headers, over columns and over rows", async () => {
    const rows = await rowsOf([
      ["会员名单导出", nothing, nothing, nothing],
      ["姓名", "联系方式", nothing, "消费"],
      [nothing, "微信", "手机", "金额"],
      ["张三", "zs1", "13800138000", number(12.5)],
    ]);
    expect(rows).toEqual([
      { line: 4, phone: "+8613800138000", variables: { 姓名: "张三", 微信: "zs1", 金额: "12.5" } },
    ]);
  });

  test("may have a number's header merged downwards beside one that is merged over columns", async () => {
    const rows = await rowsOf([
      ["手机", "消费", nothing],
      [nothing, "金额", "次数"],
      [number(13800138000), number(8), number(3)],
    ]);
    expect(rows).toEqual([
      { line: 3, phone: "+8613800138000", variables: { 金额: "8", 次数: "3" } },
    ]);
  });

  test("may leave places unsaid, as some programs do, and write a prefix before every tag", async () => {
    const xml =
      "<row><c/><c t='str'><v>13800138000</v></c></row><row><c/><c><v>13900139000</v></c></row>";
    const book = xlsxOf([{ xml }], { prefix: "x:" });
    const { rows } = await read(fileOf(book));
    expect(rows.map(({ line, phone }) => [line, phone])).toEqual([
      [1, "+8613800138000"],
      [2, "+8613900139000"],
    ]);
  });

  test("may be as wide as Excel goes: what is far to the right is not read", async () => {
    const book = xlsxOf([
      { xml: '<row r="1"><c r="A1"><v>13800138000</v></c><c r="XFD1"><v>1</v></c></row>' },
    ]);
    expect(await numbers(book)).toEqual(["+8613800138000"]);
  });
});

describe("a number in a workbook", () => {
  test.each([
    ["a number", number(13800138000)],
    ["a text", "13800138000"],
    ["a text with a plus", "+86 138 0013 8000"],
    ["a number whose plus was lost", number(8613800138000)],
    ["in scientific notation with all its digits, as Java writes it", number("1.3800138E10")],
    ["with country code in scientific notation", number("8.613800138E12")],
    ["a float", number("13800138000.0")],
    ["the result of a formula", { as: "formula", text: "13800138000" } as const],
    ["inline text", inline("13800138000")],
    ["rich text", { as: "rich", text: "138 0013 8000" } as const],
  ])("may be %s", async (_how, cell) => {
    const table = [
      ["名", "手机"],
      ["a", "13900139000"],
      ["b", cell],
    ];
    expect(await numbers(xlsxOf([{ rows: table }]))).toEqual(["+8613900139000", "+8613800138000"]);
  });

  test.each([
    ["digits were lost to scientific notation in a text", inline("1.38E+10"), "mangled"],
    ["digits were lost before it became a number", number("1.38E+10"), "mangled"],
    ["a lookup failed", { as: "error", text: "#N/A" } as const, "missing"],
    ["its plus was lost abroad, which is not guessed at", number(85291234567), "not_a_number"],
    ["it is a date", number(45_000, 1), "not_a_number"],
  ])("costs its row where %s", async (_why, cell, fault) => {
    const table = [
      ["名", "手机"],
      ["a", "13900139000"],
      ["b", cell],
      ["c", "13700137000"],
    ];
    const { rows } = await read(fileOf(xlsxOf([{ rows: table }], { formats: ["yyyy-mm-dd"] })));
    expect(rows.map(({ line, phone, fault }) => [line, phone ?? fault])).toEqual([
      [2, "+8613900139000"],
      [3, fault],
      [4, "+8613700137000"],
    ]);
  });
});

describe("a value in a workbook reads as in Excel", () => {
  test.each<[string, CellOf, string]>([
    ["a decimal with a double's noise", number("99.900000000000006"), "99.9"],
    ["a large number", number(123456789), "123456789"],
    [
      "a long number that some programs write whole",
      number("330106199001011234"),
      "330106199001011234",
    ],
    ["a date as text, untouched", inline("2026/11/23"), "2026/11/23"],
    ["a truth", { as: "raw", text: '<c t="b"><v>1</v></c>' }, "TRUE"],
    ["nothing, where a formula failed", { as: "error", text: "#REF!" }, ""],
    ["nothing, where a formula was never computed", { as: "raw", text: "<c><f>1+1</f></c>" }, ""],
    ["rich text without how it is said", { as: "rich", text: "张三" }, "张三"],
    [
      "text of several pieces and kinds",
      { as: "raw", text: '<c t="inlineStr"><is><t>a&amp;<![CDATA[<b>]]>&#x4e2d;</t></is></c>' },
      "a&<b>中",
    ],
    [
      "an escape that Excel writes, and one it escapes",
      { as: "raw", text: '<c t="inlineStr"><is><t>a_x000A_b_x005F_x000A_</t></is></c>' },
      "a\nb_x000A_",
    ],
  ])("%s", async (_what, cell, expected) => {
    expect(await value(cell)).toBe(expected);
  });

  test.each([
    ["yyyy-mm-dd", "46349", "2026-11-23"],
    ['yyyy"年"m"月"d"日"', "46349", "2026-11-23"],
    ["[$-804]yyyy/m/d h:mm", "46349.354166666664", "2026-11-23 08:30"],
    ["yyyy-mm-dd", "59", "1900-02-28"],
    ["yyyy-mm-dd", "61", "1900-03-01"],
    ["h:mm AM/PM", "0.75", "18:00"],
    ["yyyy-mm-dd hh:mm:ss", "46348.99999999999", "2026-11-23"],
    ["yyyy-mm-dd", "-1", "-1"],
    ["[h]:mm", "1.5", "1.5"],
    ["0.00_);[Red]\\d0", "46349", "46349"],
    ['0"days"', "46349", "46349"],
  ])("a number shown as %s", async (format, written, expected) => {
    expect(await value(number(written, 1), { formats: [format] })).toBe(expected);
  });

  test("a date of a workbook that counts from 1904", async () => {
    const options = { formats: ["yyyy-mm-dd"], from1904: true };
    expect(await value(number(44887, 1), options)).toBe("2026-11-23");
  });
});

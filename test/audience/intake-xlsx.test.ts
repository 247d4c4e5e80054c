import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AudienceFileError, type AudienceRow, fileRows } from "../../src/audience/rows.ts";
import type { IncomingFile } from "../../src/chat/form.ts";
import { audienceFileText } from "../../src/locale/audience-intake.ts";
import { type Cell, xlsxOf } from "../support/xlsx-writer.ts";
import { zipOf } from "../support/zip-writer.ts";

function fileOf(bytes: Uint8Array, chunk = 64 * 1024): IncomingFile {
  return {
    name: "会员.xlsx",
    size: bytes.length,
    open: async function* () {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
  };
}

async function read(bytes: Uint8Array, chunk?: number): Promise<AudienceRow[]> {
  const rows: AudienceRow[] = [];
  for await (const row of fileRows(fileOf(bytes, chunk), "CN")) rows.push(row);
  return rows;
}

async function refusal(bytes: Uint8Array): Promise<AudienceFileError> {
  const error: unknown = await read(bytes).catch((thrown: unknown) => thrown);
  if (!(error instanceof AudienceFileError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

const sheet = (...rows: Cell[][]) => xlsxOf([{ rows }]);

describe("an Excel workbook", () => {
  test("gives numbers, the lines of its sheet, and the other columns by their header", async () => {
    const book = sheet(
      ["姓名", "手机号", "生日"],
      ["张三", 13800138000, { day: 46349 }],
      [null, null, null],
      [{ inline: "李四 & 家人" }, "139 0013 9000", "不详"],
      ["王五", null, null],
    );
    expect(await read(book)).toEqual([
      { line: 2, phone: "+8613800138000", variables: { 姓名: "张三", 生日: "2026-11-23" } },
      { line: 4, phone: "+8613900139000", variables: { 姓名: "李四 & 家人", 生日: "不详" } },
      { line: 5, phone: undefined, fault: "missing", variables: { 姓名: "王五", 生日: "" } },
    ]);
  });

  test("is read from its first visible sheet that holds anything", async () => {
    const book = xlsxOf([
      { rows: [["13800138001"]], hidden: true },
      { rows: [[""]] },
      { rows: [["手机"], ["13800138002"]] },
      { rows: [["13800138003"]] },
    ]);
    expect((await read(book)).map(({ phone }) => phone)).toEqual(["+8613800138002"]);
  });

  test("keeps a number that is written with an exponent: no digit of it is lost", async () => {
    const sheetXml = `<worksheet><sheetData><row><c><v>1.3800138E10</v></c></row><row r="7"><c r="A7"><v>13900139000.0</v></c></row></sheetData></worksheet>`;
    const book = xlsxOf([{ rows: [] }], [{ name: "xl/worksheets/sheet1.xml", content: sheetXml }]);
    expect((await read(book)).map(({ line, phone }) => [line, phone])).toEqual([
      [1, "+8613800138000"],
      [7, "+8613900139000"],
    ]);
  });

  test("of any cells is read as it was written, in pieces of any size", async () => {
    const cell = fc.string({ unit: "grapheme", maxLength: 12 }).map((text) =>
      // What XML can't hold, Excel can't either; and cells are trimmed.
      text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "").trim(),
    );
    const people = fc.array(
      fc.record({ n: fc.integer({ min: 0, max: 99_999_999 }), name: cell, asNumber: fc.boolean() }),
      { minLength: 1, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(people, fc.integer({ min: 1, max: 4000 }), async (rows, chunk) => {
        const numbers = rows.map(({ n }) => `138${String(n).padStart(8, "0")}`);
        const book = sheet(
          ["名字", "手机号"],
          ...rows.map(({ name, asNumber }, i): Cell[] => [
            name,
            asNumber ? Number(numbers[i]) : (numbers[i] ?? ""),
          ]),
        );
        expect(await read(book, chunk)).toEqual(
          rows.map(({ name }, i) => ({
            line: i + 2,
            phone: `+86${numbers[i]}`,
            variables: { 名字: name },
          })),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe("a workbook that is none, or is hostile", () => {
  test.each([
    [
      "an archive of something else",
      zipOf([{ name: "a.txt", content: "13800138000" }]),
      "spreadsheet",
    ],
    ["one that was cut off", sheet(["13800138000"]).subarray(0, 400), "broken_spreadsheet"],
    [
      "one whose XML is broken",
      xlsxOf([{ rows: [] }], [{ name: "xl/worksheets/sheet1.xml", content: "<worksheet><row>" }]),
      "broken_spreadsheet",
    ],
    [
      "one with entities of its own, which could grow without end",
      xlsxOf(
        [{ rows: [] }],
        [
          {
            name: "xl/worksheets/sheet1.xml",
            content:
              '<!DOCTYPE x [<!ENTITY a "13800138000"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>',
          },
        ],
      ),
      "broken_spreadsheet",
    ],
    ["one without a filled cell", sheet([""], [null]), "empty"],
    ["one without numbers", sheet(["姓名"], ["张三"]), "no_numbers"],
  ])("is refused whole, with what to give instead: %s", async (_, bytes, code) => {
    const error = await refusal(bytes);
    expect(error.fault.code).toBe(code);
    for (const locale of ["zh-CN", "en"] as const)
      expect(audienceFileText(error, locale).length).toBeGreaterThan(10);
  });

  test("is refused when a part unpacks to more than it may, whatever its headers claim", async () => {
    const GIB = 1024 ** 3;
    const name = "xl/sharedStrings.xml";
    const claimed = xlsxOf([{ rows: [["13800138000"]] }], [{ name, content: "", claims: GIB }]);
    expect((await refusal(claimed)).fault).toEqual({ code: "too_large", megabytes: 128 });
    const bomb = "<sst>".padEnd(4_000_000, " ");
    const lying = xlsxOf([{ rows: [["13800138000"]] }], [{ name, content: bomb, claims: 10 }]);
    expect((await refusal(lying)).fault.code).toBe("broken_spreadsheet");
  });

  test("leaves nothing behind, read to its end or not", async () => {
    const left = async () =>
      (await readdir(tmpdir())).filter((name) => name.startsWith("qunfa-xlsx-")).length;
    const before = await left();
    const book = sheet(...Array.from({ length: 500 }, (_, i): Cell[] => [13800000000 + i]));
    for await (const _ of fileRows(fileOf(book), "CN")) break;
    await refusal(book.subarray(0, 600));
    expect(await left()).toBe(before);
  });
});

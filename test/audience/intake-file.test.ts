import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { cleanValue } from "../../src/audience/columns.ts";
import { AudienceFileError, fileRows } from "../../src/audience/rows.ts";
import type { IncomingFile } from "../../src/chat/form.ts";
import { audienceFileText, rowFaultText } from "../../src/locale/audience-intake.ts";
import { fileOf, numbers, read as readFile, refusal } from "./given-file.ts";

const read = async (file: IncomingFile) => (await readFile(file)).rows;

describe("a table", () => {
  test("gives numbers, lines as the person counts them, and the other columns by their header", async () => {
    const rows = await read(
      fileOf("姓名,手机号,等级\r\n张三,13800138000,金卡\r\n\r\n李四,,普通\r\n"),
    );
    expect(rows).toEqual([
      { line: 2, phone: "+8613800138000", variables: { 姓名: "张三", 等级: "金卡" } },
      { line: 4, phone: undefined, fault: "missing", variables: { 姓名: "李四", 等级: "普通" } },
    ]);
  });

  test.each([",", "\t", ";", "|", "，"])("may be delimited by %j", async (delimiter) => {
    const table = [
      ["会员", "电话", "备注"],
      ["张三", "13800138000", "a"],
      ["李四", "13900139000", "b"],
    ];
    const text = table.map((record) => record.join(delimiter)).join("\n");
    expect(await numbers(text)).toEqual(["+8613800138000", "+8613900139000"]);
  });

  test("may have titles above its header, and trailing rows of nothing", async () => {
    const text = "会员导出,,\n2026-11-23,,\n姓名,手机,等级\n张三,13800138000,金卡\n,,\n , ,\n";
    expect(await read(fileOf(text))).toEqual([
      { line: 4, phone: "+8613800138000", variables: { 姓名: "张三", 等级: "金卡" } },
    ]);
  });

  test("may have no header", async () => {
    expect(await numbers("张三,13800138000\n李四,13900139000\n")).toEqual([
      "+8613800138000",
      "+8613900139000",
    ]);
  });

  test("is read by the column with most numbers, of equals by the one whose header says so", async () => {
    expect(await numbers("紧急联系,手机\n13700137000,13800138000\n,13900139000\n")).toEqual([
      "+8613800138000",
      "+8613900139000",
    ]);
    expect(await numbers("推荐人,手机\n13700137000,13800138000\n")).toEqual(["+8613800138000"]);
  });

  test("may have cells of several lines, quotes and delimiters", async () => {
    const text = '姓名,地址,手机\n"张""三","杭州,\n西湖区",13800138000\n李四,x,13900139000\n';
    expect(await read(fileOf(text))).toEqual([
      { line: 2, phone: "+8613800138000", variables: { 姓名: '张"三', 地址: "杭州,\n西湖区" } },
      { line: 4, phone: "+8613900139000", variables: { 姓名: "李四", 地址: "x" } },
    ]);
  });

  test.each([
    ["opens and never closes", '"李四,13900139000'],
    ["closes before the cell ends", '"李"四,13900139000'],
  ])("loses one row, not those after it, to a quote that %s", async (_how, bad) => {
    const text = `姓名,手机\n张三,13800138000\n${bad}\n王五,13700137000\n"赵"六,13600136000\n钱七,13500135000\n`;
    const rows = await read(fileOf(text));
    expect(rows.map(({ line, phone, fault }) => [line, phone ?? fault])).toEqual([
      [2, "+8613800138000"],
      [3, "quotes"],
      [4, "+8613700137000"],
      [5, "quotes"],
      [6, "+8613500135000"],
    ]);
  });

  test.each([
    ["__proto__", "proto"],
    ["U.S. name", "U_S_ name"],
    ["$set", "_set"],
    ['"a ""b"" \\ c"', "a _b_ _ c"],
  ])("with the header %s names the variable %s, as the store can keep it", async (header, name) => {
    const [row] = await read(fileOf(`${header},手机\nx,13800138000\n`));
    expect(Object.entries(row?.variables ?? {})).toEqual([[name, "x"]]);
  });
});

describe("a plain list", () => {
  test.each([
    ["a number a line", "13800138000\n13900139000\n"],
    ["old Mac line ends", "13800138000\r13900139000\r"],
    ["mixed line ends", "13800138000\r\n\n13900139000"],
    ["numbers between commas", "13800138000,13900139000"],
    ["numbers between spaces", "13800138000 13900139000\n"],
    ["a header", "手机号\n13800138000\n13900139000\n"],
    ["names before numbers", "张三 13800138000\n李四 13900139000\n"],
  ])("may have %s", async (_what, text) => {
    expect(await numbers(text)).toEqual(["+8613800138000", "+8613900139000"]);
  });
});

describe("a file that is none", () => {
  test.each([
    ["nothing", "", "empty"],
    ["blank lines", "\n\r\n  \n", "empty"],
    ["a page that only Excel opens", "<html><table><tr><td>13800138000", "spreadsheet"],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d]), "binary"],
    ["bytes", Buffer.from([1, 2, 3, 0, 5, 6]), "binary"],
    ["bytes of no encoding", Buffer.from([0x31, 0x0a, 0xff, 0xff, 0xff]), "binary"],
    ["no numbers", "姓名,等级\n张三,金卡\n", "no_numbers"],
    ["land lines", "0571-88886666\n0571-88886667\n", "no_numbers"],
  ])("is refused: %s", async (_what, content, code) => {
    expect((await refusal(content)).code).toBe(code);
  });

  test("is refused when it stops being text half way, however far", async () => {
    const start = `姓名,手机\n${"张三,13800138000\n".repeat(10_000)}`;
    const broken = Buffer.concat([Buffer.from(start), iconv.encode("李四,13900139000", "gbk")]);
    expect(await refusal(broken)).toEqual({ code: "encoding" });
    const nul = Buffer.from(`${"13800138000\n".repeat(10_000)}\0`);
    expect(await refusal(nul)).toEqual({ code: "binary" });
  });

  test("is refused by what it really holds, not by the size it claims", async () => {
    const file: IncomingFile = {
      name: "huge.csv",
      size: 10,
      open: async function* () {
        for (;;) yield Buffer.from(`13800138000,${"x".repeat(100_000)}\n`);
      },
    };
    const counted = (async () => {
      for await (const _row of fileRows(file, "CN"));
    })();
    await expect(counted).rejects.toMatchObject({ fault: { code: "too_large", megabytes: 64 } });
  });

  test("is refused when a line has no end", async () => {
    const endless = `13800138000\n13900139000\n${"1".repeat(5 * 1024 * 1024)}`;
    expect(await refusal(endless)).toEqual({ code: "malformed", line: 3 });
  });

  test("is answered with what was expected, in both languages", async () => {
    const page = new AudienceFileError(await refusal("<html><table>"));
    expect(audienceFileText(page, "zh-CN")).toContain("另存为");
    expect(audienceFileText(page, "en")).toContain("save it as");
    const large = new AudienceFileError({ code: "too_large", megabytes: 64 });
    expect(audienceFileText(large, "en")).toContain("64 MB");
    const endless = new AudienceFileError({ code: "malformed", line: 1234 });
    expect(audienceFileText(endless, "zh-CN")).toContain("1,234");
    expect(rowFaultText("mangled", "en")).toContain("Excel");
  });
});

describe("any file", () => {
  test("is let go of, read to its end or not", async () => {
    let closed = false;
    const file: IncomingFile = {
      name: "x.csv",
      size: 1,
      open: async function* () {
        try {
          for (;;) yield Buffer.from("13800138000\n".repeat(1000));
        } finally {
          closed = true;
        }
      },
    };
    for await (const _row of fileRows(file, "CN")) break;
    expect(closed).toBe(true);
  });

  test("is read without holding up everything else, even if it is all there at once", async () => {
    const text = "13800138000\n".repeat(100_000);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await read(fileOf(text, text.length));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });
});

/** Names and remarks a shop's export has, with the characters that make encodings differ. */
const cell = fc.string({
  unit: fc.constantFrom(..."张王李喆𠮷é€·，、；|;\t\"'\n =+-@０1 aZ"),
  maxLength: 12,
});
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const table = fc
  .array(fc.tuple(cell, fc.integer({ min: 10_000_000, max: 99_999_999 }), cell), {
    minLength: 1,
    maxLength: 25,
  })
  .map((people) => ({
    people,
    text: [
      "姓名,手机号,备注",
      ...people.map(([name, tail, note]) => `${quoted(name)},138${tail},${quoted(note)}`),
    ].join("\r\n"),
  }));

describe("the rows of a file are the same", () => {
  test("whatever its encoding", async () => {
    const encodings = ["utf8", "utf8-bom", "gb18030", "utf16le-bom", "utf16be-bom"] as const;
    const encoded = (text: string, encoding: (typeof encodings)[number]) =>
      iconv.encode(text, encoding.replace("-bom", ""), { addBOM: encoding.endsWith("-bom") });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom(...encodings), async ({ text }, encoding) => {
        expect(await read(fileOf(encoded(text, encoding)))).toEqual(await read(fileOf(text)));
      }),
    );
  });

  test("however its bytes are cut into chunks", async () => {
    const encoding = fc.constantFrom("utf8", "gb18030", "utf16le");
    await fc.assert(
      fc.asyncProperty(
        table,
        encoding,
        fc.integer({ min: 1, max: 9 }),
        async ({ text }, as, chunk) => {
          const bytes = iconv.encode(text, as, { addBOM: as === "utf16le" });
          expect(await read(fileOf(bytes, chunk))).toEqual(await read(fileOf(bytes)));
        },
      ),
    );
  });

  test("as what was written into it", async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ people, text }) => {
        const rows = await read(fileOf(text));
        expect(rows.map(({ phone, variables }) => [phone, variables])).toEqual(
          people.map(([name, tail, note]) => [
            `+86138${tail}`,
            { 姓名: cleanValue(name.trim()), 备注: cleanValue(note.trim()) },
          ]),
        );
      }),
    );
  });

  test("where the first character that tells GBK from UTF-8 comes a megabyte down", async () => {
    const text = `name,phone\n${"Zhang,13800138000\n".repeat(60_000)}王五,13900139000\n`;
    const rows = await read(fileOf(iconv.encode(text, "gbk")));
    expect(rows).toHaveLength(60_001);
    expect(rows.at(-1)).toEqual({
      line: 60_002,
      phone: "+8613900139000",
      variables: { name: "王五" },
    });
  });
});

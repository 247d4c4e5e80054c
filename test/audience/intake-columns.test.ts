import { afterEach, describe, expect, test } from "vitest";
import { saveAudience } from "../../src/audience/audience.ts";
import { VALUE_MOST, VARIABLES_MOST } from "../../src/audience/columns.ts";
import { fileRows } from "../../src/audience/rows.ts";
import { type CoreBench, openCoreBench } from "../support/core-bench.ts";
import { xlsxOf } from "../support/xlsx-writer.ts";
import { fileOf, numbers, read } from "./given-file.ts";

const MEMBERS =
  "姓名,手机,等级,\n张三,13800138000,金卡,x\n,没有,,\n李四,13900139000,,\n王五,13700137000,银卡,\n赵六,13600136000,,\n";

describe("what a file held", () => {
  test("is said column by column: what becomes of it, and how often it is empty", async () => {
    const { summary } = await read(fileOf(MEMBERS));
    expect(summary.columns).toEqual([
      {
        at: 0,
        header: "姓名",
        use: { kind: "variable", name: "姓名" },
        numbers: 0,
        empty: 1,
        cut: 0,
      },
      { at: 1, header: "手机", use: { kind: "phone" }, numbers: 4, empty: 0, cut: 0 },
      {
        at: 2,
        header: "等级",
        use: { kind: "variable", name: "等级" },
        numbers: 0,
        empty: 3,
        cut: 0,
      },
      { at: 3, header: "", use: { kind: "unnamed" }, numbers: 0, empty: 4, cut: 0 },
    ]);
  });

  test("is shown by the first three rows that can get an SMS", async () => {
    const { summary } = await read(fileOf(MEMBERS));
    expect(summary.sample).toEqual([
      { line: 2, phone: "+8613800138000", variables: { 姓名: "张三", 等级: "金卡" } },
      { line: 4, phone: "+8613900139000", variables: { 姓名: "李四", 等级: "" } },
      { line: 5, phone: "+8613700137000", variables: { 姓名: "王五", 等级: "银卡" } },
    ]);
  });

  test("counts every row, not only those that were looked at to find the numbers", async () => {
    const people = Array.from(
      { length: 1000 },
      (_, i) => `${i % 4 === 0 ? "" : "张"},1380013${1000 + i}`,
    );
    const { summary } = await read(fileOf(`姓名,手机\n${people.join("\n")}\n`));
    expect(summary.columns.map(({ empty }) => empty)).toEqual([250, 0]);
  });

  test("of a plain list has no columns", async () => {
    expect((await read(fileOf("13800138000\n"))).summary).toMatchObject({
      columns: [],
      sheet: null,
    });
  });

  test("begins anew when a file is read again", async () => {
    const reading = fileRows(fileOf(MEMBERS), "CN");
    for (let i = 0; i < 2; i += 1) for await (const _ of reading);
    expect(reading.summary().columns[2]?.empty).toBe(3);
  });
});

describe("a header", () => {
  const rowsOf = async (text: string) =>
    (await read(fileOf(text))).rows.map(({ line, phone, fault, variables }) => [
      line,
      phone ?? fault,
      variables,
    ]);

  test("is not gone on with by a person without a number", async () => {
    expect(await rowsOf("姓名,手机,等级\n张三,,金卡\n李四,13800138000,\n")).toEqual([
      [2, "missing", { 姓名: "张三", 等级: "金卡" }],
      [3, "+8613800138000", { 姓名: "李四", 等级: "" }],
    ]);
  });

  test("does not take the title above it for a name", async () => {
    expect(await rowsOf("会员名单,,\n,手机,等级\nx,13800138000,金卡\n")).toEqual([
      [3, "+8613800138000", { 等级: "金卡" }],
    ]);
  });

  test("is kept short, however long it is", async () => {
    const { summary } = await read(fileOf(`${"𠮷".repeat(5000)},手机\nx,13800138000\n`));
    expect(summary.columns[0]?.header).toBe("𠮷".repeat(50));
    expect(summary.columns[0]?.use).toEqual({ kind: "variable", name: "𠮷".repeat(20) });
  });
});

describe("the column of numbers", () => {
  const TWO = "手机,家人\n13800138000,13900139000\n13800138001,13900139001\n13800138002,\n";

  test("is another one when a person says so, and says where else numbers are", async () => {
    expect(await numbers(TWO)).toEqual(["+8613800138000", "+8613800138001", "+8613800138002"]);
    expect(await numbers(TWO, { phoneColumn: 1 })).toEqual([
      "+8613900139000",
      "+8613900139001",
      "missing",
    ]);
    const { summary } = await read(fileOf(TWO), { phoneColumn: 1 });
    expect(summary.columns.map(({ use, numbers }) => [use.kind, numbers])).toEqual([
      ["variable", 3],
      ["phone", 2],
    ]);
  });

  test("can't be one without numbers", async () => {
    await expect(read(fileOf(MEMBERS), { phoneColumn: 0 })).rejects.toMatchObject({
      fault: { code: "no_numbers" },
    });
    await expect(read(fileOf(MEMBERS), { phoneColumn: 9 })).rejects.toThrow();
  });
});

describe("a variable", () => {
  const one = async (header: string, value: string) => {
    const { rows, summary } = await read(
      fileOf(
        xlsxOf([
          {
            rows: [
              [header, "手机"],
              [value, "13800138000"],
            ],
          },
        ]),
      ),
    );
    return { variables: rows[0]?.variables, column: summary.columns[0] };
  };

  test.each([
    ["a control character", "张\u0007三", "张 三"],
    ["a tab", "张\t三", "张 三"],
    ["a DEL or a C1 control", "张\u007f\u0085三", "张  三"],
    ["what turns text around", "张\u202e三\u2066", "张三"],
  ])("is cleaned of %s", async (_what, value, clean) => {
    expect((await one("姓名", value)).variables).toEqual({ 姓名: clean });
  });

  test("keeps its line ends, each as one", async () => {
    expect((await one("地址", "杭州\r\n西湖\r区\n1号")).variables).toEqual({
      地址: "杭州\n西湖\n区\n1号",
    });
  });

  test("keeps its first characters, none of them halved, and how many were cut is said", async () => {
    const kept = await one("备注", "长".repeat(VALUE_MOST));
    expect([kept.variables, kept.column?.cut]).toEqual([{ 备注: "长".repeat(VALUE_MOST) }, 0]);
    const cut = await one("备注", `${"长".repeat(VALUE_MOST - 1)}𠮷`);
    expect([cut.variables, cut.column?.cut]).toEqual([{ 备注: "长".repeat(VALUE_MOST - 1) }, 1]);
  });

  test.each([
    ["{姓名}", "_姓名_"],
    ["姓名|称呼", "姓名_称呼"],
    ["姓名\n（全）", "姓名_（全）"],
    ["很".repeat(60), "很".repeat(40)],
  ])("of the header %j is named so that a text can have it", async (header, name) => {
    expect((await one(header, "x")).variables).toEqual({ [name]: "x" });
  });

  test("whose name is taken gets another: no column hides one", async () => {
    const { rows } = await read(fileOf("姓名,手机,姓名,姓名 2\na,13800138000,b,c\n"));
    expect(rows[0]?.variables).toEqual({ 姓名: "a", "姓名 2": "b", "姓名 2 2": "c" });
  });

  test("too many is not kept, and said", async () => {
    const names = Array.from({ length: VARIABLES_MOST + 2 }, (_, i) => `列${i}`);
    const { rows, summary } = await read(
      fileOf(`手机,${names.join(",")}\n13800138000,${names.join(",")}\n`),
    );
    expect(Object.keys(rows[0]?.variables ?? {})).toEqual(names.slice(0, VARIABLES_MOST));
    expect(
      summary.columns.filter(({ use }) => use.kind === "beyond").map(({ header }) => header),
    ).toEqual(names.slice(VARIABLES_MOST));
  });
});

describe("a stored audience", () => {
  let bench: CoreBench | undefined;
  afterEach(() => bench?.close());

  test("remembers what its file held, and each row its variables", async () => {
    bench = await openCoreBench([]);
    const { core, merchant } = bench;
    const book = xlsxOf([
      {
        name: "会员",
        rows: [
          ["姓名", "手机"],
          ["张三", "13800138000"],
        ],
      },
    ]);
    const { _id } = await saveAudience(core, merchant._id, "x", fileRows(fileOf(book), "CN"));
    const stored = await core.store.audiences.findOne({ _id });
    expect(stored?.file?.sheet).toEqual({ name: "会员", others: [] });
    expect(stored?.file?.sample).toEqual([
      { line: 2, phone: "+8613800138000", variables: { 姓名: "张三" } },
    ]);
    expect(await core.store.audienceRows.find({ audienceId: _id })).toMatchObject([
      { phone: "+8613800138000", variables: { 姓名: "张三" } },
    ]);
  });

  test("whose file breaks off leaves nothing behind", async () => {
    bench = await openCoreBench([]);
    const { core, merchant } = bench;
    const people = Array.from({ length: 3000 }, (_, i) => `1380013${1000 + i}`).join("\n");
    const file = fileOf(`${people}\n\0`);
    await expect(saveAudience(core, merchant._id, "x", fileRows(file, "CN"))).rejects.toThrow();
    expect(await core.store.audienceRows.count({})).toBe(0);
  });
});

import { readdirSync, readlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AudienceFileError } from "../../src/audience/file-error.ts";
import { fileRows } from "../../src/audience/rows.ts";
import { audienceFileText } from "../../src/locale/audience-intake.ts";
import {
  type SheetOf,
  workbookParts,
  xlsxOf,
  type ZipPart,
  zipOf,
} from "../support/xlsx-writer.ts";
import { fileOf, numbers, read, refusal } from "./given-file.ts";

const PEOPLE: SheetOf = {
  rows: [
    ["姓名", "手机"],
    ["张三", "13800138000"],
    ["李四", "13900139000"],
  ],
};

/** A good workbook with some of its parts replaced. */
function spoiled(...parts: readonly ZipPart[]): Buffer {
  const names = parts.map(({ name }) => name);
  return zipOf([...workbookParts([PEOPLE]).filter(({ name }) => !names.includes(name)), ...parts]);
}
const SHEET = "xl/worksheets/sheet1.xml";
const sheetData = (xml: string): ZipPart => ({
  name: SHEET,
  data: `<worksheet><sheetData>${xml}</sheetData></worksheet>`,
});
const CONTENT = { name: "[Content_Types].xml", data: "<Types/>" };
const ole = (...inside: readonly (string | Buffer)[]) =>
  Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(70_000),
    ...inside.map((one) => Buffer.from(one)),
  ]);

describe("what is no .xlsx is refused by its content", () => {
  test.each<[string, Buffer, string]>([
    ["an old .xls", ole("Workbook"), "old_excel"],
    ["an .xlsx with a password", ole(Buffer.from("EncryptedPackage", "utf16le")), "encrypted"],
    ["a zip with a password", spoiled({ ...sheetData(""), encrypted: true }), "encrypted"],
    ["a binary .xlsb", zipOf([CONTENT, { name: "xl/workbook.bin", data: "x" }]), "spreadsheet"],
    [
      "an .ods",
      zipOf([
        { name: "mimetype", data: "x" },
        { name: "content.xml", data: "<a/>" },
      ]),
      "spreadsheet",
    ],
    ["a .numbers", zipOf([{ name: "Index/Document.iwa", data: "x" }]), "apple_numbers"],
    ["a .docx", zipOf([CONTENT, { name: "word/document.xml", data: "<a/>" }]), "document"],
    ["a zip of a CSV", zipOf([{ name: "members.csv", data: "13800138000" }]), "archive"],
    ["a zip of nothing", zipOf([]), "archive"],
    ["a PDF", Buffer.from("%PDF-1.7\n"), "pdf"],
    ["a workbook without rows", xlsxOf([{ rows: [] }]), "empty"],
    ["a workbook without numbers", xlsxOf([{ rows: [["姓名"], ["张三"]] }]), "no_numbers"],
  ])("%s", async (_what, bytes, code) => {
    expect(await refusal(bytes)).toEqual({ code });
  });

  test("a workbook all of whose numbers lost digits or are masked says so", async () => {
    expect(await refusal("手机\n1.38E+10\n1.39E+10\n")).toEqual({ code: "all_mangled" });
    const masked = xlsxOf([{ rows: [["手机"], ["138****8000"], ["139****9000"]] }]);
    expect(await refusal(masked)).toEqual({ code: "all_masked" });
  });

  test("every refusal says what to do, in both languages", () => {
    const codes = ["old_excel", "encrypted", "spreadsheet", "apple_numbers", "damaged"] as const;
    for (const code of codes) {
      const error = new AudienceFileError({ code });
      expect(audienceFileText(error, "zh-CN")).toMatch(/\.xlsx.*CSV|另存为.*\.xlsx/u);
      expect(audienceFileText(error, "en")).toMatch(/\.xlsx/u);
    }
    const error = new AudienceFileError({ code: "disordered", line: 1234 });
    expect(audienceFileText(error, "en")).toContain("Row 1,234");
  });
});

describe("a workbook that is damaged is refused whole", () => {
  test.each<[string, ZipPart]>([
    ["XML that breaks off", { name: SHEET, data: "<worksheet><sheetData><row r='1'>" }],
    ["XML of no encoding", { name: SHEET, data: Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0xff]) }],
    ["more bytes than it says", { ...sheetData("<row/>"), claimedSize: 3 }],
    ["fewer bytes than it says", { ...sheetData("<row/>"), claimedSize: 300 }],
    ["another checksum", { ...sheetData("<row><c><v>13800138000</v></c></row>"), claimedSum: 7 }],
    ["a text that is not there", sheetData('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')],
    ["a row beyond the last", sheetData('<row r="1048577"><c r="A1048577"><v>1</v></c></row>')],
    ["a place that is none", sheetData('<row r="1"><c r="1A"><v>1</v></c></row>')],
    ["no relations", { name: "xl/_rels/workbook.xml.rels", data: "<Relationships" }],
  ])("%s", async (_what, part) => {
    expect(await refusal(spoiled(part))).toEqual({ code: "damaged" });
  });

  test("a sheet that is missing, and a part that is there twice", async () => {
    const parts = workbookParts([PEOPLE]);
    expect(await refusal(zipOf(parts.filter(({ name }) => name !== SHEET)))).toEqual({
      code: "damaged",
    });
    expect(await refusal(zipOf([...parts, sheetData("")]))).toEqual({ code: "damaged" });
  });

  test.each([
    ["rows", '<row r="2"><c r="A2"><v>13800138000</v></c></row><row r="1"/>', 1],
    ["the same row twice", '<row r="3"/><row r="3"/>', 3],
    ["cells", '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>', 1],
    ["cells of another row", '<row r="1"><c r="A2"><v>1</v></c></row>', 1],
  ])("%s out of order are said with the row", async (_what, xml, line) => {
    expect(await refusal(spoiled(sheetData(xml)))).toEqual({ code: "disordered", line });
  });

  test("cut short anywhere", async () => {
    const bytes = xlsxOf([PEOPLE]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 5, max: bytes.length - 1 }), async (length) => {
        expect(await refusal(bytes.subarray(0, length))).toEqual({ code: "damaged" });
      }),
      { numRuns: 40 },
    );
  });

  test("no name in it leads anywhere: parts are found, not stored", async () => {
    const book = zipOf([
      ...workbookParts([PEOPLE]),
      { name: "../../etc/passwd", data: "x" },
      { name: "/a", data: "" },
    ]);
    expect(await numbers(book)).toEqual(["+8613800138000", "+8613900139000"]);
  });
});

describe("a workbook made to burst is refused before it does", () => {
  const held = () => process.memoryUsage().rss / 1024 / 1024;

  test("one part that unpacks to hundreds of times its size", async () => {
    const bomb = { name: "xl/media/image1.png", data: Buffer.alloc(20 * 1024 * 1024) };
    expect(await refusal(spoiled(bomb))).toEqual({ code: "overpacked" });
  });

  test("many that unpack to too much together, by what they say", async () => {
    const parts = Array.from({ length: 20 }, (_, i) => ({
      name: `xl/media/${i}`,
      data: noise(1_000_000, (n) => n.toString(36)),
      claimedSize: 60 * 1024 * 1024,
    }));
    expect(await refusal(spoiled(...parts))).toEqual({ code: "overpacked" });
    expect(await numbers(spoiled(...parts.slice(0, 10)))).toHaveLength(2);
  });

  test("thousands of entries", async () => {
    const parts = Array.from({ length: 2_001 }, (_, i) => ({ name: `a/${i}`, data: "" }));
    expect(await refusal(spoiled(...parts))).toEqual({ code: "overpacked" });
  });

  test("entities that would multiply are never even defined", async () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
    );
    const doctype = `<!DOCTYPE worksheet [<!ENTITY l0 "lol">${levels.join("")}]>`;
    const row = '<row r="1"><c r="A1" t="str"><v>&l12;</v></c></row>';
    const data = `${doctype}<worksheet><sheetData>${row}</sheetData></worksheet>`;
    const before = held();
    const begun = performance.now();
    expect(await refusal(spoiled({ name: SHEET, data }))).toEqual({ code: "damaged" });
    expect(await refusal(spoiled(sheetData(row)))).toEqual({ code: "damaged" });
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(held() - before).toBeLessThan(100);
  });

  test("a document type is refused even where nothing comes of it", async () => {
    const rows = '<row r="1"><c r="A1"><v>13800138000</v></c></row>';
    const data = `<!DOCTYPE worksheet><worksheet><sheetData>${rows}</sheetData></worksheet>`;
    expect(await refusal(spoiled({ name: SHEET, data }))).toEqual({ code: "damaged" });
    expect(await numbers(spoiled(sheetData(rows)))).toEqual(["+8613800138000"]);
  });

  test("a file outside that an entity would read is not read", async () => {
    const data = `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&x;</v></c></row></sheetData></worksheet>`;
    expect(await refusal(spoiled({ name: SHEET, data }))).toEqual({ code: "damaged" });
  });

  test.each([
    [
      "a text",
      "<worksheet><sheetData><row><c t='str'><v>",
      "</v></c></row></sheetData></worksheet>",
    ],
    ["a text where nothing is read", "<worksheet>", "</worksheet>"],
    ["an attribute", "<worksheet a='", "'/>"],
    ["a comment", "<worksheet><!--", "--></worksheet>"],
    ["a document type", "<!DOCTYPE a [", "]><worksheet/>"],
  ])("%s that goes on and on", async (_what, start, end) => {
    const data = start + noise(3_000_000, (n) => n.toString(36)) + end;
    expect(await refusal(spoiled({ name: SHEET, data }))).toEqual({ code: "damaged" });
  });

  test("tags within tags that go on and on", async () => {
    const names = Array.from({ length: 50_000 }, (_, i) => `a${Math.imul(i, 2654435761) >>> 0}`);
    const data =
      names.map((name) => `<${name}>`).join("") +
      names
        .toReversed()
        .map((name) => `</${name}>`)
        .join("");
    expect(await refusal(spoiled({ name: SHEET, data }))).toEqual({ code: "damaged" });
  });
});

/** Text that does not pack well. */
function noise(length: number, piece: (n: number) => string): string {
  let text = "";
  for (let i = 1; text.length < length; i += 1) text += piece(Math.imul(i, 2654435761) >>> 0);
  return text;
}

describe("any bytes", () => {
  /** Rows, or a clear refusal; nothing else, and soon. */
  const outcome = (bytes: Uint8Array) =>
    read(fileOf(bytes)).then(
      ({ rows }) => rows.map(({ phone, fault }) => phone ?? fault),
      (error: unknown) => {
        if (error instanceof AudienceFileError) return "refused" as const;
        throw error;
      },
    );

  test("behind the beginning of any kind of file are read or refused", async () => {
    const beginnings = [
      "",
      "PK\u0003\u0004",
      "PK\u0005\u0006",
      "\ufeff",
      "手机\n13800138000\n",
    ].map((text) => Buffer.from(text));
    beginnings.push(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.from([0xff, 0xfe]));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...beginnings),
        fc.uint8Array({ maxLength: 400 }),
        async (beginning, bytes) => {
          const said = await outcome(Buffer.concat([beginning, bytes]));
          expect(said === "refused" || Array.isArray(said)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("changed in a workbook lose no row without saying so", async () => {
    const bytes = xlsxOf([PEOPLE]);
    const whole = ["+8613800138000", "+8613900139000"];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const changed = Buffer.from(bytes);
          for (const [at, byte] of changes) changed[at] = byte;
          const said = await outcome(changed);
          if (said !== "refused") expect(said).toEqual(whole);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("whatever becomes of a workbook", () => {
  const copies = () =>
    readdirSync("/proc/self/fd").filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).includes("/qunfa-");
      } catch {
        // The one that read the folder is gone.
        return false;
      }
    });

  test.skipIf(process.platform !== "linux")("its copy on the disk is let go of", async () => {
    const givers: (() => Promise<unknown>)[] = [
      () => numbers(xlsxOf([PEOPLE])),
      () => refusal(spoiled(sheetData('<row r="2"/><row r="1"/>'))),
      () => refusal(xlsxOf([PEOPLE]).subarray(0, 300)),
      async () => {
        for await (const _row of fileRows(fileOf(xlsxOf([PEOPLE])), "CN")) break;
      },
    ];
    for (const give of givers) {
      await give();
      expect(copies()).toEqual([]);
    }
  });

  test.skipIf(process.platform !== "linux")("nobody finds its copy while it is read", async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => [`1380013${1000 + i}`]);
    for await (const _row of fileRows(fileOf(xlsxOf([{ rows }])), "CN")) {
      expect(copies()).toHaveLength(1);
      const named = readdirSync(tmpdir()).filter((name) => /^qunfa-[\da-f]{8}-/u.test(name));
      expect(named).toEqual([]);
      break;
    }
  });
});

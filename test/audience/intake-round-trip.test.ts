import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { cleanValue, cutValue } from "../../src/audience/columns.ts";
import { type CellOf, xlsxOf } from "../support/xlsx-writer.ts";
import { fileOf, numbers, read } from "./given-file.ts";

/** Cells a shop's export has, with the characters that make encodings, delimiters and spreadsheets differ. */
const cell = fc.oneof(
  fc.string({
    unit: fc.constantFrom(..."张王李喆𠮷é€·，、；|;,\t\"'\n =+-@０1aZ_x<>&{}"),
    maxLength: 12,
  }),
  fc.constantFrom("_x000A_", "]]>", "&amp;", "#N/A", "1.5E+3", "=1+1", "长".repeat(210)),
);
const NAMES = ["姓名", "备注", "生日", "City", "积分 余额", "a-b"];

const table = fc
  .record({
    columns: fc.integer({ min: 1, max: NAMES.length }),
    place: fc.nat(NAMES.length),
    people: fc.array(
      fc.tuple(
        fc.integer({ min: 10_000_000, max: 99_999_999 }),
        fc.array(cell, { minLength: 6, maxLength: 6 }),
      ),
      { minLength: 1, maxLength: 25 },
    ),
  })
  .map(({ columns, place, people }) => {
    const names = NAMES.slice(0, columns);
    const at = Math.min(place, columns);
    const withPhone = (cells: readonly string[], phone: string) =>
      cells.slice(0, columns).toSpliced(at, 0, phone);
    return {
      records: [
        withPhone(names, "手机号"),
        ...people.map(([tail, cells]) => withPhone(cells, `138${tail}`)),
      ],
      expected: people.map(([tail, cells]) => ({
        phone: `+86138${tail}`,
        variables: Object.fromEntries(
          names.map((name, i) => [name, cutValue(cleanValue((cells[i] ?? "").trim()))]),
        ),
      })),
    };
  });

const contents = async (bytes: Buffer, chunk: number) =>
  (await read(fileOf(bytes, chunk))).rows.map(({ phone, variables }) => ({ phone, variables }));

const chunk = fc.integer({ min: 1, max: 300 });

describe("any table reads back with the same rows and variables", () => {
  test("from a CSV of each encoding and delimiter", async () => {
    const encoding = fc.constantFrom("utf8", "utf8-bom", "gb18030", "utf16le-bom", "utf16be-bom");
    const delimiter = fc.constantFrom(",", "\t", ";", "|", "，", "、", "；");
    const end = fc.constantFrom("\n", "\r\n", "\r");
    await fc.assert(
      fc.asyncProperty(
        table,
        encoding,
        delimiter,
        end,
        chunk,
        async ({ records, expected }, as, by, line, cut) => {
          const quoted = (text: string) =>
            /^[\p{L}\p{N}]*$/u.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
          const text = records.map((cells) => cells.map(quoted).join(by)).join(line);
          const bytes = iconv.encode(text, as.replace("-bom", ""), { addBOM: as.endsWith("-bom") });
          expect(await contents(bytes, cut)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("from an .xlsx, however each cell is written", async () => {
    const written = fc.infiniteStream(
      fc.constantFrom("shared", "inline", "formula", "rich", "number"),
    );
    await fc.assert(
      fc.asyncProperty(table, written, chunk, async ({ records, expected }, kinds, cut) => {
        const cellOf = (text: string): CellOf => {
          const { value } = kinds.next();
          if (text === "" && value !== "shared") return { as: "nothing" };
          const plain = /^1\d{10}$/u.test(text);
          const as = value === "number" && !plain ? "shared" : value;
          return { as, text };
        };
        const rows = records.map((cells) => cells.map(cellOf));
        expect(await contents(xlsxOf([{ rows }]), cut)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});

describe("whatever stands between good rows", () => {
  test("no good row is lost with it", async () => {
    const junk = fc.oneof(
      fc.string({ unit: fc.constantFrom(..."张a1,;\t|'. "), maxLength: 30 }),
      fc.constantFrom('"', 'a"b', '"never closed,', ",,,,,,", "1.38E+10,x", "138****0000,x"),
    );
    // Quotes far apart: two within one cell's reach may well be one cell.
    const between = fc.array(junk, { maxLength: 6 }).map((lines) => {
      const quoted = lines.findIndex((line) => line.includes('"'));
      return lines.filter((line, i) => !line.includes('"') || i === quoted);
    });
    await fc.assert(
      fc.asyncProperty(between, fc.integer({ min: 21, max: 40 }), async (lines, count) => {
        const good = (from: number) =>
          Array.from({ length: count }, (_, i) => `13800${String(from + i).padStart(6, "0")},张三`);
        const text = ["手机,姓名", ...good(0), ...lines, ...good(count)].join("\n");
        const found = await numbers(text);
        const expected = Array.from(
          { length: count * 2 },
          (_, i) => `+8613800${String(i).padStart(6, "0")}`,
        );
        expect(found.filter((phone) => phone.startsWith("+8613800"))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

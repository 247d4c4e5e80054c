import { describe, expect, test } from "vitest";
import { type ReadingProgress, timeLeft } from "../../src/audience/progress.ts";
import { fileRows } from "../../src/audience/rows.ts";
import type { IncomingFile } from "../../src/chat/form.ts";
import { xlsxOf } from "../support/xlsx-writer.ts";
import { fileOf, read } from "./given-file.ts";

/** More texts than one block of those that cells share. */
const ROWS = 60_000;
const people = Array.from({ length: ROWS }, (_, i) => [
  `会员${i}`,
  `138${String(i * 977).padStart(8, "0")}`,
]);
const CSV = Buffer.from(`姓名,手机\n${people.map((cells) => cells.join(",")).join("\n")}\n`);
const XLSX = xlsxOf([{ rows: [["姓名", "手机"], ...people] }]);

/** A file that notes how much of it was taken. */
function noted(bytes: Buffer): { readonly file: IncomingFile; taken: () => number } {
  let taken = 0;
  return {
    taken: () => taken,
    file: {
      name: "x",
      size: bytes.length,
      open: async function* () {
        for (let at = 0; at < bytes.length; at += 16 * 1024) {
          const piece = bytes.subarray(at, at + 16 * 1024);
          taken += piece.length;
          yield piece;
        }
      },
    },
  };
}

describe("rows come while the file is being read", () => {
  test("a CSV is taken only as far as its rows are", async () => {
    const { file, taken } = noted(CSV);
    let count = 0;
    let ahead = 0;
    for await (const _ of fileRows(file, "CN")) {
      count += 1;
      ahead = Math.max(ahead, taken() - (count / ROWS) * CSV.length);
    }
    expect(count).toBe(ROWS);
    expect(ahead).toBeLessThan(CSV.length / 4);
  });

  test("a sheet is unpacked only as far as its rows are", async () => {
    let progress: ReadingProgress | undefined;
    const shares: number[] = [];
    const onProgress = (now: ReadingProgress) => {
      progress = now;
    };
    let count = 0;
    for await (const { phone, variables } of fileRows(fileOf(XLSX), "CN", { onProgress })) {
      const [name, written] = people[count] ?? [];
      if (phone !== `+86${written}` || variables.姓名 !== name) throw new Error(`row ${count}`);
      count += 1;
      if (count % 1000 === 0 && progress !== undefined) shares.push(progress.read / progress.total);
    }
    expect(count).toBe(ROWS);
    // The texts that cells share come first, whole.
    const [first = 0] = shares;
    expect(first).toBeLessThan(0.5);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(new Set(shares).size).toBeGreaterThan(30);
  });
});

describe("progress", () => {
  const steps = async (bytes: Buffer) => {
    const told: ReadingProgress[] = [];
    await read(fileOf(bytes, 10_000), { onProgress: (now) => void told.push(now) });
    return told;
  };

  test("tells rows so far and bytes of all, up to the last", async () => {
    const told = await steps(CSV);
    expect(told.at(-1)).toEqual({
      phase: "reading",
      rows: ROWS,
      read: CSV.length,
      total: CSV.length,
    });
    expect(told.every(({ total }) => total === CSV.length)).toBe(true);
    const rows = told.map((step) => step.rows);
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
    expect(rows.some((count) => count > 0 && count < ROWS / 2)).toBe(true);
  });

  test("of a workbook has two phases: it must be there whole before its first row", async () => {
    const told = await steps(XLSX);
    const received = told.filter(({ phase }) => phase === "receiving");
    expect(received.at(-1)).toMatchObject({ rows: 0, read: XLSX.length, total: XLSX.length });
    expect(told.slice(received.length).every(({ phase }) => phase === "reading")).toBe(true);
    expect(told.at(-1)).toMatchObject({ rows: ROWS });
    expect(told.at(-1)?.read).toBe(told.at(-1)?.total);
  });

  test("ends with all rows, however few", async () => {
    const told = await steps(Buffer.from("手机\n13800138000\n13900139000\n"));
    expect(told.at(-1)).toMatchObject({ phase: "reading", rows: 2 });
  });

  test("never reads more than there is, even where the size was not known", async () => {
    const told: ReadingProgress[] = [];
    const file = { ...fileOf(CSV), size: 0 };
    await read(file, { onProgress: (now) => void told.push(now) });
    expect(told.every(({ read, total }) => read <= total)).toBe(true);
  });

  test("gives the time left in proportion, once there is something to go by", () => {
    const at = (read: number) => ({ phase: "reading", rows: 0, read, total: 1000 }) as const;
    expect(timeLeft(at(250), 10_000)).toBe(30_000);
    expect(timeLeft(at(1000), 10_000)).toBe(0);
    expect(timeLeft(at(10), 10_000)).toBeUndefined();
    expect(timeLeft({ ...at(0), total: 0 }, 10_000)).toBeUndefined();
  });
});

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { createCheck } from "../../src/cli/check-text.ts";
import { LINE_MOST } from "../../src/cli/lines.ts";
import { asJson } from "../../src/cli/result-forms.ts";
import { start } from "./command.ts";

const MEGABYTE = 1024;
const TEXTS = [
  "【小店】会员日全场八折，到店更有好礼，拒收请回复R",
  "【小店】加微信领取好礼，拒收请回复R",
  "【小店】您的快递已到驿站，取件码1234，请今天领取，拒收请回复R",
];

describe("two hundred thousand lines", () => {
  test("stream through in memory that does not grow", { timeout: 60_000 }, async () => {
    // How much is kept before it is collected depends on the machine, unless it is told; holding every answer would end it.
    const env = { NODE_OPTIONS: "--max-old-space-size=128 --max-semi-space-size=8" };
    const child = start(["check", "--provider", "aliyun"], { env });
    let answered = 0;
    const waiting: { readonly lines: number; readonly go: () => void }[] = [];
    child.stdout.on("data", (chunk: Buffer) => {
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) answered++;
      while (answered >= (waiting[0]?.lines ?? Number.POSITIVE_INFINITY)) waiting.shift()?.go();
    });
    /** Kilobytes it has in memory once so many lines are answered, all that were written so far. */
    const memoryAfter = async (lines: number): Promise<number> => {
      await new Promise<void>((go) => {
        if (answered >= lines) go();
        else waiting.push({ lines, go });
      });
      return Number(
        execFileSync("ps", ["-o", "rss=", "-p", String(child.pid)], { encoding: "utf8" }),
      );
    };
    const block = Array.from({ length: 1000 }, (_, i) => `${TEXTS[i % TEXTS.length]}\n`).join("");
    const feed = async (thousands: number) => {
      for (let i = 0; i < thousands; i++) {
        if (!child.stdin.write(block)) await once(child.stdin, "drain");
      }
    };
    await feed(100);
    const half = await memoryAfter(100_000);
    await feed(100);
    const whole = await memoryAfter(200_000);
    child.stdin.end();
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(answered).toBe(200_000);
    // The answers to the second half alone are some 60 MB as they are written, twice that as they are held.
    expect(whole - half).toBeLessThan(60 * MEGABYTE);
    expect(whole).toBeLessThan(400 * MEGABYTE);
  });
});

describe("the longest line", () => {
  const check = createCheck(
    {},
    {
      providers: [{ id: "aliyun", profile: "aliyun" }],
      at: Date.UTC(2026, 10, 23),
      timeZone: "Asia/Shanghai",
      locale: "en",
    },
  );
  const seconds = (text: string) => {
    const from = performance.now();
    asJson(check(text));
    return (performance.now() - from) / 1000;
  };

  // Each was, or would be where a search looks on to the end, a matter of many seconds.
  test.each([
    "【",
    "【 ",
    "加微信",
    "回 ",
    "1 ",
    "a.",
    "{",
    "+",
    "返",
    "贷 款",
    "http://",
    "stop   ",
  ])("of nothing but %j takes no longer than its length asks for", (piece) => {
    const text = piece.repeat(LINE_MOST / Buffer.byteLength(piece));
    // What else runs on the machine only ever adds.
    expect(Math.min(seconds(text), seconds(text), seconds(text))).toBeLessThan(2);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LINE_MOST, linesOf } from "../../src/cli/lines.ts";
import { UsageFault } from "../../src/cli/usage-fault.ts";
import { cliText } from "../../src/locale/cli.ts";

async function* chunks(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts, bytes.length].sort((a, b) => a - b)) {
    if (cut > bytes.length) break;
    yield bytes.subarray(from, cut);
    from = cut;
  }
}

/** All lines, and what was said of the one that ended them early. */
async function read(bytes: Uint8Array | string, cuts: readonly number[] = []) {
  const lines: string[] = [];
  try {
    const input = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
    for await (const some of linesOf(chunks(input, cuts))) lines.push(...some);
  } catch (error) {
    if (!(error instanceof UsageFault)) throw error;
    return { lines, fault: error.say(cliText.en) };
  }
  return { lines, fault: undefined };
}

describe("lines", () => {
  test.each([
    ["", []],
    ["\n", [""]],
    ["一", ["一"]],
    ["一\n", ["一"]],
    ["一\r\n二", ["一", "二"]],
    ["一\n\n\r\n二\n", ["一", "", "", "二"]],
    ["\uFEFF一\n\uFEFF二", ["一", "\uFEFF二"]],
    ["一\r二\n三\r", ["一\r二", "三"]],
  ])("of %j", async (text, lines) => {
    expect(await read(text)).toEqual({ lines, fault: undefined });
  });

  test("are the same wherever the chunks are cut", async () => {
    const unit = fc.constantFrom("a", "信", "😀", "\n", "\r\n", "\n\n", " ");
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit, maxLength: 30 }),
        fc.array(fc.nat(60), { maxLength: 10 }),
        async (text, cuts) => {
          const expected = text.split(/\r?\n/u);
          if (expected.at(-1) === "") expected.pop();
          expect((await read(text, cuts)).lines).toEqual(expected);
        },
      ),
    );
  });
});

describe("a line that can't be used is told by its number, after all before it", () => {
  test("when it is not UTF-8", async () => {
    const bytes = Buffer.concat([
      Buffer.from("一\n二\n"),
      Buffer.from([0xbc, 0xd3, 0x0a]),
      Buffer.from("四"),
    ]);
    const { lines, fault } = await read(bytes, [5, 9]);
    expect(lines).toEqual(["一", "二"]);
    expect(fault).toContain("line 3 is not UTF-8");
  });

  test("when the end of the stream cuts a character", async () => {
    const { lines, fault } = await read(Buffer.from("一\n二").subarray(0, 6));
    expect(lines).toEqual(["一"]);
    expect(fault).toContain("line 2");
  });

  test("when it is too long, without waiting for its end", async () => {
    async function* endless() {
      yield Buffer.from("一\n");
      for (;;) yield Buffer.alloc(LINE_MOST / 4, "a");
    }
    const lines: string[] = [];
    const reading = (async () => {
      for await (const some of linesOf(endless())) lines.push(...some);
    })();
    await expect(reading).rejects.toThrow(UsageFault);
    expect(lines).toEqual(["一"]);
  });

  test("and the longest one is taken, with whatever end", async () => {
    const longest = "a".repeat(LINE_MOST);
    expect(await read(`${longest}\r\n${longest}\n${longest}`, [LINE_MOST + 1])).toEqual({
      lines: [longest, longest, longest],
      fault: undefined,
    });
    expect((await read(`b\n${longest}a\n`)).fault).toContain("line 2 is too long");
  });
});

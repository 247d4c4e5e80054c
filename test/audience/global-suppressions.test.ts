import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { optout } from "../../commands/optout.ts";
import { openGlobalSuppressions } from "../../src/audience/global-suppressions-file.ts";
import { findSuppressed, suppress } from "../../src/audience/suppression.ts";
import { ConfigError } from "../../src/config.ts";
import type { Phone } from "../../src/ids.ts";
import { createLog } from "../../src/log.ts";
import { contextOf } from "../support/chat-context.ts";
import { type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { drive } from "../support/drive.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const phone = (n: number) => `+86${numberOf(n)}` as Phone;

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "qunfa-everyone-"));
  file = join(folder, "everyone.txt");
});
afterEach(() => rm(folder, { recursive: true }));

/** Puts a new file in the place of the old one, as the documentation says. */
async function put(text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

const quiet = createLog("silent");

async function opened(text: string) {
  await put(text);
  return openGlobalSuppressions(file, quiet);
}

describe("the installation's list of whom nobody sends to", () => {
  test("is a number a line with a reason, comments and notes", async () => {
    const list = await opened(
      [
        "\uFEFF# from the regulator, 2026-11",
        numberOf(1),
        `+86 ${numberOf(2)} , opted_out, asked at the counter # twice`,
        "",
        `0086${numberOf(3)},blacklisted`,
        "+852 6123-4567",
        "",
      ].join("\r\n"),
    );
    const asked = [phone(1), phone(2), phone(3), phone(4), "+85261234567" as Phone];
    expect(await list.find(asked)).toEqual(
      new Map([
        [phone(1), "blacklisted"],
        [phone(2), "opted_out"],
        [phone(3), "blacklisted"],
        ["+85261234567", "blacklisted"],
      ]),
    );
    expect(await list.latest(1)).toEqual({
      total: 4,
      entries: [{ phone: "+85261234567", reason: "blacklisted" }],
    });
  });

  test("finds just the numbers it was written with, an opt-out before a blacklisting", async () => {
    const entry = fc.tuple(fc.nat(300), fc.constantFrom("opted_out", "blacklisted", ""));
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 100 }), async (entries) => {
        const list = await opened(`${entries.map(([n, why]) => `${phone(n)},${why}\n`).join("")}`);
        const expected = new Map<Phone, string>();
        for (const [n, why] of entries) {
          const out = why === "opted_out" || expected.get(phone(n)) === "opted_out";
          expected.set(phone(n), out ? "opted_out" : "blacklisted");
        }
        const all = Array.from({ length: 301 }, (_, n) => phone(n));
        expect(await list.find(all)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  test("is refused at start with what is wrong and in which line", async () => {
    const fault = async (text: string) => {
      const error: unknown = await opened(text).catch((refused: unknown) => refused);
      expect(error).toBeInstanceOf(ConfigError);
      return (error as ConfigError).message;
    };
    expect(await fault("")).toContain("is empty");
    expect(await fault(phone(1))).toContain("does not end with a line break");
    expect(await fault(`${phone(1)}\n0217123\nfoo\n`)).toMatch(
      /line 2 has no number with its country code.*; line 3 has no number/u,
    );
    expect(await fault(`${phone(1)},angry\n`)).toContain(
      "line 1 says neither opted_out nor blacklisted",
    );
    expect(await fault("x\n".repeat(9))).toContain("and 4 more");
    await rm(file);
    await expect(openGlobalSuppressions(file, quiet)).rejects.toThrow(
      /GLOBAL_SUPPRESSIONS_FILE: .*everyone\.txt can't be read \(ENOENT\)/u,
    );
  });

  test("counts as it is changed, and as it was when the change can't be taken, which is logged once", async () => {
    await put(`${phone(1)}\n`);
    const lines = new PassThrough();
    const list = await openGlobalSuppressions(file, createLog("info", lines));
    const known = async () => [...(await list.find([phone(1), phone(2)])).keys()];
    expect(await known()).toEqual([phone(1)]);
    await put(`${phone(2)}\n`);
    expect(await known()).toEqual([phone(2)]);
    await put(`${phone(1)}\n${phone(2)}\nhalf a li`);
    expect(await known()).toEqual([phone(2)]);
    expect(await known()).toEqual([phone(2)]);
    await rm(file);
    expect(await known()).toEqual([phone(2)]);
    await put(`${phone(1)}\n${phone(2)}\n`);
    expect(await known()).toEqual([phone(1), phone(2)]);
    const logged = String(lines.read())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(logged.map(({ level, fault }) => [level, fault])).toEqual([
      [30, undefined],
      [50, "does not end with a line break: it may be cut off"],
      [50, "can't be read (ENOENT)"],
      [30, undefined],
    ]);
  });
});

describe("a number on the installation's list", () => {
  let bench: CoreBench;
  let provider: ScriptedProvider;
  beforeEach(async () => {
    provider = new ScriptedProvider("a", { batchSize: 5 });
    const globalSuppressions = await opened(`${phone(1)}\n${phone(2)},opted_out\n`);
    bench = await openCoreBench([provider], { globalSuppressions });
  });
  afterEach(() => bench.close());

  test("is excluded for its reason in preflight, and a merchant's opt-out outranks its blacklisting", async () => {
    const { core, merchant } = bench;
    const own = { merchantId: merchant._id, source: "member" as const, detail: "" };
    await suppress(core, [{ ...own, phone: phone(1), reason: "opted_out" }]);
    await suppress(core, [{ ...own, phone: phone(2), reason: "blacklisted" }]);
    expect(await findSuppressed(core, merchant._id, [phone(1), phone(2), phone(3)])).toEqual(
      new Map([
        [phone(1), "opted_out"],
        [phone(2), "opted_out"],
      ]),
    );
    const campaign = await bench.approved([1, 2, 3].map(numberOf));
    expect(campaign.counts.excludedBy).toEqual({ opted_out: 2 });
  });

  test("that is added while a campaign is being sent gets nothing more of it", async () => {
    const campaign = await bench.approved(Array.from({ length: 60 }, (_, n) => numberOf(n + 10)));
    await drive(bench, [provider], async () => provider.accepted.length >= 10);
    const gone = new Set(provider.accepted.map(({ message }) => message.phone));
    const waiting = Array.from({ length: 60 }, (_, n) => phone(n + 10)).filter((n) => !gone.has(n));
    const [first, second] = waiting;
    await put(`${first}\n${second},opted_out\n`);
    await drive(
      bench,
      [provider],
      async () => (await bench.campaign(campaign)).state === "awaiting_receipts",
    );
    const sent = provider.accepted.map(({ message }) => message.phone);
    expect(sent).toHaveLength(58);
    expect(sent).not.toContain(first);
    expect(sent).not.toContain(second);
    const { counts } = await bench.campaign(campaign);
    expect(counts.excludedBy).toEqual({ blacklisted: 1, opted_out: 1 });
  });

  test("is shown masked in the list, and no merchant's admin can take it off", async () => {
    const { core, merchant, approver } = bench;
    const own = { merchantId: merchant._id, source: "member" as const, detail: "" };
    await suppress(core, [{ ...own, phone: phone(1), reason: "opted_out" }]);
    await suppress(core, [{ ...own, phone: phone(9), reason: "opted_out" }]);
    const context = contextOf(bench, approver);
    const listed = await optout.run(context, "list");
    const shown = JSON.stringify(listed);
    expect(shown).toContain("全平台名单，2 个号码");
    expect(shown).toContain("138****0002 · 退订 · 全平台");
    expect(shown).toMatch(/138\*{4}0001 · 退订 · 手工 · [^"]* · 全平台/u);
    expect(shown).not.toMatch(/138\*{4}0009[^"]*全平台/u);
    expect(shown).not.toContain(numberOf(2));

    const removed = await optout.run(context, `remove ${numberOf(1)} 8 月 3 日到店签字`);
    expect(removed).toMatchObject({ kind: "notice", tone: "warning" });
    expect(JSON.stringify(removed)).toContain("只有运维人员能移出");
    expect(await findSuppressed(core, merchant._id, [phone(1)])).toEqual(
      new Map([[phone(1), "blacklisted"]]),
    );
  });
});

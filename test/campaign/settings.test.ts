import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRegistry } from "../../commands/registry.ts";
import { createDesk } from "../../src/chat/desk.ts";
import { randomId } from "../../src/ids.ts";
import { settingsOf } from "../../src/merchant/merchant.ts";
import { type CoreBench, openCoreBench } from "../support/core-bench.ts";

let bench: CoreBench;
beforeEach(async () => {
  bench = await openCoreBench([]);
});
afterEach(() => bench.close());

const say = (userId: string, line: string) =>
  createDesk(bench.core, createRegistry()).command(
    {
      key: randomId(),
      who: { platform: "slack", workspace: "T1", userId, displayName: userId },
      place: { platform: "slack", workspace: "T1", channel: "C1", direct: false },
    },
    line,
  );
const merchant = async () => {
  const found = await bench.core.store.merchants.findOne({ _id: bench.merchant._id });
  if (found === undefined) throw new Error("the merchant is gone");
  return found;
};

describe("a merchant's settings of the first share", () => {
  test("are changed by an admin, within their limits", async () => {
    expect(await say("ada", "settings canary-above 5000")).toMatchObject({ tone: "success" });
    expect(await say("ada", "settings canary-blocked 3")).toMatchObject({ tone: "success" });
    expect(await say("ada", "settings canary-share 101")).toMatchObject({ tone: "warning" });
    expect(await say("bo", "settings canary-above 1")).toMatchObject({ tone: "warning" });
    expect(settingsOf(await merchant())).toMatchObject({ canaryAbove: 5_000, canaryBlocked: 3 });
  });

  test("have their defaults where a merchant was set up before there were any", async () => {
    const { _id } = bench.merchant;
    await bench.core.store.merchants.updateOne(
      { _id },
      { $unset: { "settings.canaryAbove": true, "settings.canarySeconds": true } },
    );
    expect(settingsOf(await merchant())).toMatchObject({ canaryAbove: 1_000, canarySeconds: 120 });
    const shown = await say("ada", "settings");
    expect(JSON.stringify(shown)).toContain('"canary-above","value":"1000"');
  });
});

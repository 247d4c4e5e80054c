import { randomUUID } from "node:crypto";
import process from "node:process";
import { MongoClient } from "mongodb";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { openMongo } from "../../adapters/mongodb/open.ts";
import { openSqlite } from "../../adapters/sqlite/open.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { decideCanary } from "../../src/delivery/canary-decisions.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { isBalanced, tidyCounts } from "../../src/settlement/counts.ts";
import { readQuota } from "../../src/settlement/quota.ts";
import { recount } from "../../src/settlement/settle.ts";
import type { Database } from "../../src/store/collection.ts";
import { actorOf, type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { drive, said } from "../support/drive.ts";
import { type CallScript, ScriptedProvider } from "../support/scripted-provider.ts";

const { MONGODB_URI: uri } = process.env;
const made: string[] = [];
const stores: [string, () => Promise<Database>][] = [
  ["the embedded store", () => openSqlite({ file: ":memory:" })],
];
if (uri === undefined || uri === "") {
  process.stderr.write("\n  The lanes were NOT run on MongoDB: set MONGODB_URI\n\n");
} else {
  stores.push([
    "MongoDB",
    () => {
      const database = `qunfa_lanes_${randomUUID().slice(0, 8)}`;
      made.push(database);
      return openMongo({ uri, database });
    },
  ]);
  afterAll(async () => {
    const client = new MongoClient(uri);
    for (const name of made) await client.db(name).dropDatabase();
    await client.close();
  });
}

describe.each(stores)("over %s", (_, open) => {
  let bench: CoreBench;
  afterEach(() => bench.close());

  test("a large campaign begins with a share, leaves a provider that blocks and one that is down, tries the blocked elsewhere, and settles", {
    timeout: 60_000,
  }, async () => {
    const a = new ScriptedProvider("a", { batchSize: 10 });
    const b = new ScriptedProvider("b", { batchSize: 10 });
    const c = new ScriptedProvider("c", { batchSize: 10 });
    const providers = [a, b, c];
    bench = await openCoreBench(providers, { open });
    const { core } = bench;
    await core.store.merchants.updateOne(
      { _id: bench.merchant._id },
      {
        $set: {
          "settings.canaryAbove": 100,
          "settings.canaryLeast": 10,
          "settings.contentFailover": true,
        },
      },
    );
    const down: CallScript = { kind: "refuse_call", code: "unavailable" };
    c.script.push(...Array.from({ length: 200 }, () => down));
    const numbers = Array.from({ length: 240 }, (__, i) => numberOf(i));
    const campaign = await bench.approved(numbers);
    const at = async (id: string) => (await bench.campaign(campaign)).canaries?.[id]?.state;

    await drive(bench, providers, async () => (await at("a")) === "waiting");
    await drive(bench, providers, async () => (await at("b")) === "waiting");
    const blocked = a.accepted.length;
    await takeReceipts(core, [...said(a, () => "content_blocked"), ...said(b, () => "delivered")]);
    await drive(bench, providers, async () => (await at("a")) === "stopped");
    const now = await bench.campaign(campaign);
    await decideCanary(core, now, a.id, "move", actorOf(bench.approver));
    // The sending may end for a moment before those whom a blocked are tried again: lanes must not stop there.
    await drive(
      bench,
      providers,
      async () => (await everyoneHasGone(campaign)) && b.accepted.length >= numbers.length,
    );

    // Everyone once, and those whom a blocked once more, elsewhere.
    expect([a.accepted.length, c.accepted.length]).toEqual([blocked, 0]);
    expect(b.accepted.length).toBe(240);
    await takeReceipts(
      core,
      said(b, () => "delivered"),
    );
    await runDueJobs(core, jobHandlers);
    const settled = await bench.campaign(campaign);
    expect(settled.state).toBe("settled");
    expect(settled.counts).toMatchObject({ delivered: 240, failed: 0, segmentsDelivered: 240 });
    expect(isBalanced(settled.counts)).toBe(true);
    expect(await recount(core, settled)).toEqual(tidyCounts(settled.counts));
    const quota = await readQuota(core, bench.merchant._id);
    expect(quota).toMatchObject({ charged: 240, reserved: 0, free: 1_000_000 - 240 });
  });

  /** A lane may end the sending while another finds someone to try elsewhere: then it goes on at once. */
  async function everyoneHasGone(campaign: Campaign): Promise<boolean> {
    const { state, counts } = await bench.campaign(campaign);
    return state === "awaiting_receipts" && counts.pending === 0;
  }
});

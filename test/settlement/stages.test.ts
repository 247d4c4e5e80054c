import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { suppress } from "../../src/audience/suppression.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { renderMessage } from "../../src/chat/cards/render.ts";
import { finishIfSent } from "../../src/delivery/finish.ts";
import type { Receipt } from "../../src/delivery/provider.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { takeReplies } from "../../src/delivery/replies.ts";
import { submitBatch } from "../../src/delivery/submit-batch.ts";
import type { Phone } from "../../src/ids.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { readQuota } from "../../src/settlement/quota.ts";
import { actorOf, type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const HOUR = 3_600_000;
const PEOPLE = 10;

let bench: CoreBench;
let provider: ScriptedProvider;
let campaign: Campaign;

const jobs = () => runDueJobs(bench.core, jobHandlers);
const now = () => bench.campaign(campaign);
const summaries = async (kind: "provisional" | "final") =>
  (await bench.core.store.messages.find({ campaignId: campaign._id, kind })).length;

function receipt(
  index: number,
  outcome: "delivered" | "unreachable" | "blacklisted",
  at = index,
): Receipt {
  const sent = provider.accepted[index];
  if (sent === undefined) throw new Error(`nobody was sent as number ${index}`);
  return {
    provider: provider.id,
    messageId: sent.messageId,
    outcome:
      outcome === "delivered"
        ? { kind: outcome }
        : { kind: "failed", reason: outcome, known: true },
    code: outcome,
    detail: "",
    at,
  };
}

const take = (...receipts: Receipt[]) => takeReceipts(bench.core, receipts);

beforeEach(async () => {
  provider = new ScriptedProvider("a", { batchSize: 100 });
  bench = await openCoreBench([provider]);
  campaign = await bench.approved(Array.from({ length: PEOPLE }, (_, i) => numberOf(i)));
  await jobs();
  await submitBatch(
    bench.core,
    provider,
    await now(),
    bench.merchant,
    100,
    new AbortController().signal,
  );
  await finishIfSent(bench.core, await now());
});
afterEach(() => bench.close());

describe("after the end of sending", () => {
  test("with all results in before an hour the campaign is settled at that moment, and told once", async () => {
    await take(...Array.from({ length: PEOPLE }, (_, i) => receipt(i, "delivered")));
    await jobs();
    expect(await now()).toMatchObject({
      state: "settled",
      settlement: { stage: "settled", provisional: null },
    });
    expect([await summaries("provisional"), await summaries("final")]).toEqual([0, 1]);
    bench.clock.turn(80 * HOUR);
    await jobs();
    expect([await summaries("provisional"), await summaries("final")]).toEqual([0, 1]);
  });

  test("at an hour with results out the summary is provisional, charges what was delivered, and follows what comes", async () => {
    await take(...[0, 1, 2, 3].map((i) => receipt(i, "delivered")));
    bench.clock.turn(HOUR - 1);
    await jobs();
    expect((await now()).settlement.stage).toBe("counting");
    bench.clock.turn(1);
    await jobs();
    expect(await now()).toMatchObject({
      state: "awaiting_receipts",
      settlement: { stage: "provisional" },
    });
    expect(await readQuota(bench.core, bench.merchant._id)).toMatchObject({
      charged: 4,
      reserved: 6,
    });
    const [message] = await bench.core.store.messages.find({ kind: "provisional" });
    if (message === undefined) throw new Error("no provisional summary");
    const shown = async () => JSON.stringify(await renderMessage(bench.core, message));
    expect(await shown()).toContain("还有 6 人");
    await take(receipt(4, "delivered"), receipt(5, "unreachable"));
    expect(await shown()).toContain("还有 4 人");
  });

  test("at three days what is out has no result, is not charged, and the difference is told", async () => {
    await take(...[0, 1, 2].map((i) => receipt(i, "delivered")));
    bench.clock.turn(HOUR);
    await jobs();
    await take(receipt(3, "delivered"));
    bench.clock.turn(71 * HOUR);
    await jobs();
    const settled = await now();
    expect(settled.counts).toMatchObject({ delivered: 4, failed: 6, failedBy: { no_result: 6 } });
    expect(await readQuota(bench.core, bench.merchant._id)).toMatchObject({
      charged: 4,
      reserved: 0,
      free: 999_996,
    });
    const [final] = await bench.core.store.messages.find({ kind: "final" });
    if (final === undefined) throw new Error("no final summary");
    expect(JSON.stringify(await renderMessage(bench.core, final))).toContain("送达 +1 人");
  });

  test("with nothing new since the provisional summary no other is pushed", async () => {
    await take(receipt(0, "delivered"));
    bench.clock.turn(HOUR);
    await jobs();
    bench.clock.turn(71 * HOUR);
    await jobs();
    expect([await summaries("provisional"), await summaries("final")]).toEqual([1, 0]);
  });

  test("a receipt after the books are closed is kept and shown as late, and moves neither counts nor charges", async () => {
    bench.clock.turn(72 * HOUR);
    await jobs();
    const before = await now();
    await take(receipt(0, "delivered"));
    const after = await now();
    expect(after.counts).toEqual({ ...before.counts, late: 1 });
    expect((await readQuota(bench.core, bench.merchant._id)).charged).toBe(0);
    const id = provider.accepted[0]?.recipient ?? "";
    expect(await bench.core.store.recipients.findOne({ _id: id })).toMatchObject({
      state: "failed",
      reason: "no_result",
      late: { outcome: "delivered" },
    });
  });

  test("details go after thirty days, counts stay, and the button says why", async () => {
    bench.clock.turn(72 * HOUR);
    await jobs();
    bench.clock.turn(30 * 24 * HOUR);
    await jobs();
    const purged = await now();
    expect(await bench.core.store.recipients.count({ campaignId: campaign._id })).toBe(0);
    expect(purged.counts.failed).toBe(PEOPLE);
    const [card] = await bench.core.store.messages.find({ kind: "campaign" });
    const message = card ?? (await bench.core.store.messages.find({}))[0];
    if (message === undefined) throw new Error("no message");
    const rendered = await renderMessage(bench.core, message);
    const button = rendered?.actions?.find(({ id }) => id === "campaign.failures");
    expect(button?.disabled).toContain("30 天");
  });
});

describe("receipts", () => {
  test("that are a blacklisting of someone who opted out count as opted out", async () => {
    const phone = provider.accepted[0]?.message.phone as Phone;
    await takeReplies(bench.core, [
      { provider: provider.id, phone, text: " ｔｄ ", id: "1", at: 0 },
    ]);
    await take(receipt(0, "blacklisted"), receipt(1, "blacklisted"));
    expect((await now()).counts.failedBy).toEqual({ opted_out: 1, blacklisted: 1 });
  });

  test("that came before their submission was known are applied when it is", async () => {
    const other = await bench.approved([numberOf(500)]);
    await jobs();
    const early: Receipt = {
      provider: provider.id,
      messageId: "a-11",
      outcome: { kind: "delivered" },
      code: "DELIVRD",
      detail: "",
      at: 1,
    };
    await take(early);
    expect(await bench.core.store.receipts.count({ state: "waiting" })).toBe(1);
    await submitBatch(
      bench.core,
      provider,
      await bench.campaign(other),
      bench.merchant,
      100,
      new AbortController().signal,
    );
    expect(await bench.core.store.receipts.count({ state: "waiting" })).toBe(0);
    expect((await bench.campaign(other)).counts).toMatchObject({ submitted: 0, delivered: 1 });
  });

  test("with a code that is in no map fail as unknown, and the operator finds the code", async () => {
    const unknown = {
      ...receipt(0, "unreachable"),
      code: "XX:9",
      outcome: { kind: "failed", reason: "unknown", known: false },
    } as const;
    await take(unknown, unknown);
    expect((await now()).counts.failedBy).toEqual({ unknown: 1 });
    expect(await bench.core.store.unknownCodes.find({})).toMatchObject([
      { provider: "a", code: "XX:9", count: 1 },
    ]);
  });
});

describe("someone who opts out while a campaign is being sent", () => {
  test("gets nothing more of it, and is counted as excluded", async () => {
    const other = await bench.approved([numberOf(700), numberOf(701)]);
    await jobs();
    await takeReplies(bench.core, [
      { provider: provider.id, phone: "+8613800000001" as Phone, text: "R", id: "2", at: 0 },
    ]);
    const third = await bench.approved([numberOf(800), numberOf(1)]);
    expect(third.counts.excludedBy).toEqual({ opted_out: 1 });
    const [recipient] = await bench.core.store.recipients.find(
      { campaignId: other._id },
      { sort: { line: 1 } },
    );
    await suppress(bench.core, [
      {
        merchantId: bench.merchant._id,
        phone: recipient?.phone as Phone,
        reason: "opted_out",
        source: "member",
        detail: actorOf(bench.drafter).name,
      },
    ]);
    await submitBatch(
      bench.core,
      provider,
      await bench.campaign(other),
      bench.merchant,
      100,
      new AbortController().signal,
    );
    expect((await bench.campaign(other)).counts).toMatchObject({
      submitted: 1,
      excluded: 1,
      excludedBy: { opted_out: 1 },
    });
  });
});

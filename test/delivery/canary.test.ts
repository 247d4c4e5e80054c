import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRegistry } from "../../commands/registry.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { cancelCampaign } from "../../src/campaign/lifecycle.ts";
import { renderMessage } from "../../src/chat/cards/render.ts";
import { createDesk } from "../../src/chat/desk.ts";
import { type CanarySettings, judgeCanary } from "../../src/delivery/canary.ts";
import { decideCanary } from "../../src/delivery/canary-decisions.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { randomId } from "../../src/ids.ts";
import { merchantSettingsSchema } from "../../src/merchant/merchant.ts";
import { addMember } from "../../src/merchant/people.ts";
import { isBalanced, tidyCounts } from "../../src/settlement/counts.ts";
import { recount } from "../../src/settlement/settle.ts";
import { actorOf, type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { drive, driveFor, said } from "../support/drive.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const numbers = (n: number) => Array.from({ length: n }, (_, i) => numberOf(i));

let a: ScriptedProvider;
let b: ScriptedProvider;
let bench: CoreBench;

/** Above 100 people, a tenth goes first, at least 10. */
beforeEach(async () => {
  a = new ScriptedProvider("a", { batchSize: 4 });
  b = new ScriptedProvider("b", { batchSize: 4 });
  bench = await openCoreBench([a, b]);
  await bench.core.store.merchants.updateOne(
    { _id: bench.merchant._id },
    {
      $set: { "settings.canaryAbove": 100, "settings.canaryShare": 10, "settings.canaryLeast": 10 },
    },
  );
});
afterEach(() => bench.close());

const accepted = () => a.accepted.length + b.accepted.length;
const stateAt = async (campaign: Campaign, id: string) =>
  (await bench.campaign(campaign)).canaries?.[id]?.state;
const reaches = (campaign: Campaign, id: string, state: string) => async () =>
  (await stateAt(campaign, id)) === state;
const sentTwice = () => {
  const people = [...a.accepted, ...b.accepted].map(({ recipient }) => recipient);
  return people.length - new Set(people).size;
};

/** Both first shares have gone; a's looks wrong, b's looks right. */
async function stoppedAtA(): Promise<Campaign> {
  const campaign = await bench.approved(numbers(400));
  await drive(bench, [a, b], reaches(campaign, "b", "waiting"));
  await drive(bench, [a, b], reaches(campaign, "a", "waiting"));
  await takeReceipts(bench.core, [
    ...said(a, (i) => (i % 3 === 0 ? "content_blocked" : "delivered")),
    ...said(b, () => "delivered"),
  ]);
  await drive(bench, [a, b], reaches(campaign, "a", "stopped"));
  return bench.campaign(campaign);
}

describe("a large campaign", () => {
  test("sends a first share at each provider and holds everyone else back until receipts are in", async () => {
    const campaign = await bench.approved(numbers(400));
    await drive(bench, [a, b], reaches(campaign, "a", "waiting"));
    await driveFor(bench, [a, b], 30);
    expect([a.accepted.length, b.accepted.length]).toEqual([20, 20]);
    await takeReceipts(bench.core, [...said(a, () => "delivered"), ...said(b, () => "delivered")]);
    await drive(bench, [a, b], async () => accepted() === 400);
    expect(sentTwice()).toBe(0);
  });

  test("takes the first share from all over the list: its beginning may be unlike the rest", async () => {
    const campaign = await bench.approved(numbers(400));
    await drive(bench, [a, b], reaches(campaign, "a", "waiting"));
    const lines = new Map(
      (await bench.core.store.recipients.find({ campaignId: campaign._id })).map((one) => [
        one._id,
        one.line,
      ]),
    );
    const share = [...a.accepted, ...b.accepted].map(({ recipient }) => lines.get(recipient) ?? 0);
    for (const quarter of [0, 100, 200, 300]) {
      const inIt = share.filter((line) => line > quarter && line <= quarter + 100);
      expect(inIt.length, `of lines from ${quarter}`).toBe(10);
    }
  });

  test("does not wait for the last receipts of a share: enough of them are enough", async () => {
    const campaign = await bench.approved(numbers(400));
    await drive(bench, [a, b], reaches(campaign, "a", "waiting"));
    await takeReceipts(bench.core, said(a, () => "delivered").slice(0, 15));
    await driveFor(bench, [a, b], 4);
    expect(await stateAt(campaign, "a")).toBe("waiting");
    await takeReceipts(bench.core, said(a, () => "delivered").slice(15, 16));
    await drive(bench, [a, b], reaches(campaign, "a", "passed"));
  });

  test("goes on when the carrier stays silent until the limit, whoever drives the lane by then", async () => {
    const campaign = await bench.approved(numbers(400));
    await drive(bench, [a, b], reaches(campaign, "a", "waiting"));
    bench.clock.turn(60_000);
    const other = { ...bench.core, instance: randomId() };
    await drive(bench, [a, b], async () => true, { as: other });
    expect(await stateAt(campaign, "a")).toBe("waiting");
    await drive(bench, [a, b], async () => accepted() === 400, { as: other });
    expect(sentTwice()).toBe(0);
  });

  test("is small enough to go at once below the merchant's size", async () => {
    const campaign = await bench.approved(numbers(100));
    await drive(bench, [a, b], async () => accepted() === 100);
    expect((await bench.campaign(campaign)).canaries).toEqual({});
  });

  test("stops a provider whose share is blocked, asks with figures, and goes on with the others", async () => {
    const campaign = await stoppedAtA();
    await drive(bench, [a, b], async () => b.accepted.length === 200);
    await driveFor(bench, [a, b], 20);
    expect(a.accepted.length).toBe(20);
    const now = await bench.campaign(campaign);
    expect(now.state).toBe("sending");
    expect(now.canaries?.a).toMatchObject({
      state: "stopped",
      figures: { sent: 20, delivered: 13, failed: 7, blocked: 7 },
    });
    const asked = await bench.core.store.messages.find({
      campaignId: campaign._id,
      kind: "canary",
    });
    expect(asked.map(({ about }) => about)).toEqual(["a"]);
    const [message] = asked;
    if (message === undefined) throw new Error("nobody was asked");
    const card = await renderMessage(bench.core, message);
    expect(card?.fields?.map(({ value }) => value)).toEqual([
      "a",
      "20 人",
      "13 人（65%）",
      "7 人（35%）",
      "7 人（35%）",
      "0 人",
    ]);
    expect(card?.actions?.map(({ id }) => id)).toEqual([
      "canary.go",
      "canary.move",
      "campaign.cancel",
    ]);
  });

  test("goes on at that provider when an approver says so, once", async () => {
    const campaign = await stoppedAtA();
    const actor = actorOf(bench.approver);
    const both = await Promise.all([
      decideCanary(bench.core, campaign, a.id, "go", actor),
      decideCanary(bench.core, campaign, a.id, "move", actor),
    ]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(["nothing_asked", "taken"]);
    const first = both[0]?.kind === "taken" ? "released" : "left";
    await drive(bench, [a, b], async () => accepted() === 400);
    expect(await stateAt(campaign, "a")).toBe(first);
    expect(sentTwice()).toBe(0);
  });

  test("moves that provider's people to the others, and only those who had not gone", async () => {
    const campaign = await stoppedAtA();
    await decideCanary(bench.core, campaign, a.id, "move", actorOf(bench.approver));
    await drive(bench, [a, b], async () => accepted() === 400);
    expect([a.accepted.length, b.accepted.length]).toEqual([20, 380]);
    expect(sentTwice()).toBe(0);
    const now = await bench.campaign(campaign);
    expect(isBalanced(now.counts)).toBe(true);
    expect(await recount(bench.core, now)).toEqual(tidyCounts(now.counts));
  });

  test("finishes a move that a crash interrupted", async () => {
    const campaign = await stoppedAtA();
    await decideCanary(bench.core, campaign, a.id, "move", actorOf(bench.approver));
    // Half of them are at b when the process dies; another instance finds `leaving`.
    const pending = await bench.core.store.recipients.find(
      { campaignId: campaign._id, state: "pending", provider: "a" },
      { limit: 90 },
    );
    const some = { _id: { $in: pending.map(({ _id }) => _id) } };
    await bench.core.store.recipients.updateMany(some, {
      $set: { provider: "b" },
      $inc: { rev: 1 },
    });
    const other = { ...bench.core, instance: randomId() };
    await drive(bench, [a, b], async () => accepted() === 400, { as: other });
    expect(sentTwice()).toBe(0);
    expect(a.accepted.length).toBe(20);
  });

  test("asks again in the channels when it died between stopping and asking", async () => {
    const campaign = await stoppedAtA();
    await bench.core.store.messages.deleteMany({ kind: "canary" });
    await bench.core.store.campaigns.updateOne(
      { _id: campaign._id },
      { $set: { "canaries.a.told": false } },
    );
    const asked = () => bench.core.store.messages.count({ kind: "canary" });
    await drive(bench, [a, b], async () => (await asked()) === 1);
  });

  test("can be cancelled while it waits, and sends nobody else", async () => {
    const campaign = await stoppedAtA();
    await cancelCampaign(bench.core, campaign, actorOf(bench.approver));
    const before = accepted();
    await driveFor(bench, [a, b], 10);
    expect(accepted()).toBe(before);
    const late = await decideCanary(bench.core, campaign, a.id, "go", actorOf(bench.approver));
    expect(late.kind).toBe("nothing_asked");
  });

  test("has nowhere to move people when every other provider's share was stopped too", async () => {
    const campaign = await bench.approved(numbers(400));
    await drive(bench, [a, b], reaches(campaign, "a", "waiting"));
    await drive(bench, [a, b], reaches(campaign, "b", "waiting"));
    await takeReceipts(bench.core, [
      ...said(a, () => "content_blocked"),
      ...said(b, () => "content_blocked"),
    ]);
    await drive(bench, [a, b], reaches(campaign, "a", "stopped"));
    await drive(bench, [a, b], reaches(campaign, "b", "stopped"));
    const now = await bench.campaign(campaign);
    const outcome = await decideCanary(bench.core, now, a.id, "move", actorOf(bench.approver));
    expect(outcome.kind).toBe("nowhere");
  });
});

describe("the buttons", () => {
  test("belong to approvers, and answer the second press with who decided", async () => {
    const campaign = await stoppedAtA();
    const desk = createDesk(bench.core, createRegistry());
    const person = (userId: string) => ({
      key: randomId(),
      who: { platform: "slack" as const, workspace: "T1", userId, displayName: userId },
      place: { platform: "slack" as const, workspace: "T1", channel: "C1", direct: false },
    });
    const press = (userId: string, button: string) =>
      desk.action(person(userId), button, [campaign._id, "a"]);
    expect(await press("bo", "canary.go")).toMatchObject({ tone: "warning" });
    expect(await stateAt(campaign, "a")).toBe("stopped");
    await addMember(
      bench.core,
      bench.merchant._id,
      { platform: "slack", workspace: "T1", userId: "cy", displayName: "cy" },
      "approver",
    );
    expect(await press("cy", "canary.move")).toMatchObject({ tone: "success" });
    expect(await press("ada", "canary.go")).toMatchObject({
      tone: "info",
      text: "cy 已经决定过了。",
    });
    expect(await press("cy", "canary.move")).toMatchObject({ tone: "info" });
  });
});

describe("a first share is judged", () => {
  const settings: CanarySettings = merchantSettingsSchema.parse({});
  const figures = (sent: number, delivered: number, failed: number, blocked: number) => ({
    sent,
    delivered,
    failed,
    blocked,
  });

  test.each([
    ["nothing is in", figures(50, 0, 0, 0), false, "wait"],
    ["some are in and look right", figures(50, 30, 2, 0), false, "wait"],
    ["four in five are in and look right", figures(50, 38, 2, 0), false, "pass"],
    ["so many are blocked that the rest can't redeem it", figures(50, 0, 5, 5), false, "stop"],
    ["a tenth of what is in is blocked at the end", figures(50, 27, 3, 3), true, "stop"],
    ["half failed, whatever for", figures(50, 20, 20, 0), false, "stop"],
    ["one of two was blocked: chance", figures(50, 1, 1, 1), true, "pass"],
    ["the carrier is silent until the limit", figures(50, 0, 0, 0), true, "pass"],
  ] as const)("%s", (_, given, timeUp, verdict) => {
    expect(judgeCanary(given, settings, timeUp)).toBe(verdict);
  });

  test("early only where no result that is still out could have changed it", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(60), fc.nat(60), (delivered, failed, out, x) => {
        const blocked = Math.min(x, failed);
        const sent = delivered + failed + out;
        const early = judgeCanary({ sent, delivered, failed, blocked }, settings, false);
        if (early !== "stop") return;
        const best = { sent, delivered: delivered + out, failed, blocked };
        const worst = { sent, delivered, failed: failed + out, blocked };
        // Below four in five a stop must be certain; from there on it is a judgement.
        if (delivered + failed >= 0.8 * sent) return;
        expect(judgeCanary(best, settings, true)).toBe("stop");
        expect(judgeCanary(worst, settings, true)).toBe("stop");
      }),
    );
  });

  test("one way or the other when the time is up", () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(99), fc.nat(99), (delivered, failed, out) => {
        const share = { sent: delivered + failed + out, delivered, failed, blocked: 0 };
        expect(judgeCanary(share, settings, true)).not.toBe("wait");
      }),
    );
  });
});

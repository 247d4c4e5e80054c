import { afterEach, describe, expect, test } from "vitest";
import { approve, reject, requestApproval } from "../../src/campaign/approval.ts";
import { editDraft } from "../../src/campaign/drafts.ts";
import { cancelCampaign, pauseCampaign, resumeCampaign } from "../../src/campaign/lifecycle.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { addMember } from "../../src/merchant/people.ts";
import { askForStarts, resume } from "../../src/resume.ts";
import { readQuota } from "../../src/settlement/quota.ts";
import { actorOf, type CoreBench, numberOf, openCoreBench } from "../support/core-bench.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";
import { TurnedClock } from "../support/turned-clock.ts";

let bench: CoreBench;
afterEach(() => bench.close());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const numbers = (n: number) => Array.from({ length: n }, (_, i) => numberOf(i));

async function open(options: Parameters<typeof openCoreBench>[1] = {}) {
  bench = await openCoreBench([new ScriptedProvider("a")], options);
}

async function awaiting(n = 10, sendAt: number | null = null) {
  const draft = { ...(await bench.draft(numbers(n))), sendAt };
  await bench.core.store.campaigns.updateOne({ _id: draft._id }, { $set: { sendAt } });
  const { core, merchant, drafter } = bench;
  const asked = await requestApproval(core, merchant, draft, drafter, actorOf(drafter));
  if (asked.kind !== "requested") throw new Error(asked.kind);
  return asked.campaign;
}

const yes = (
  campaign: Awaited<ReturnType<typeof awaiting>>,
  member = bench.approver,
  version = campaign.version,
) => approve(bench.core, bench.merchant, campaign, version, member, actorOf(member), false);

const colleague = (name: string) =>
  addMember(
    bench.core,
    bench.merchant._id,
    { platform: "telegram", workspace: "", userId: name, displayName: name },
    "approver",
  );

describe("approval", () => {
  test("needs somebody else than the drafter, unless the merchant allows it", async () => {
    await open();
    const own = await colleague("own");
    const campaign = { ...(await awaiting()), editedBy: own._id };
    expect(await yes(campaign, own)).toMatchObject({ kind: "refused", refusal: { kind: "own" } });
    const merchant = {
      ...bench.merchant,
      settings: { ...bench.merchant.settings, selfApproval: true },
    };
    const { core } = bench;
    const said = await approve(
      core,
      merchant,
      campaign,
      campaign.version,
      own,
      actorOf(own),
      false,
    );
    expect(said.kind).toBe("approved");
  });

  test("is refused to a drafter", async () => {
    await open();
    expect(await yes(await awaiting(), bench.drafter)).toMatchObject({ refusal: { kind: "role" } });
  });

  test("belongs to one version: after an edit an old button answers that it changed", async () => {
    await open();
    const campaign = await awaiting();
    const { core, drafter } = bench;
    const edited = await editDraft(core, campaign, drafter, actorOf(drafter), {
      text: "新的文案，欢迎光临",
    });
    expect(edited).toMatchObject({ state: "draft", version: campaign.version + 1, plan: null });
    const late = await yes(await bench.campaign(campaign), bench.approver, campaign.version);
    expect(late).toMatchObject({
      kind: "refused",
      refusal: { kind: "changed", version: edited?.version },
    });
  });

  test("taken by two approvers at the same instant counts once and reserves once", async () => {
    await open();
    const campaign = await awaiting();
    const other = await colleague("other");
    const said = await Promise.all([yes(campaign), yes(campaign, other)]);
    expect(said.filter(({ kind }) => kind === "approved")).toHaveLength(1);
    expect(await readQuota(bench.core, bench.merchant._id)).toMatchObject({
      reserved: 10,
      free: 999_990,
    });
    const approvals = await bench.core.store.audit.find({ action: "campaign.approve" });
    expect(approvals).toHaveLength(1);
  });

  test("pressed twice does nothing twice", async () => {
    await open();
    const campaign = await awaiting();
    const said = await Promise.all([yes(campaign), yes(campaign)]);
    expect(said.map(({ kind }) => kind).sort()).toEqual(["already", "approved"]);
    expect((await yes(await bench.campaign(campaign))).kind).toBe("already");
    expect((await readQuota(bench.core, bench.merchant._id)).reserved).toBe(10);
  });

  test("of many people needs two different approvers", async () => {
    await open();
    await bench.core.store.merchants.updateOne(
      { _id: bench.merchant._id },
      { $set: { "settings.twoApproversAbove": 5 } },
    );
    const merchant = await bench.core.store.merchants.findOne({ _id: bench.merchant._id });
    bench = { ...bench, merchant: merchant ?? bench.merchant };
    const campaign = await awaiting();
    expect((await yes(campaign)).kind).toBe("one_more");
    expect((await yes(await bench.campaign(campaign))).kind).toBe("already");
    expect((await readQuota(bench.core, bench.merchant._id)).reserved).toBe(0);
    expect((await yes(await bench.campaign(campaign), await colleague("second"))).kind).toBe(
      "approved",
    );
  });

  test("without enough quota is refused, and says by how much", async () => {
    await open({ quota: 7 });
    const campaign = await awaiting();
    expect(await yes(campaign)).toMatchObject({ refusal: { kind: "quota", short: 3 } });
    expect(await readQuota(bench.core, bench.merchant._id)).toMatchObject({ free: 7, reserved: 0 });
    expect((await bench.campaign(campaign)).state).toBe("awaiting_approval");
  });

  test("that nobody gave within its hours is over, and the campaign is a draft again", async () => {
    await open();
    const campaign = await awaiting();
    bench.clock.turn(24 * HOUR + 1);
    await runDueJobs(bench.core, jobHandlers);
    expect(await bench.campaign(campaign)).toMatchObject({ state: "draft", askedAgain: "expired" });
    expect(await yes(campaign)).toMatchObject({ kind: "refused" });
  });

  test("and rejection at the same instant: one of them holds, and nothing stays reserved for the other", async () => {
    await open();
    const campaign = await awaiting();
    const other = await colleague("other");
    const { core, merchant } = bench;
    const [said] = await Promise.all([
      yes(campaign),
      reject(core, merchant, campaign, campaign.version, other, actorOf(other), "不合适"),
    ]);
    const now = await bench.campaign(campaign);
    const { reserved } = await readQuota(core, merchant._id);
    expect([now.state, reserved]).toEqual(
      said.kind === "approved" ? ["approved", 10] : ["rejected", 0],
    );
  });
});

describe("what was approved", () => {
  test("asks again instead of going out more than an hour late", async () => {
    await open();
    const campaign = await awaiting();
    await yes(campaign);
    bench.clock.turn(HOUR + 1);
    await runDueJobs(bench.core, jobHandlers);
    expect(await bench.campaign(campaign)).toMatchObject({ state: "draft", askedAgain: "late" });
    expect((await readQuota(bench.core, bench.merchant._id)).reserved).toBe(0);
  });

  test("outside the sending window waits for its opening", async () => {
    await open();
    bench.clock.turn(11 * HOUR); // 21:00 in Shanghai
    const campaign = await awaiting();
    await yes(campaign);
    await runDueJobs(bench.core, jobHandlers);
    expect((await bench.campaign(campaign)).state).toBe("scheduled");
    bench.clock.turn(11 * HOUR - 1);
    await runDueJobs(bench.core, jobHandlers);
    expect((await bench.campaign(campaign)).state).toBe("scheduled");
    bench.clock.turn(1);
    await runDueJobs(bench.core, jobHandlers);
    expect((await bench.campaign(campaign)).state).toBe("sending");
  });

  test("starts at once however the clock goes on while it is looked at", async () => {
    // A campaign waited for ever when a millisecond passed between two looks at the clock.
    class Ticking extends TurnedClock {
      override now(): number {
        this.turn(1);
        return super.now();
      }
    }
    await open({ clock: new Ticking() });
    const campaign = await awaiting();
    await yes(campaign);
    await runDueJobs(bench.core, jobHandlers);
    expect((await bench.campaign(campaign)).state).toBe("sending");
  });

  test("whose start an outage held up until the window closed goes out when it opens again", async () => {
    await open();
    bench.clock.turn(9 * HOUR + 50 * MINUTE); // 19:50 in Shanghai
    const campaign = await awaiting();
    await yes(campaign);
    bench.clock.turn(40 * MINUTE);
    await runDueJobs(bench.core, jobHandlers);
    expect((await bench.campaign(campaign)).state).toBe("scheduled");
    bench.clock.turn(11 * HOUR + 30 * MINUTE - 1);
    await runDueJobs(bench.core, jobHandlers);
    expect((await bench.campaign(campaign)).state).toBe("scheduled");
    bench.clock.turn(1);
    await runDueJobs(bench.core, jobHandlers);
    expect((await bench.campaign(campaign)).state).toBe("sending");
  });

  test("for a time of its own asks again where it could start the next day only", async () => {
    await open();
    bench.clock.turn(9 * HOUR);
    const sendAt = bench.clock.now() + 30 * MINUTE; // 19:30 in Shanghai
    const campaign = await awaiting(10, sendAt);
    await yes(campaign);
    bench.clock.turn(HOUR + 10 * MINUTE);
    await runDueJobs(bench.core, jobHandlers);
    expect(await bench.campaign(campaign)).toMatchObject({ state: "draft", askedAgain: "late" });
  });

  test("starts after a restart though its start was thought to be done", async () => {
    await open();
    bench.clock.turn(11 * HOUR);
    const campaign = await awaiting();
    await yes(campaign);
    const { core } = bench;
    await core.store.jobs.updateMany({ kind: "start" }, { $set: { done: true } });
    bench.clock.turn(11 * HOUR);
    await resume(core);
    await runDueJobs(core, jobHandlers);
    expect((await bench.campaign(campaign)).state).toBe("sending");
  });

  test("starts though whoever approved it crashed before they asked for its start", async () => {
    await open();
    const campaign = await awaiting();
    await yes(campaign);
    const { core } = bench;
    await core.store.jobs.deleteMany({ kind: "start" });
    await askForStarts(core);
    await runDueJobs(core, jobHandlers);
    expect((await bench.campaign(campaign)).state).toBe("sending");
  });

  test("can be paused, resumed and cancelled, and cancelling before it began gives everything back", async () => {
    await open();
    const campaign = await awaiting();
    await yes(campaign);
    await runDueJobs(bench.core, jobHandlers);
    const { core, approver } = bench;
    expect((await pauseCampaign(core, campaign, actorOf(approver)))?.state).toBe("paused");
    expect(await pauseCampaign(core, campaign, actorOf(approver))).toBeUndefined();
    expect((await resumeCampaign(core, campaign, actorOf(approver)))?.state).toBe("sending");
    expect(
      (await cancelCampaign(core, await bench.campaign(campaign), actorOf(approver)))?.state,
    ).toBe("cancelled");
    await runDueJobs(core, jobHandlers);
    expect((await bench.campaign(campaign)).settlement.stage).toBe("settled");
    expect(await readQuota(core, bench.merchant._id)).toMatchObject({
      reserved: 0,
      charged: 0,
      free: 1_000_000,
    });
  });
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { saveAudience } from "../../src/audience/audience.ts";
import { confirmColumn, withPhoneColumn } from "../../src/audience/phone-column.ts";
import { fileRows } from "../../src/audience/rows.ts";
import { approve, requestApproval } from "../../src/campaign/approval.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import { createDraft, editDraft } from "../../src/campaign/drafts.ts";
import type { WritingFault } from "../../src/campaign/message-writer.ts";
import type { Split } from "../../src/campaign/variant.ts";
import { campaignCard } from "../../src/chat/cards/campaign-card.ts";
import { viewCampaign } from "../../src/chat/cards/view.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { submitBatch } from "../../src/delivery/submit-batch.ts";
import { parseTemplate } from "../../src/delivery/template.ts";
import type { AudienceId } from "../../src/ids.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import { writingFaultText } from "../../src/locale/planning.ts";
import { createPolicy } from "../../src/policy/policy.ts";
import { peopleAgain } from "../../src/settlement/people-again.ts";
import { recount } from "../../src/settlement/settle.ts";
import { fileOf } from "../audience/given-file.ts";
import { actorOf, type CoreBench, numberOf, ORIGIN, openCoreBench } from "../support/core-bench.ts";
import { receipt } from "../support/drive.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

let bench: CoreBench;
let provider: ScriptedProvider;

beforeEach(async () => {
  provider = new ScriptedProvider("a", { batchSize: 1_000 });
  bench = await openCoreBench([provider], { policy: createPolicy() });
});
afterEach(() => bench.close());

async function draftTo(csv: string, text: string, split: Split | null = null): Promise<Campaign> {
  const { core, merchant, drafter } = bench;
  const rows = fileRows(fileOf(csv), "CN");
  const { _id } = await saveAudience(core, merchant._id, "members.csv", rows);
  const content = { name: "test", text, split, audienceId: _id, sendAt: null };
  return createDraft(core, merchant, drafter, actorOf(drafter), ORIGIN, content);
}

function request(campaign: Campaign) {
  const { core, merchant, drafter } = bench;
  return requestApproval(core, merchant, campaign, drafter, actorOf(drafter));
}

async function planned(campaign: Campaign): Promise<Campaign> {
  const outcome = await request(campaign);
  if (outcome.kind !== "requested") throw new Error(JSON.stringify(outcome));
  return outcome.campaign;
}

function redraft(draft: Campaign, audienceId: AudienceId): Promise<Campaign> {
  const { core, merchant, drafter } = bench;
  // Not before the next day: whoever was texted today has had their share.
  const sendAt = core.clock.now() + 24 * 3_600_000;
  const content = { name: "again", text: draft.text, audienceId, sendAt };
  return createDraft(core, merchant, drafter, actorOf(drafter), ORIGIN, content);
}

async function faultOf(campaign: Campaign) {
  const outcome = await request(campaign);
  if (outcome.kind !== "fault") throw new Error(`it is ${outcome.kind}`);
  return outcome.fault;
}

/** Approves what was planned, and sends it. What went, by number. */
async function sent(campaign: Campaign): Promise<Map<string, string>> {
  const { core, merchant, approver } = bench;
  const { version } = campaign;
  const actor = actorOf(approver);
  const said = await approve(core, merchant, campaign, version, approver, actor, true);
  if (said.kind !== "approved") throw new Error(JSON.stringify(said));
  await runDueJobs(core, jobHandlers);
  const now = await bench.campaign(campaign);
  const { signal } = new AbortController();
  await submitBatch(core, provider, now, merchant, 1_000, signal);
  return new Map(provider.accepted.map(({ message }) => [message.phone.slice(3), message.text]));
}

const LONG =
  "这是一段很长的门店名称，用来让这一条短信超过七十个字，因此它要按两条计费，请仔细核对后再发送";
const MEMBERS = `手机号,姓名,门店
13812340001,王芳,人民路店
13812340002,,人民路店
13812340003,李雷,${LONG}
`;

describe("a personal text", () => {
  const TEXT = "{姓名|会员}您好，{门店}会员日全场八折，欢迎到店选购";

  test("goes to each person with what their row holds, and the fallback where it holds nothing", async () => {
    const texts = await sent(await planned(await draftTo(MEMBERS, TEXT)));
    const end = "会员日全场八折，欢迎到店选购，拒收请回复R";
    expect(Object.fromEntries(texts)).toEqual({
      13812340001: `【小店】王芳您好，人民路店${end}`,
      13812340002: `【小店】会员您好，人民路店${end}`,
      13812340003: `【小店】李雷您好，${LONG}${end}`,
    });
  });

  test("is counted for each person as it will be sent, and so much is reserved", async () => {
    const { plan, counts } = await planned(await draftTo(MEMBERS, TEXT));
    expect(plan).toMatchObject({ segments: 4 });
    expect(plan?.tallies).toMatchObject([{ people: 3, segmentsLeast: 1, segmentsMost: 2 }]);
    expect(counts.segmentsPlanned).toBe(4);
  });

  test("is shown to whoever approves it as the first people will get it, their numbers masked", async () => {
    const campaign = await planned(await draftTo(MEMBERS, TEXT));
    const view = await viewCampaign(bench.core, bench.merchant, campaign, "en");
    const shown = JSON.stringify(campaignCard(view));
    expect(shown).toContain("line 2, 138****0001");
    expect(shown).toContain("【小店】王芳您好，人民路店会员日全场八折");
    expect(shown).not.toContain("13812340001");
  });

  test("is refused where rows have nothing for it and it has no fallback, by line as the file has them", async () => {
    const fault = await faultOf(await draftTo(MEMBERS, "{姓名}您好，会员日全场八折"));
    expect(fault).toEqual({ kind: "missing_values", names: ["姓名"], rows: 1, lines: [3] });
  });

  test("need not have a value for people who are not sent anything", async () => {
    const twice = `${MEMBERS}13812340001,,\n固话,,\n`;
    const text = "{门店}会员日全场八折";
    expect((await planned(await draftTo(twice, text))).counts).toMatchObject({
      pending: 3,
      excludedBy: { duplicate: 1, invalid: 1 },
    });
  });

  test("may not name what the list has no column for", async () => {
    const fault = await faultOf(await draftTo(MEMBERS, "{姓}您好，会员日全场八折"));
    expect(fault).toMatchObject({ kind: "text_faults", faults: [{ kind: "unknown", name: "姓" }] });
  });

  test("is refused where what rows hold would be blocked, though the text alone is not", async () => {
    const list = "手机号,姓名\n13812340001,王芳\n13812340002,加微信vx88888领红包\n";
    const provider = new ScriptedProvider("a", { profile: "aliyun" });
    await bench.close();
    bench = await openCoreBench([provider], { policy: createPolicy() });
    const fault = await faultOf(await draftTo(list, "{姓名}您好，会员日全场八折，欢迎到店选购"));
    expect(fault).toMatchObject({ kind: "blocked_values", rows: 1, first: [{ line: 3 }] });
  });

  test("is refused where what rows hold fits no template that a provider has approved", async () => {
    const approved = {
      signature: "小店",
      templates: [
        parseTemplate(
          "1",
          "{1}您好，会员日全场八折，欢迎到店选购，拒收请回复R",
          /\{(\d)\}/gu,
          () => 6,
        ),
      ],
    };
    await bench.close();
    bench = await openCoreBench([new ScriptedProvider("a", { approved })]);
    const text = "{姓名}您好，会员日全场八折，欢迎到店选购";
    const list = "手机号,姓名\n13812340001,王芳\n13812340002,阿卜杜拉·穆罕默德\n13812340003,李雷\n";
    const fault = await faultOf(await draftTo(list, text));
    expect(fault).toMatchObject({ kind: "blocked_values", rows: 1, first: [{ line: 3 }] });
    expect(writingFaultText(fault as WritingFault, "zh-CN")).toContain("可能是变量太长");
    const mended = list.replace("阿卜杜拉·穆罕默德", "阿卜杜拉");
    expect((await planned(await draftTo(mended, text))).plan).toMatchObject({ sendable: 3 });
  });

  test("is not blocked for what its variables are called", async () => {
    const list = "手机号,微信号\n13812340001,小芳\n";
    const campaign = await planned(await draftTo(list, "{微信号}您好，会员日全场八折，欢迎到店"));
    expect(campaign.plan?.report.findings.filter(({ severity }) => severity !== "info")).toEqual(
      [],
    );
  });

  test("can be written again for those who were not reached, with what their rows held", async () => {
    const { core, merchant } = bench;
    const draft = await draftTo(MEMBERS, TEXT);
    await sent(await planned(draft));
    const receipts = provider.accepted.map(({ messageId }) =>
      receipt(provider, messageId, "unreachable"),
    );
    await takeReceipts(core, receipts);
    const rows = await peopleAgain(core, await bench.campaign(draft), ["unreachable"]);
    const again = await saveAudience(core, merchant._id, "again", rows);
    const resent = await planned(await redraft(draft, again._id));
    expect(resent.plan?.tallies[0]).toMatchObject({ people: 3, segmentsLeast: 1, segmentsMost: 2 });
  });

  test("writes a doubled brace as one, to everybody alike", async () => {
    // Policy takes any word in braces for a variable that was forgotten; here it has nothing to say.
    await bench.close();
    bench = await openCoreBench([provider]);
    const list = "手机号\n13812340001\n";
    const texts = await sent(await planned(await draftTo(list, "凭{{会员码}}到店，全场八折")));
    expect([...texts.values()]).toEqual(["【小店】凭{会员码}到店，全场八折，拒收请回复R"]);
  });
});

describe("a campaign with two texts", () => {
  const PEOPLE = 400;
  const LIST = `手机号\n${Array.from({ length: PEOPLE }, (_, i) => numberOf(i)).join("\n")}\n`;
  const B = "老会员专享：今日到店立减二十元，欢迎选购";

  test("gives each person one of them, so many the second as was asked, and the same when planned again", async () => {
    const { core } = bench;
    const draft = await draftTo(LIST, "会员日全场八折，欢迎到店选购", { text: B, share: 20 });
    const variants = async ({ _id }: Campaign) =>
      new Map(
        (await core.store.recipients.find({ campaignId: _id })).map((r) => [r.phone, r.variant]),
      );
    const first = await planned(draft);
    const before = await variants(first);
    const second = [...before.values()].filter((variant) => variant === "B").length;
    // Within four standard deviations of a fifth: the hash decides, so that it is always the same.
    expect(Math.abs(second - PEOPLE / 5)).toBeLessThan(32);
    const edited = await editDraft(core, first, bench.drafter, actorOf(bench.drafter), {});
    if (edited === undefined) throw new Error("not edited");
    const again = await planned(edited);
    expect(await variants(again)).toEqual(before);
    const texts = await sent(again);
    for (const [phone, variant] of before) {
      const text = texts.get(phone?.slice(3) ?? "");
      expect(text).toContain(variant === "B" ? "立减二十元" : "全场八折");
    }
  });

  test("counts both, live as in the recount, and compares them", async () => {
    const draft = await draftTo(LIST, "会员日全场八折，欢迎到店选购", { text: B, share: 50 });
    await sent(await planned(draft));
    const campaign = await bench.campaign(draft);
    const { A, B: b } = campaign.counts.byVariant;
    expect((A?.sent ?? 0) + (b?.sent ?? 0)).toBe(PEOPLE);
    expect((await recount(bench.core, campaign)).byVariant).toEqual({
      A: { sent: A?.sent, delivered: 0, failed: 0 },
      B: { sent: b?.sent, delivered: 0, failed: 0 },
    });
  });

  test("is not sent when its second text is blocked everywhere", async () => {
    const provider = new ScriptedProvider("a", { profile: "aliyun" });
    await bench.close();
    bench = await openCoreBench([provider], { policy: createPolicy() });
    const split = { text: "加微信vx88888领红包，代开发票，网上赌场", share: 50 };
    const fault = await faultOf(await draftTo(LIST, "会员日全场八折，欢迎到店选购", split));
    expect(fault).toMatchObject({ kind: "blocked_everywhere" });
  });
});

describe("a list with more than one column of numbers", () => {
  const TWO = `会员手机,紧急联系人手机,姓名
13812340001,13912340001,王芳
13812340002,13912340002,李雷
`;
  const TEXT = "会员日全场八折，欢迎到店选购";
  const audienceOf = async ({ audienceId }: Campaign) => {
    const audience = await bench.core.store.audiences.findOne({ _id: audienceId });
    if (audience === undefined) throw new Error("the list is gone");
    return audience;
  };

  test("is not planned for before a person has said which one it is", async () => {
    const draft = await draftTo(TWO, TEXT);
    expect(await faultOf(draft)).toMatchObject({ kind: "unconfirmed_column" });
    await confirmColumn(bench.core, await audienceOf(draft), "王店长");
    expect([...(await sent(await planned(draft))).keys()].sort()).toEqual([
      "13812340001",
      "13812340002",
    ]);
  });

  test("can have its numbers taken from the other one, and keeps the first as a variable", async () => {
    const { core, drafter } = bench;
    const draft = await draftTo(TWO, TEXT);
    const made = await withPhoneColumn(core, await audienceOf(draft), 1, "CN", "王店长");
    if (made === undefined) throw new Error("the column was not kept");
    expect(made.file?.sample[0]).toMatchObject({
      phone: "+8613912340001",
      variables: { 姓名: "王芳", 会员手机: "+8613812340001" },
    });
    const actor = actorOf(drafter);
    const edited = await editDraft(core, draft, drafter, actor, { audienceId: made._id });
    if (edited === undefined) throw new Error("not edited");
    expect([...(await sent(await planned(edited))).keys()].sort()).toEqual([
      "13912340001",
      "13912340002",
    ]);
    // What was stored first is as it was, for whatever else uses it.
    const rows = await core.store.audienceRows.find({ audienceId: draft.audienceId });
    expect(rows.map(({ phone }) => phone)).toEqual(["+8613812340001", "+8613812340002"]);
  });

  test("is not asked about where another column holds a number only by the way", async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${numberOf(i)},客户${i}`).join("\n");
    const draft = await draftTo(`手机号,备注\n${rows}\n13812340099,另有13912340001\n`, TEXT);
    expect((await planned(draft)).plan?.sendable).toBe(31);
  });
});

test("while a plan is made for a long list, the card shows how far it is", async () => {
  const { merchant, drafter } = bench;
  const numbers = Array.from({ length: 2_400 }, (_, i) => numberOf(i)).join("\n");
  const draft = await draftTo(`手机号\n${numbers}\n`, "会员日全场八折，欢迎到店选购");
  // A clock on which everything takes long, so that every batch is worth showing.
  let at = bench.core.clock.now();
  const slow = { now: () => (at += 1_000), sleep: () => Promise.resolve() };
  const shown: unknown[] = [];
  const { campaigns } = bench.core.store;
  const watched = new Proxy(campaigns, {
    get: (store, name) =>
      name === "updateOne"
        ? async (...args: Parameters<typeof store.updateOne>) => {
            const done = await store.updateOne(...args);
            const view = await viewCampaign(core, merchant, await bench.campaign(draft), "en");
            shown.push(campaignCard(view).progress?.label);
            return done;
          }
        : Reflect.get(store, name).bind(store),
  });
  const core = { ...bench.core, clock: slow, store: { ...bench.core.store, campaigns: watched } };
  await requestApproval(core, merchant, draft, drafter, actorOf(drafter));
  expect(shown).toContain("Checking the list: 1,000 of 2,400 rows");
  expect((await bench.campaign(draft)).preparing).toBeNull();
});

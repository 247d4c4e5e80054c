import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { saveAudience } from "../../src/audience/audience.ts";
import { fileRows } from "../../src/audience/rows.ts";
import { suppress } from "../../src/audience/suppression.ts";
import { createDraft } from "../../src/campaign/drafts.ts";
import { testCard } from "../../src/chat/cards/test-card.ts";
import { viewCampaign } from "../../src/chat/cards/view.ts";
import { type Receipt, SubmitRefused } from "../../src/delivery/provider.ts";
import { takeReceipts } from "../../src/delivery/receipts.ts";
import { submitBatch } from "../../src/delivery/submit-batch.ts";
import type { Phone } from "../../src/ids.ts";
import { jobHandlers } from "../../src/jobs/handlers.ts";
import { runDueJobs } from "../../src/jobs/jobs.ts";
import type { Member } from "../../src/merchant/member.ts";
import { checkLedger } from "../../src/settlement/check-ledger.ts";
import { readQuota } from "../../src/settlement/quota.ts";
import { claimNumber, proveNumber } from "../../src/test-send/own-number.ts";
import { sendTest } from "../../src/test-send/send-test.ts";
import { endOldTests } from "../../src/test-send/test-receipts.ts";
import { fileOf } from "../audience/given-file.ts";
import { actorOf, type CoreBench, numberOf, ORIGIN, openCoreBench } from "../support/core-bench.ts";
import { receipt } from "../support/drive.ts";
import { ScriptedProvider } from "../support/scripted-provider.ts";

const OWN = "+8613900001111" as Phone;
const HOUR = 3_600_000;

let bench: CoreBench;
let provider: ScriptedProvider;

beforeEach(async () => {
  provider = new ScriptedProvider("a");
  bench = await openCoreBench([provider], { quota: 100 });
});
afterEach(() => bench.close());

const quota = async () => {
  const { free, reserved, charged } = await readQuota(bench.core, bench.merchant._id);
  return { free, reserved, charged };
};
const last = () => {
  const sent = provider.accepted.at(-1);
  if (sent === undefined) throw new Error("nothing was sent");
  return sent;
};
const codeSent = () => /\d{6}/u.exec(last().message.text)?.[0] ?? "";
const claim = (phone = OWN) =>
  claimNumber(bench.core, bench.merchant, bench.drafter, phone, ORIGIN);
const prove = (code: string) =>
  proveNumber(bench.core, bench.drafter, actorOf(bench.drafter), code);

/** The drafter, whose number is proven and paid for. */
async function proven(): Promise<Member> {
  await claim();
  await prove(codeSent());
  await takeReceipts(bench.core, [receipt(provider, last().messageId, "delivered")]);
  const member = await bench.core.store.members.findOne({ _id: bench.drafter._id });
  if (member === undefined) throw new Error("the member is gone");
  return member;
}

async function sent(member: Member, text?: string) {
  const campaign = await bench.draft([numberOf(1)], text);
  const { core, merchant } = bench;
  return sendTest(core, merchant, member, actorOf(member), campaign, "A", ORIGIN);
}

describe("a member's own number", () => {
  test("is theirs when the code that was sent there comes back, and not before", async () => {
    await claim();
    expect(last().message.phone).toBe(OWN);
    const wrong = codeSent() === "111111" ? "222222" : "111111";
    expect(await prove(wrong)).toEqual({ kind: "wrong", left: 4 });
    expect(await prove(codeSent())).toEqual({ kind: "proven", phone: OWN });
    expect(await bench.core.store.members.findOne({ _id: bench.drafter._id })).toMatchObject({
      ownNumber: { phone: OWN },
    });
  });

  test("is not to be guessed: five tries, and ten minutes", async () => {
    await claim();
    const code = codeSent();
    const wrong = code === "111111" ? "222222" : "111111";
    for (let i = 0; i < 5; i += 1) await prove(wrong);
    expect(await prove(code)).toEqual({ kind: "none" });
    await claim();
    bench.clock.turn(10 * 60_000);
    expect(await prove(codeSent())).toEqual({ kind: "none" });
  });

  test("gets three codes a day at most, and none of them is stored", async () => {
    for (let i = 0; i < 3; i += 1) expect((await claim()).kind).toBe("sent");
    expect(await claim()).toEqual({ kind: "too_many", most: 3 });
    const stored = JSON.stringify([
      await bench.core.store.numberClaims.find({}),
      await bench.core.store.testSends.find({}),
      await bench.core.store.audit.find({}),
    ]);
    expect(stored).not.toContain(codeSent());
  });
});

describe("a test of a text", () => {
  test("goes to the proven number alone, word for word, and is no part of the campaign", async () => {
    const member = await proven();
    const outcome = await sent(member);
    expect(outcome.kind).toBe("sent");
    expect(last().message).toMatchObject({
      phone: OWN,
      text: "【小店】会员日全场八折，欢迎到店选购，拒收请回复R",
    });
    const { core } = bench;
    expect(await core.store.recipients.find({})).toEqual([]);
    expect(await core.store.contacts.find({})).toEqual([]);
    expect(await core.store.audit.find({ action: "campaign.test" })).toHaveLength(1);
  });

  test("is refused to a member without a number, and to a number on the suppression list", async () => {
    expect(await sent(bench.drafter)).toEqual({ kind: "no_number" });
    const member = await proven();
    const entry = { merchantId: bench.merchant._id, phone: OWN, reason: "opted_out" as const };
    await suppress(bench.core, [{ ...entry, source: "reply", detail: "R" }]);
    expect(await sent(member)).toEqual({ kind: "suppressed" });
  });

  test("of a personal text is written with the first row that has a number", async () => {
    const { core, merchant, drafter } = bench;
    const member = await proven();
    const csv = "手机号,姓名\n02112345678,陈\n13812340001,王芳\n";
    const { _id } = await saveAudience(core, merchant._id, "x", fileRows(fileOf(csv), "CN"));
    const content = { name: "t", text: "{姓名}您好，全场八折", audienceId: _id, sendAt: null };
    const draft = await createDraft(core, merchant, drafter, actorOf(drafter), ORIGIN, content);
    await sendTest(core, merchant, member, actorOf(member), draft, "A", ORIGIN);
    expect(last().message.text).toBe("【小店】王芳您好，全场八折，拒收请回复R");
    expect(last().message.phone).toBe(OWN);
  });

  test("is counted in quota: reserved, and charged only when delivered", async () => {
    const member = await proven();
    expect(await quota()).toEqual({ free: 99, reserved: 0, charged: 1 });
    await sent(member);
    expect(await quota()).toEqual({ free: 98, reserved: 1, charged: 1 });
    await takeReceipts(bench.core, [receipt(provider, last().messageId, "unreachable")]);
    expect(await quota()).toEqual({ free: 99, reserved: 0, charged: 1 });
    await sent(member);
    await takeReceipts(bench.core, [receipt(provider, last().messageId, "delivered")]);
    expect(await quota()).toEqual({ free: 98, reserved: 0, charged: 2 });
    expect(await checkLedger(bench.core)).toEqual([]);
  });

  test("is refused without quota, and leaves nothing behind", async () => {
    const member = await proven();
    await bench.core.store.quotas.updateOne({}, { $set: { free: 0 } });
    expect(await sent(member)).toEqual({ kind: "quota", short: 1 });
    expect(await bench.core.store.testSends.find({ kind: "test" })).toEqual([]);
  });

  test("can be had five times an hour, also when pressed at once", async () => {
    const member = await proven();
    const campaign = await bench.draft([numberOf(1)]);
    const { core, merchant } = bench;
    const press = () => sendTest(core, merchant, member, actorOf(member), campaign, "A", ORIGIN);
    const before = provider.accepted.length;
    const kinds = (await Promise.all(Array.from({ length: 8 }, press))).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "sent")).toHaveLength(5);
    expect(kinds.filter((kind) => kind === "too_many")).toHaveLength(3);
    expect(provider.accepted.length - before).toBe(5);
    bench.clock.turn(HOUR);
    expect((await press()).kind).toBe("sent");
  });

  test("whose call broke off is never sent again, and costs nothing when nothing is heard of it", async () => {
    const member = await proven();
    provider.script.push({ kind: "break_after" });
    expect((await sent(member)).kind).toBe("unknown");
    expect(await quota()).toEqual({ free: 98, reserved: 1, charged: 1 });
    const accepted = provider.accepted.length;
    bench.clock.turn(73 * HOUR);
    await endOldTests(bench.core);
    expect(provider.accepted.length).toBe(accepted);
    expect(await quota()).toEqual({ free: 99, reserved: 0, charged: 1 });
    expect(await bench.core.store.testSends.find({ state: "ended" })).toHaveLength(1);
  });

  test("whose call broke off is known again by a receipt that names it", async () => {
    const member = await proven();
    provider.script.push({ kind: "break_after" });
    await sent(member);
    const named: Receipt = {
      ...receipt(provider, "unused", "delivered"),
      recipient: last().recipient,
    };
    const { messageId: _, ...byReference } = named;
    await takeReceipts(bench.core, [byReference]);
    expect(await quota()).toEqual({ free: 98, reserved: 0, charged: 2 });
  });

  test("that the provider refuses is told and costs nothing", async () => {
    const member = await proven();
    provider.script.push({ kind: "refuse_call", code: "throttled" });
    expect(await sent(member)).toEqual({ kind: "refused", detail: "scripted refusal" });
    expect(await quota()).toEqual({ free: 99, reserved: 0, charged: 1 });
  });

  test("leaves no hold open when a crash comes while its receipt is applied", async () => {
    const { core } = bench;
    const member = await proven();
    await sent(member);
    const { quotas, testSends } = core.store;
    const dying = new Proxy(quotas, {
      get: (store, name) =>
        name === "updateOne"
          ? () => Promise.reject(new Error("killed"))
          : Reflect.get(store, name).bind(store),
    });
    const killed = { ...core, store: { ...core.store, quotas: dying } };
    const delivered = receipt(provider, last().messageId, "delivered");
    await expect(takeReceipts(killed, [delivered])).rejects.toThrow("killed");
    await takeReceipts(core, [delivered]);
    expect(await quota()).toEqual({ free: 98, reserved: 0, charged: 2 });
    expect(await testSends.find({ state: "delivered", kind: "test" })).toHaveLength(1);
    expect(await checkLedger(core)).toEqual([]);
  });

  test("tells what the provider wrote without the number that it names", async () => {
    const member = await proven();
    provider.submit = () =>
      Promise.reject(new SubmitRefused("account", "13900001111 is not on the list"));
    expect(await sent(member)).toEqual({
      kind: "refused",
      detail: "139****1111 is not on the list",
    });
  });

  test("is found by a receipt that came before the answer", async () => {
    const member = await proven();
    const { submit } = provider;
    provider.submit = async (batch) => {
      const outcomes = await submit.call(provider, batch);
      await takeReceipts(bench.core, [receipt(provider, last().messageId, "delivered")]);
      return outcomes;
    };
    await sent(member);
    expect(await quota()).toEqual({ free: 98, reserved: 0, charged: 2 });
  });

  test("has a card that tells what became of it, with the number masked", async () => {
    const member = await proven();
    const { core, merchant } = bench;
    const outcome = await sent(member);
    if (outcome.kind !== "sent") throw new Error(outcome.kind);
    const [message] = await core.store.messages.find({ kind: "test" });
    const campaign = await core.store.campaigns.findOne({ _id: outcome.test.campaignId ?? "" });
    if (message === undefined || campaign === undefined) throw new Error("there is no card");
    const shown = async () => {
      const now = await core.store.testSends.findOne({ _id: message.about ?? "" });
      if (now === undefined) throw new Error("the test is gone");
      return JSON.stringify(testCard(await viewCampaign(core, merchant, campaign, "en"), now));
    };
    expect(await shown()).toContain("handed over, waiting for the receipt");
    await takeReceipts(core, [receipt(provider, last().messageId, "unreachable")]);
    expect(await shown()).toContain("failed: unreachable");
    expect(await shown()).not.toContain("13900001111");
  });

  test("keeps a receipt that names only the number from being taken for one on a campaign's text", async () => {
    const { core, merchant } = bench;
    const member = await proven();
    const campaign = await bench.approved([OWN.slice(3)]);
    await runDueJobs(core, jobHandlers);
    provider.script.push({ kind: "break_after" }, { kind: "break_after" });
    const { signal } = new AbortController();
    await submitBatch(core, provider, await bench.campaign(campaign), merchant, 10, signal);
    await sent(member);
    bench.clock.turn(1_000);
    await takeReceipts(core, [{ ...receipt(provider, "unknown", "delivered"), phone: OWN }]);
    expect((await bench.campaign(campaign)).counts).toMatchObject({ submitting: 1, delivered: 0 });
  });
});

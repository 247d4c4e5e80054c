import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DELIVERED, undelivered } from "../emulators/twilio/script.ts";
import { sign } from "../emulators/twilio/webhook-client.ts";
import { CONFIG, message, messages, PUBLIC, phone, SentThrough } from "./sent-through.ts";

let through: SentThrough;
beforeEach(async () => {
  through = await new SentThrough().start();
});
afterEach(() => through.stop());

const INBOUND = `${PUBLIC}/providers/tw/inbound`;
const SID = `SM${"a".repeat(32)}`;

/** Submits to one number and returns the message that Twilio made of it. */
async function sent(n: number, script: Parameters<typeof through.twilio.script>[1] = {}) {
  through.twilio.script(phone(n), script);
  await through.submit(message(n));
  await through.twilio.reported();
  const entry = through.twilio.acceptedFor(phone(n))[0];
  if (entry === undefined) throw new Error("nothing was accepted");
  return entry;
}

describe("a status callback", () => {
  test("is a receipt where it is a result, with the message's id and our reference", async () => {
    const entry = await sent(1, { steps: [{ status: "sending" }, ...DELIVERED] });
    expect(through.receipts).toEqual([
      {
        provider: "tw",
        messageId: entry.sid,
        recipient: "campaign-1",
        outcome: { kind: "delivered" },
        code: "delivered",
        detail: "",
        at: expect.any(Number),
      },
    ]);
  });

  test.each([
    [30003, "unreachable", true],
    [30004, "blacklisted", true],
    [30005, "unreachable", true],
    [30006, "unreachable", true],
    [30007, "content_blocked", true],
    [30008, "unknown", true],
    [30001, "too_frequent", true],
    [30002, "unknown", true],
    [30034, "unknown", true],
    [14107, "too_frequent", true],
    [63038, "unknown", true],
    [39999, "unknown", false],
  ])("with error %i failed: %s", async (code, reason, known) => {
    await sent(1, { steps: undelivered(code) });
    expect(through.receipts).toMatchObject([
      { outcome: { kind: "failed", reason, known }, code: `${code}` },
    ]);
  });

  test("may come before the answer to the call: our reference is in it", async () => {
    await sent(1, { early: true });
    expect(through.receipts).toMatchObject([{ recipient: "campaign-1" }]);
  });

  test("twice is one receipt, and answered well both times", async () => {
    const entry = await sent(1);
    expect(await through.twilio.callBack(entry)).toMatchObject({ status: 204 });
    expect(through.receipts).toHaveLength(1);
  });

  test("out of order, or against what was said before, is handed on as it came", async () => {
    await sent(1, { steps: [...undelivered(30008), { status: "delivered" }, { status: "sent" }] });
    expect(through.receipts.map(({ outcome }) => outcome.kind)).toEqual(["failed", "delivered"]);
  });

  test("is answered well only when it is stored; Twilio tries again", async () => {
    through.failures = 2;
    await sent(1);
    expect(through.failures).toBe(0);
    expect(through.receipts).toHaveLength(1);
  });
});

describe("what Twilio has not signed is refused with 403, and nothing of it is stored", () => {
  const url = `${PUBLIC}/providers/tw/status?recipient=campaign-1`;
  const form = { MessageSid: SID, MessageStatus: "delivered" };
  const body = new URLSearchParams(form).toString();
  const right = sign(CONFIG.authToken, url, form);

  test.each<[string, string, string, Record<string, string>]>([
    ["no signature", "status?recipient=campaign-1", body, {}],
    ["a wrong one", "status?recipient=campaign-1", body, { "x-twilio-signature": "hello" }],
    [
      "another token's",
      "status?recipient=campaign-1",
      body,
      { "x-twilio-signature": sign("another token altogether", url, form) },
    ],
    [
      "another body",
      "status?recipient=campaign-1",
      body.replace("delivered", "failed"),
      { "x-twilio-signature": right },
    ],
    [
      "a body with something more",
      "status?recipient=campaign-1",
      `${body}&ErrorCode=30003`,
      { "x-twilio-signature": right },
    ],
    ["another recipient", "status?recipient=campaign-2", body, { "x-twilio-signature": right }],
    [
      "a query with something more",
      "status?recipient=campaign-1&x=1",
      body,
      { "x-twilio-signature": right },
    ],
    ["another path", "inbound?recipient=campaign-1", body, { "x-twilio-signature": right }],
  ])("%s", async (_what, path, text, headers) => {
    expect(await through.post(path, text, headers)).toMatchObject({ status: 403 });
    expect(through.receipts).toEqual([]);
    expect(through.replies).toEqual([]);
  });

  test("the right one is taken, by the public address", async () => {
    const headers = { "x-twilio-signature": right };
    const answer = await through.post("status?recipient=campaign-1", body, headers);
    expect(answer).toEqual({ status: 204, body: "" });
    expect(through.receipts).toMatchObject([{ recipient: "campaign-1", messageId: SID }]);
  });

  test("what is signed and makes no sense is told what is wrong", async () => {
    const odd = { MessageSid: "SM1", MessageStatus: "delivered" };
    const headers = { "x-twilio-signature": sign(CONFIG.authToken, url, odd) };
    const text = new URLSearchParams(odd).toString();
    expect(await through.post("status?recipient=campaign-1", text, headers)).toEqual({
      status: 400,
      body: expect.stringContaining("MessageSid"),
    });
  });

  test("there is nothing at another path", async () => {
    expect(await through.post("receipts", body, {})).toMatchObject({ status: 404 });
  });
});

describe("a reply", () => {
  test("is stored, and answered with TwiML that says nothing", async () => {
    const reply = { from: phone(1), body: "STOP" };
    expect(await through.twilio.reply(INBOUND, reply, SID)).toMatchObject({
      status: 200,
      body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
    });
    expect(through.replies).toEqual([
      { provider: "tw", phone: phone(1), text: "STOP", id: SID, at: expect.any(Number) },
    ]);
  });

  test.each([
    ["a keyword of the operator's own", "Arrêt s'il vous plaît", "STOP", "STOP"],
    ["a keyword that we know", "退订", "STOP", "退订"],
    ["HELP", "aide", "HELP", "aide"],
    ["no keyword", "謝謝 & bye=1+1", undefined, "謝謝 & bye=1+1"],
    [
      "taken back by a keyword that is ours too is left as it came",
      "恢复订阅",
      "START",
      "恢复订阅",
    ],
    ["taken back by a keyword of the account's own", "YES", "START", "START"],
  ])("%s", async (_what, body, optOutType, text) => {
    const reply = { from: phone(1), body, ...(optOutType === undefined ? {} : { optOutType }) };
    await through.twilio.reply(INBOUND, reply, SID);
    expect(through.replies).toMatchObject([{ text }]);
  });

  test("is answered well only when it is stored", async () => {
    through.failures = 1;
    const reply = { from: phone(1), body: "STOP" };
    expect(await through.twilio.reply(INBOUND, reply, SID)).toMatchObject({ status: 500 });
    expect(await through.twilio.reply(INBOUND, reply, SID)).toMatchObject({ status: 200 });
    expect(through.replies).toHaveLength(1);
  });

  test("from what is no person's number is taken and left aside", async () => {
    const answer = await through.twilio.reply(INBOUND, { from: "32665", body: "hi" }, SID);
    expect(answer).toMatchObject({ status: 200 });
    expect(through.replies).toEqual([]);
  });
});

describe("receipts that callbacks missed", () => {
  test("are fetched page by page: only results, only our sender's, none that came before", async () => {
    through.twilio.pageSizeMost = 2;
    for (const n of [1, 2, 3]) through.twilio.script(phone(n), { callbacks: false });
    through.twilio.script(phone(4), { callbacks: false, steps: undelivered(30003) });
    through.twilio.script(phone(5), { callbacks: false, steps: [{ status: "sent" }] });
    await through.submit(...messages(6));
    await through.twilio.reported();
    expect(through.receipts.map(({ recipient }) => recipient)).toEqual(["campaign-0"]);
    through.receipts.length = 0;

    await through.provider.reconcile?.(Date.now() - 60_000);
    const found = through.receipts.map(({ messageId, outcome }) => [messageId, outcome.kind]);
    const expected = [4, 3, 2, 1].map((n) => [
      through.twilio.acceptedFor(phone(n))[0]?.sid,
      n === 4 ? "failed" : "delivered",
    ]);
    expect(found.toSorted()).toEqual(expected.toSorted());
    through.receipts.length = 0;
    await through.provider.reconcile?.(Date.now() - 60_000);
    expect(through.receipts).toEqual([]);
    await through.provider.reconcile?.(Date.now() + 3_600_000);
    expect(through.receipts).toEqual([]);
  });

  test("and whose call broke off are found by the callback that comes after the list, with our reference", async () => {
    const entry = await sent(1, { answer: "breaks", callbacks: false });
    await through.provider.reconcile?.(0);
    await through.twilio.callBack(entry);
    await through.twilio.callBack(entry);
    await through.provider.reconcile?.(0);
    expect(through.receipts.map(({ messageId, recipient }) => [messageId, recipient])).toEqual([
      [entry.sid, undefined],
      [entry.sid, "campaign-1"],
    ]);
  });

  test("are fetched again when they could not be stored", async () => {
    await sent(1, { callbacks: false });
    through.failures = 1;
    await expect(through.provider.reconcile?.(0)).rejects.toThrow("the store is away");
    await through.provider.reconcile?.(0);
    expect(through.receipts).toHaveLength(1);
  });
});

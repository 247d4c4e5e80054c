import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DELIVERED, failed } from "../emulators/aliyun/script.ts";
import { message, messages, number, SECRET, SentThrough } from "./sent-through.ts";

let through: SentThrough;
beforeEach(async () => {
  through = await new SentThrough().start();
});
afterEach(() => through.stop());

const TAKEN = { status: 200, body: '{"code":0,"msg":"接收成功"}' };

/** Submits to one number and returns the message that Aliyun made of it. */
async function sent(n: number, script: Parameters<typeof through.aliyun.script>[1] = {}) {
  through.aliyun.script(number(n), script);
  await through.submit(message(n));
  await through.aliyun.reported();
  const entry = through.aliyun.acceptedFor(number(n))[0];
  if (entry === undefined) throw new Error("nothing was accepted");
  return entry;
}

describe("a pushed receipt", () => {
  test("names its message as the submission did: a call has many", async () => {
    const outcomes = await through.submit(...messages(3));
    await through.aliyun.reported();
    const ids = outcomes.map((outcome) => (outcome.kind === "accepted" ? outcome.messageId : ""));
    expect(through.receipts).toEqual(
      ids.map((messageId) => ({
        provider: "ali",
        messageId,
        outcome: { kind: "delivered" },
        code: "DELIVERED",
        detail: "",
        at: expect.any(Number),
      })),
    );
  });

  test("without our reference goes by Aliyun's own of the call", async () => {
    const entry = await sent(1, { push: false });
    const row = { ...through.aliyun.reportRow(entry, DELIVERED), out_id: undefined };
    expect(await through.post(`${SECRET}/receipts`, JSON.stringify([row]))).toEqual(TAKEN);
    expect(through.receipts[0]?.messageId?.startsWith(`${entry.bizId}/`)).toBe(true);
  });

  test("tells when the carrier decided, in Beijing's time", async () => {
    const entry = await sent(1, { push: false });
    const report_time = "2026-11-23 10:00:05";
    const row = { ...through.aliyun.reportRow(entry, DELIVERED), report_time };
    await through.post(`${SECRET}/receipts`, JSON.stringify([row]));
    expect(through.receipts).toMatchObject([{ at: Date.UTC(2026, 10, 23, 2, 0, 5) }]);
  });

  test.each([
    ["MOBILE_NOT_ON_SERVICE", "unreachable", true],
    ["MOBLLE_TERMINAL_ERROR", "unreachable", true],
    ["MOBILE_TERMINAL_ERROR", "unreachable", true],
    ["USER_REJECT", "opted_out", true],
    ["MOBILE_IN_BLACK", "blacklisted", true],
    ["CONTENT_KEYWORD", "content_blocked", true],
    ["CONTENT_ERROR", "content_blocked", true],
    ["MOBILE_SEND_LIMIT", "too_frequent", true],
    ["SP_UNKNOWN_ERROR", "unknown", true],
    ["constructor", "unknown", false],
    ["SOMETHING_NEW", "unknown", false],
  ])("with %s failed: %s", async (code, reason, known) => {
    await sent(1, { reports: [failed(code)] });
    expect(through.receipts).toMatchObject([{ outcome: { kind: "failed", reason, known }, code }]);
  });

  test("with REQUEST_SUCCESS is no result, and surely no success", async () => {
    await sent(1, { reports: [{ success: true, code: "REQUEST_SUCCESS" }] });
    expect(through.receipts).toEqual([]);
  });

  test("may come before the answer to the call", async () => {
    through.aliyun.script(number(1), { early: true });
    const [outcome] = await through.submit(message(1));
    expect(through.receipts).toMatchObject([
      { messageId: outcome?.kind === "accepted" && outcome.messageId },
    ]);
  });

  test("twice, backwards or against what was said before is handed on as it came", async () => {
    through.aliyun.pushes.twice = true;
    through.aliyun.reversed = true;
    through.aliyun.script(number(1), { reports: [failed("MOBILE_SEND_LIMIT"), DELIVERED] });
    await through.submit(...messages(2));
    await through.aliyun.reported();
    expect(through.receipts.map(({ code }) => code)).toEqual([
      ...["MOBILE_SEND_LIMIT", "DELIVERED", "MOBILE_SEND_LIMIT", "DELIVERED"],
      ...["DELIVERED", "DELIVERED"],
    ]);
  });

  test("is answered well only when it is stored: Aliyun pushes three times more, and no more", async () => {
    through.failures = 3;
    await sent(1);
    expect(through.receipts).toHaveLength(1);
    through.failures = 4;
    await sent(2);
    expect(through.failures).toBe(0);
    expect(through.receipts).toHaveLength(1);
  });

  test("that can't be read does not keep the others of its push from being stored", async () => {
    const entry = await sent(1, { push: false });
    const good = through.aliyun.reportRow(entry, DELIVERED);
    const rows = [{ ...good, phone_number: 13 }, null, { ...good, phone_number: "none" }, good];
    expect(await through.post(`${SECRET}/receipts`, JSON.stringify(rows))).toEqual(TAKEN);
    expect(through.receipts).toHaveLength(1);
  });
});

describe("who may push", () => {
  const body = JSON.stringify([
    { phone_number: number(1), success: true, err_code: "DELIVERED", out_id: "s-campaign-1" },
  ]);

  test.each([
    ["no secret", "receipts"],
    ["a wrong one", "a-secret-that-nobody-can-guesS/receipts"],
    ["half of it", `${SECRET.slice(0, 12)}/receipts`],
    ["more than it", `${SECRET}x/receipts`],
    ["nothing behind it", SECRET],
    ["another path behind it", `${SECRET}/status`],
  ])("not with %s: there is nothing there", async (_, path) => {
    expect(await through.post(path, body)).toMatchObject({ status: 404 });
    expect(through.receipts).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, Record<string, string>, number]>([
    ["an address not in the list", { webhookAddresses: ["203.0.113.7"] }, {}, 403],
    ["one in a network of the list", { webhookAddresses: ["203.0.113.7", "127.0.0.0/8"] }, {}, 200],
    [
      "one that only says it is",
      { webhookAddresses: ["203.0.113.0/24"] },
      { "x-forwarded-for": "203.0.113.7" },
      403,
    ],
    [
      "one that our own proxy says it is",
      { webhookAddresses: ["203.0.113.0/24"], trustedProxies: ["127.0.0.1"] },
      { "x-forwarded-for": "198.51.100.9, 203.0.113.7" },
      200,
    ],
    [
      "one that tells our proxy a story",
      { webhookAddresses: ["203.0.113.0/24"], trustedProxies: ["127.0.0.1"] },
      { "x-forwarded-for": "203.0.113.7, 198.51.100.9" },
      403,
    ],
  ])("from %s", async (_, config, headers, status) => {
    await through.stop();
    through = await new SentThrough().start(config);
    expect(await through.post(`${SECRET}/receipts`, body, headers)).toMatchObject({ status });
    expect(through.receipts).toHaveLength(status === 200 ? 1 : 0);
  });

  test("nothing but a JSON array", async () => {
    for (const odd of ["", "{}", "[", '"x"'])
      expect(await through.post(`${SECRET}/receipts`, odd)).toMatchObject({ status: 400 });
  });
});

describe("a reply", () => {
  const row = {
    phone_number: number(1),
    content: "R",
    send_time: "2026-11-23 10:00:05",
    dest_code: "1234",
    sequence_id: "1234567890",
  };
  const push = (...rows: object[]) => through.post(`${SECRET}/replies`, JSON.stringify(rows));

  test("is stored, whichever form its sequence has, and known when it comes again", async () => {
    expect(await push(row)).toEqual(TAKEN);
    expect(await push({ ...row, sequence_id: 1234567890, sign_name: "小店" })).toEqual(TAKEN);
    await push({ ...row, sequence_id: undefined });
    const at = Date.UTC(2026, 10, 23, 2, 0, 5);
    const phone = `+86${number(1)}`;
    expect(through.replies).toMatchObject(Array(3).fill({ provider: "ali", phone, text: "R", at }));
    const [first, again, other] = through.replies.map(({ id }) => id);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test.each([null, "", {}])(
    "is told from others by its words where its sequence is %j",
    async (none) => {
      await push({ ...row, content: "好的", sequence_id: none }, { ...row, sequence_id: none });
      expect(new Set(through.replies.map(({ id }) => id)).size).toBe(2);
    },
  );

  test("is answered well only when it is stored", async () => {
    through.failures = 1;
    expect(await push(row)).toMatchObject({ status: 500 });
    expect(await push(row)).toEqual(TAKEN);
    expect(through.replies).toHaveLength(1);
  });

  test("from what is no person's number is taken and left aside", async () => {
    expect(await push({ ...row, phone_number: "10086" }, row)).toEqual(TAKEN);
    expect(through.replies).toHaveLength(1);
  });
});

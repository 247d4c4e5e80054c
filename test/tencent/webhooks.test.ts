import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DELIVERED, failed } from "../emulators/tencent/script.ts";
import { message, messages, phone, SECRET, SentThrough } from "./sent-through.ts";

let through: SentThrough;
beforeEach(async () => {
  through = await new SentThrough().start();
});
afterEach(() => through.stop());

const TAKEN = { status: 200, body: '{"result":0,"errmsg":"OK"}' };

/** Submits to one number and returns the message that Tencent made of it. */
async function sent(n: number, script: Parameters<typeof through.tencent.script>[1] = {}) {
  through.tencent.script(phone(n), script);
  await through.submit(message(n));
  await through.tencent.reported();
  const entry = through.tencent.acceptedFor(phone(n))[0];
  if (entry === undefined) throw new Error("nothing was accepted");
  return entry;
}

describe("a status called back", () => {
  test("names its message by the serial number of the answer", async () => {
    const outcomes = await through.submit(...messages(3));
    await through.tencent.reported();
    const ids = outcomes.map((outcome) => (outcome.kind === "accepted" ? outcome.messageId : ""));
    expect(through.receipts).toEqual(
      ids.map((messageId) => ({
        provider: "tx",
        messageId,
        outcome: { kind: "delivered" },
        code: "DELIVRD",
        detail: "",
        at: expect.any(Number),
      })),
    );
  });

  test("tells when the carrier decided, in Beijing's time", async () => {
    const entry = await sent(1, { callback: false });
    const user_receive_time = "2026-11-23 10:00:05";
    const row = { ...through.tencent.statusRow(entry, DELIVERED), user_receive_time };
    expect(await through.post(`${SECRET}/receipts`, JSON.stringify([row]))).toEqual(TAKEN);
    expect(through.receipts).toMatchObject([{ at: Date.UTC(2026, 10, 23, 2, 0, 5) }]);
  });

  test.each([
    ["MX:0012", "opted_out", true],
    ["BWLIST _006", "blacklisted", true],
    ["MOBILE BLACK", "blacklisted", true],
    ["W-BLACK", "blacklisted", true],
    ["DB:0141", "blacklisted", true],
    ["-106", "content_blocked", true],
    ["TC:0007", "content_blocked", true],
    ["TE:0003", "too_frequent", true],
    ["002", "unreachable", true],
    ["MK:0001", "unreachable", true],
    ["MI:0777", "unreachable", true],
    ["UNDELIV_601", "unreachable", true],
    ["UNDELIV_999", "unknown", true],
    ["43", "unreachable", true],
    ["8", "unknown", true],
    ["REJECTD", "unknown", true],
    ["NEW:0001", "unknown", false],
    ["UNDELIV_", "unknown", false],
    ["constructor", "unknown", false],
  ])("with %s failed: %s", async (code, reason, known) => {
    await sent(1, { reports: [failed(code)] });
    expect(through.receipts).toMatchObject([{ outcome: { kind: "failed", reason, known }, code }]);
  });

  test("may come before the answer to the call", async () => {
    through.tencent.script(phone(1), { early: true });
    const [outcome] = await through.submit(message(1));
    expect(through.receipts).toMatchObject([
      { messageId: outcome?.kind === "accepted" && outcome.messageId },
    ]);
  });

  test("twice, backwards or against what was said before is handed on as it came", async () => {
    through.tencent.callbacks.twice = true;
    through.tencent.reversed = true;
    through.tencent.script(phone(1), { reports: [failed("REJECTD"), DELIVERED] });
    await through.submit(...messages(2));
    await through.tencent.reported();
    expect(through.receipts.map(({ code }) => code)).toEqual([
      ...["REJECTD", "DELIVRD", "REJECTD", "DELIVRD", "DELIVRD", "DELIVRD"],
    ]);
  });

  test("is answered well only when it is stored", async () => {
    through.failures = 2;
    await sent(1);
    expect(through.failures).toBe(0);
    expect(through.receipts).toHaveLength(1);
  });

  test("that can't be read does not keep the others from being stored", async () => {
    const entry = await sent(1, { callback: false });
    const good = through.tencent.statusRow(entry, DELIVERED);
    const rows = [{ ...good, report_status: "MAYBE" }, null, { ...good, sid: "" }, good];
    expect(await through.post(`${SECRET}/receipts`, JSON.stringify(rows))).toEqual(TAKEN);
    expect(through.receipts).toHaveLength(1);
  });
});

describe("who may call back", () => {
  const body = JSON.stringify([{ sid: "5000:1", report_status: "SUCCESS", errmsg: "DELIVRD" }]);

  test.each([
    ["no secret", "receipts"],
    ["a wrong one", "a-secret-that-nobody-can-guesS/receipts"],
    ["half of it", `${SECRET.slice(0, 12)}/receipts`],
    ["another path behind it", `${SECRET}/status`],
  ])("not with %s: there is nothing there", async (_, path) => {
    expect(await through.post(path, body)).toMatchObject({ status: 404 });
    expect(through.receipts).toEqual([]);
  });

  test.each<[string, Record<string, unknown>, number]>([
    ["an address not in the list", { webhookAddresses: ["203.0.113.0/24"] }, 403],
    ["one in the list", { webhookAddresses: ["127.0.0.1"] }, 200],
  ])("from %s", async (_, config, status) => {
    await through.stop();
    through = await new SentThrough().start(config);
    expect(await through.post(`${SECRET}/receipts`, body)).toMatchObject({ status });
    expect(through.receipts).toHaveLength(status === 200 ? 1 : 0);
  });

  test("nothing but JSON's arrays and objects", async () => {
    for (const odd of ["", "null", "[", '"x"'])
      expect(await through.post(`${SECRET}/receipts`, odd)).toMatchObject({ status: 400 });
  });
});

describe("a reply", () => {
  const row = {
    extend: "",
    mobile: phone(1).slice(3),
    nationcode: "86",
    sign: "小店",
    text: "R",
    time: 1457336869,
  };
  const post = (content: object) => through.post(`${SECRET}/replies`, JSON.stringify(content));

  test("is stored, and is the same when it comes again or is asked for", async () => {
    expect(await post(row)).toEqual(TAKEN);
    await post({ ...row, mobile: `+86${row.mobile}`, time: "1457336869" });
    await post({ ...row, text: "TD" });
    const [first, again, other] = through.replies;
    const reply = { provider: "tx", phone: phone(1), text: "R", at: 1457336869000 };
    expect(first).toMatchObject(reply);
    expect(again).toEqual(first);
    expect(other?.id).not.toBe(first?.id);
  });

  test("is answered well only when it is stored", async () => {
    through.failures = 1;
    expect(await post(row)).toMatchObject({ status: 500 });
    expect(await post(row)).toEqual(TAKEN);
    expect(through.replies).toHaveLength(1);
  });

  test("from what is no person's number is taken and left aside", async () => {
    expect(await post([{ ...row, mobile: "10086" }, row])).toEqual(TAKEN);
    expect(through.replies).toHaveLength(1);
  });
});

import { afterEach, describe, expect, test } from "vitest";
import type { SmscConfigInput } from "../emulators/smsc/config.ts";
import { TAG } from "../emulators/smsc/pdu.ts";
import { blank } from "../emulators/smsc/reports.ts";
import { digits, message, messages, OverSmpp, SENDER } from "./over-smpp.ts";

let over: OverSmpp;
afterEach(() => over.stop());

/** Sends to some numbers, and resolves when all receipts were taken. Returns the ids that the answers gave. */
async function send(
  smsc: SmscConfigInput,
  account: Readonly<Record<string, unknown>> = {},
  count = 1,
) {
  over = await OverSmpp.start({ smsc, account });
  const outcomes = await over.submit(...messages(count));
  await over.reported();
  return outcomes.map((outcome) => (outcome.kind === "accepted" ? outcome.messageId : ""));
}

/** A receipt as text, and with TLVs, from the first number. */
const receipt = (text: string, tlvs: [number, Buffer][] = [], esmClass = 0x04) => ({
  ...blank(digits(1), SENDER),
  esmClass,
  message: Buffer.from(text, "latin1"),
  tlvs: new Map(tlvs),
});

describe("a receipt is about the message that it names", () => {
  test.each([
    ["by TLV and text", "both"],
    ["by TLV only", "tlv"],
    ["by text only", "text"],
  ] as const)("%s", async (_, receipts) => {
    const ids = await send({ receipts, fates: [{ endsWith: "1", stat: "UNDELIV" }] }, {}, 2);
    expect(over.receipts.map(({ messageId, code }) => [messageId, code])).toEqual([
      [ids[0], "DELIVRD"],
      [ids[1], "UNDELIV"],
    ]);
    expect(over.receipts).toMatchObject([
      { provider: "line", outcome: { kind: "delivered" } },
      { outcome: { kind: "failed", reason: "unreachable", known: true } },
    ]);
  });

  test.each([
    ["hexadecimal in the answer, decimal in the receipt", "hex", "decimal", "text"],
    [
      "decimal with leading zeros in the answer, hexadecimal in the receipt",
      "decimal",
      "hex",
      "text",
    ],
    ["hexadecimal in both", "hex", "hex", "text"],
    ["different in the text and the TLV, which is as in the answer", "hex", "decimal", "both"],
    ["different, and only by TLV", "decimal", "hex", "tlv"],
  ] as const)("with ids %s", async (_, submit, receiptForm, receipts) => {
    const ids = { submit, receipt: receiptForm };
    const given = await send({ ids, receipts }, { messageIds: ids }, 3);
    expect(over.receipts.map(({ messageId }) => messageId).toSorted()).toEqual(given.toSorted());
  });

  test("that has no flag in esm_class, by its TLV", async () => {
    const ids = await send({ flagged: false, receipts: "tlv" });
    expect(over.receipts.map(({ messageId }) => messageId)).toEqual(ids);
  });

  test("that has neither flag nor TLV is a reply, unless the account says otherwise", async () => {
    await send({ flagged: false, receipts: "text" });
    expect(over.receipts).toEqual([]);
    expect(over.replies.length).toBe(1);
    await over.stop();
    const ids = await send({ flagged: false, receipts: "text" }, { unflaggedReceipts: true });
    expect(over.receipts.map(({ messageId }) => messageId)).toEqual(ids);
    expect(over.replies).toEqual([]);
  });

  test("whose data_coding is 0 keeps the id's _ and @, which GSM 03.38 has elsewhere", async () => {
    over = await OverSmpp.start();
    await over.bound();
    expect(await over.smsc.deliver(receipt("id:a_b@c stat:DELIVRD err:000"))).toBe(0);
    expect(over.receipts).toMatchObject([{ messageId: "a_b@c" }]);
  });
});

describe("what a receipt decides", () => {
  test.each([
    ["stat:DELIVRD err:000", { kind: "delivered" }, "DELIVRD"],
    ["stat:EXPIRED err:000", { kind: "failed", reason: "unreachable", known: true }, "EXPIRED"],
    ["stat:UNDELIV err:000", { kind: "failed", reason: "unreachable", known: true }, "UNDELIV"],
    ["stat:DELETED err:000", { kind: "failed", reason: "unknown", known: true }, "DELETED"],
    ["stat:REJECTD err:000", { kind: "failed", reason: "unknown", known: true }, "REJECTD"],
    ["stat:UNKNOWN err:000", { kind: "failed", reason: "unknown", known: true }, "UNKNOWN"],
    // What no table has is never dropped, and the operator hears of it.
    [
      "stat:UNDELIV err:077",
      { kind: "failed", reason: "unreachable", known: false },
      "UNDELIV:077",
    ],
    ["stat:WHAT err:000", { kind: "failed", reason: "unknown", known: false }, "WHAT"],
    ["stat:MK:0001", { kind: "failed", reason: "unreachable", known: true }, "MK:0001"],
    ["stat:MB:1077", { kind: "failed", reason: "blacklisted", known: true }, "MB:1077"],
    [
      "stat:UNDELIV err:MX:0012",
      { kind: "failed", reason: "opted_out", known: true },
      "UNDELIV:MX:0012",
    ],
    [
      "stat:REJECTD err:KEYWORD",
      { kind: "failed", reason: "content_blocked", known: true },
      "REJECTD:KEYWORD",
    ],
    [
      "stat:undeliv err:te:0003",
      { kind: "failed", reason: "too_frequent", known: true },
      "UNDELIV:TE:0003",
    ],
    [
      "stat:UNDELIV err:042",
      { kind: "failed", reason: "content_blocked", known: true },
      "UNDELIV:042",
    ],
    [
      "stat:REJECTD err:042",
      { kind: "failed", reason: "too_frequent", known: true },
      "REJECTD:042",
    ],
  ])("%s", async (text, outcome, code) => {
    const errorCodes = { "042": "content_blocked", "REJECTD:042": "too_frequent" };
    over = await OverSmpp.start({ account: { errorCodes } });
    await over.bound();
    const done = "done date:2611231035";
    expect(await over.smsc.deliver(receipt(`id:7 sub:001 ${done} ${text} text:`))).toBe(0);
    expect(over.receipts).toMatchObject([
      { messageId: "7", outcome, code, at: Date.UTC(2026, 10, 23, 10, 35) },
    ]);
  });

  test.each([
    [2, { kind: "delivered" }],
    [3, { kind: "failed", reason: "unreachable" }],
    [4, { kind: "failed", reason: "unknown" }],
    [5, { kind: "failed", reason: "unreachable" }],
    [7, { kind: "failed", reason: "unknown" }],
    [8, { kind: "failed", reason: "unknown" }],
    [99, { kind: "failed", reason: "unknown", known: false }],
  ])("message_state %i by itself", async (state, outcome) => {
    over = await OverSmpp.start();
    await over.bound();
    const tlvs: [number, Buffer][] = [
      [TAG.receiptedMessageId, Buffer.from("7\0")],
      [TAG.messageState, Buffer.from([state])],
    ];
    expect(await over.smsc.deliver(receipt("", tlvs))).toBe(0);
    expect(over.receipts).toMatchObject([{ messageId: "7", outcome }]);
  });

  test("message_state, which is defined, stands against a stat, which is each vendor's own", async () => {
    over = await OverSmpp.start();
    await over.bound();
    const state: [number, Buffer][] = [[TAG.messageState, Buffer.from([5])]];
    await over.smsc.deliver(receipt("id:7 stat:DELIVRD err:000", state));
    await over.smsc.deliver(receipt("id:8 stat:MK:0001", state));
    expect(over.receipts).toMatchObject([
      { messageId: "7", outcome: { kind: "failed", reason: "unreachable" } },
      { messageId: "8", code: "MK:0001" },
    ]);
  });

  test("network_error_code is the error where the text names none", async () => {
    over = await OverSmpp.start({ account: { errorCodes: { "042": "content_blocked" } } });
    await over.bound();
    const network: [number, Buffer][] = [[0x0423, Buffer.from([3, 0, 42])]];
    await over.smsc.deliver(receipt("id:7 stat:UNDELIV", network));
    expect(over.receipts).toMatchObject([
      { code: "UNDELIV:042", outcome: { reason: "content_blocked" } },
    ]);
  });

  test.each([
    ["ENROUTE", receipt("id:7 stat:ENROUTE err:000")],
    ["ACCEPTD", receipt("id:7 stat:ACCEPTD err:000")],
    ["BUFFRED", receipt("id:7 stat:BUFFRED err:000")],
    ["an intermediate notification", receipt("id:7 stat:DELIVRD err:000", [], 0x20)],
  ])("%s is no result yet: acknowledged, and nothing more", async (_, pdu) => {
    over = await OverSmpp.start();
    await over.bound();
    expect(await over.smsc.deliver(pdu)).toBe(0);
    expect(over.receipts).toEqual([]);
    expect(over.replies).toEqual([]);
  });

  test.each([
    ["no message", receipt("stat:DELIVRD err:000")],
    ["no state", receipt("id:7 err:000")],
  ])("one that names %s is refused for good, and is no person's reply", async (_, pdu) => {
    over = await OverSmpp.start();
    await over.bound();
    expect(await over.smsc.deliver(pdu)).toBe(0x65);
    expect(over.receipts).toEqual([]);
    expect(over.replies).toEqual([]);
  });
});

describe("receipts are acknowledged when they are stored, and not before", () => {
  test("a store that fails is asked again by the SMSC until it holds", async () => {
    over = await OverSmpp.start();
    over.failures = 3;
    const outcomes = await over.submit(message(1));
    await over.reported();
    const [first] = outcomes;
    expect(over.receipts).toMatchObject([
      { messageId: first?.kind === "accepted" ? first.messageId : "" },
    ]);
    expect(over.smsc.book.receipts).toMatchObject([{ sent: 4, acked: true }]);
  });

  test("one that was being stored when the line was cut comes again", async () => {
    over = await OverSmpp.start();
    const storing = Promise.withResolvers<void>();
    over.onwards = { receipts: () => storing.promise, replies: async () => undefined };
    await over.submit(message(1));
    await over.smsc.until(() => over.smsc.book.receipts.some(({ sent }) => sent === 1));
    over.smsc.cut();
    await over.smsc.until(() => over.smsc.book.receipts.some(({ sent }) => sent === 2));
    expect(over.smsc.book.receipts).toMatchObject([{ acked: false }]);
    storing.resolve();
    await over.reported();
    const [one, two] = over.receipts;
    expect(two).toEqual(one);
  });

  test("repeated, contradicting and disordered ones all come through", async () => {
    await send({ shares: { duplicate: 1, contradict: 1 }, receiptSpreadMs: 20 }, {}, 20);
    const { receipts } = over.smsc.book;
    expect(receipts.length).toBe(60);
    expect(over.receipts.length).toBe(60);
    const codes = Map.groupBy(over.receipts, ({ messageId }) => messageId);
    for (const [, said] of codes) {
      expect(said.map(({ code }) => code).toSorted()).toEqual([
        "DELIVRD",
        "DELIVRD",
        "UNDELIV:001",
      ]);
    }
    const order = [...codes.keys()];
    expect(order).not.toEqual(order.toSorted());
    expect(over.smsc.book.violations).toEqual([]);
  });

  test("they come to an account that sends nothing, and before it ever sent", async () => {
    over = await OverSmpp.start();
    await over.bound();
    expect(await over.smsc.deliver(receipt("id:old stat:DELIVRD err:000"))).toBe(0);
    expect(over.receipts).toMatchObject([{ messageId: "old" }]);
  });
});

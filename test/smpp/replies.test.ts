import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ShortMessage, TAG } from "../emulators/smsc/pdu.ts";
import { blank } from "../emulators/smsc/reports.ts";
import { digits, OverSmpp, phone, SENDER } from "./over-smpp.ts";

let over: OverSmpp;
beforeEach(async () => {
  over = await OverSmpp.start({ account: { joinMs: 150 } });
  await over.bound();
});
afterEach(() => over.stop());

const said = () => over.replies.map(({ phone: from, text }) => [from, text]);
const part = (number: number, of: number, octets: Buffer, reference = 9): ShortMessage => ({
  ...blank(digits(1), SENDER),
  esmClass: 0x40,
  message: Buffer.concat([Buffer.from([5, 0, 3, reference, of, number]), octets]),
});

describe("what someone sends back", () => {
  test.each([
    ["letters in GSM 03.38", "STOP"],
    ["Han in UCS-2", "退订"],
    ["the extension table", "[R] €5"],
    ["an emoji", "谢谢🎉"],
    ["what is longer than a message, in message_payload", "很".repeat(200)],
  ])("%s", async (_, text) => {
    expect(await over.smsc.reply(digits(1), SENDER, text)).toEqual([0]);
    expect(said()).toEqual([[phone(1), text]]);
  });

  test("from a number in national form, of the account's country", async () => {
    const national = {
      ...blank(digits(1).slice(2), SENDER),
      sourceTon: 2,
      message: Buffer.from("R"),
    };
    expect(await over.smsc.deliver(national)).toBe(0);
    expect(said()).toEqual([[phone(1), "R"]]);
  });

  test("from what is no mobile number: acknowledged, so that it does not come for ever", async () => {
    expect(await over.smsc.deliver({ ...blank("10086", SENDER), sourceTon: 3 })).toBe(0);
    expect(over.replies).toEqual([]);
  });

  test("repeated by the SMSC has the same id; another text or another person's another", async () => {
    for (const [from, text] of [
      [1, "R"],
      [1, "R"],
      [1, "T"],
      [2, "R"],
    ] as const) {
      await over.smsc.reply(digits(from), SENDER, text);
    }
    const ids = over.replies.map(({ id }) => id);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });

  test("is acknowledged when it is stored, and comes again while it is not", async () => {
    over.failures = 2;
    expect(await over.smsc.reply(digits(1), SENDER, "退订")).toEqual([0]);
    expect(said()).toEqual([[phone(1), "退订"]]);
  });
});

describe("a long reply", () => {
  const text = "我不想再收到你们的短信了，".repeat(12);

  test("in parts is one text, acknowledged when the whole is stored", async () => {
    over.failures = 1;
    expect(await over.smsc.reply(digits(1), SENDER, text, 134)).toEqual([0, 0, 0]);
    expect(said()).toEqual([[phone(1), text]]);
  });

  test("whose parts come in any order, and one of them twice", async () => {
    const first = part(1, 2, Buffer.from("STO"));
    const second = part(2, 2, Buffer.from("P"));
    const [a, b, c] = [
      over.smsc.deliver(second),
      over.smsc.deliver(second),
      over.smsc.deliver(first),
    ];
    expect(await Promise.all([a, b, c])).toEqual([0, 0, 0]);
    expect(said()).toEqual([[phone(1), "STOP"]]);
  });

  test("by a 16-bit reference, and by SAR parameters", async () => {
    const wide = (number: number, octets: string): ShortMessage => ({
      ...blank(digits(1), SENDER),
      esmClass: 0x40,
      message: Buffer.concat([Buffer.from([6, 8, 4, 1, 2, 2, number]), Buffer.from(octets)]),
    });
    await Promise.all([over.smsc.deliver(wide(1, "ST")), over.smsc.deliver(wide(2, "OP"))]);
    const sar = (number: number, octets: string): ShortMessage => ({
      ...blank(digits(2), SENDER),
      message: Buffer.from(octets),
      tlvs: new Map([
        [TAG.sarReference, Buffer.from([0, 7])],
        [TAG.sarTotal, Buffer.from([2])],
        [TAG.sarNumber, Buffer.from([number])],
      ]),
    });
    await Promise.all([over.smsc.deliver(sar(1, "UNSUB")), over.smsc.deliver(sar(2, "SCRIBE"))]);
    expect(said()).toEqual([
      [phone(1), "STOP"],
      [phone(2), "UNSUBSCRIBE"],
    ]);
  });

  test("of which a part never comes is what is there: an opt-out in it is not lost", async () => {
    expect(await over.smsc.deliver(part(1, 2, Buffer.from("STOP")))).toBe(0);
    expect(said()).toEqual([[phone(1), "STOP"]]);
  });

  test("of one person does not mix with another's under the same reference", async () => {
    const other = (number: number, octets: string): ShortMessage => ({
      ...part(number, 2, Buffer.from(octets)),
      source: digits(2),
    });
    await Promise.all([
      over.smsc.deliver(part(1, 2, Buffer.from("YES "))),
      over.smsc.deliver(other(1, "NO ")),
      over.smsc.deliver(other(2, "WAY")),
      over.smsc.deliver(part(2, 2, Buffer.from("PLEASE"))),
    ]);
    expect(said()).toEqual([
      [phone(2), "NO WAY"],
      [phone(1), "YES PLEASE"],
    ]);
  });

  test("an SMSC that sends one part only after the other's answer is not kept waiting for ever", async () => {
    over.smsc.config = { ...over.smsc.config, deliverWindow: 1 };
    expect(await over.smsc.reply(digits(1), SENDER, text, 134)).toEqual([0, 0, 0]);
    expect(over.replies.map((reply) => reply.text).join("")).toBe(text);
  });
});

import { afterEach, describe, expect, test } from "vitest";
import type { ShortMessage } from "../emulators/smsc/pdu.ts";
import { TAG } from "../emulators/smsc/pdu.ts";
import { digits, message, OverSmpp, SENDER } from "./over-smpp.ts";

let over: OverSmpp;
let submitted: ShortMessage[];
afterEach(() => over.stop());

/** Sends a text to one number. Returns what the SMSC got. */
async function send(text: string, account: Readonly<Record<string, unknown>> = {}) {
  // Nobody waits for a turn, so that parts come in their order: handsets don't ask for it, these tests do.
  over = await OverSmpp.start({ account: { ratePerSecond: 1_000_000, ...account } });
  submitted = [];
  over.smsc.script = ({ message: taken }) => {
    submitted.push(taken);
    return undefined;
  };
  const [outcome] = await over.submit(message(1, text));
  expect(outcome).toMatchObject({ kind: "accepted" });
  expect(over.smsc.book.violations).toEqual([]);
  expect(over.smsc.book.page().messages).toMatchObject([{ text, whole: true }]);
  return submitted;
}

const hex = (of: readonly ShortMessage[]) =>
  of.map(({ message: octets }) => octets.toString("hex"));

describe("a text arrives as it was written", () => {
  test.each([
    ["letters in GSM 03.38", "Sale", "gsm7", 0, "53616c65"],
    ["é is septet 05, not a Latin letter", "é", "gsm7", 0, "05"],
    ["@ is septet 00", "a@b", "gsm7", 0, "610062"],
    ["€ is an escape pair", "5€", "gsm7", 0, "351b65"],
    [
      "every character of the extension table",
      "\f^{}\\[~]|",
      "gsm7",
      0,
      "1b0a1b141b281b291b2f1b3c1b3d1b3e1b40",
    ],
    ["Han in UCS-2, high octet first", "好", "gsm7", 8, "597d"],
    ["one character outside the alphabet turns all of it into UCS-2", "é好", "gsm7", 8, "00e9597d"],
    ["an emoji is a surrogate pair", "🎉", "gsm7", 8, "d83cdf89"],
    ["letters in UCS-2 where the account says so", "a", "ucs2", 8, "0061"],
  ])("%s", async (_, text, encoding, dataCoding, octets) => {
    const sent = await send(text, { encoding });
    expect(sent).toMatchObject([{ dataCoding, esmClass: 0, registeredDelivery: 1 }]);
    expect(hex(sent)).toEqual([octets]);
  });

  test("without a word on the encoding, as the profile counts segments: in the mainland all is UCS-2", async () => {
    expect(await send("Sale")).toMatchObject([{ dataCoding: 8 }]);
  });

  test("and abroad what fits GSM 03.38 goes in it", async () => {
    expect(await send("Sale", { profile: "twilio" })).toMatchObject([{ dataCoding: 0 }]);
  });
});

describe("addresses", () => {
  test.each([
    ["international", digits(1)],
    ["plus", `+${digits(1)}`],
    ["national", digits(1).slice(2)],
  ])("%s", async (format, destination) => {
    const sent = await send("好", { destination: { format } });
    expect(sent).toMatchObject([{ destination, destinationTon: 1, destinationNpi: 1 }]);
  });

  test("a number as the sender is of no type and the ISDN plan; a name is alphanumeric", async () => {
    expect(await send("好")).toMatchObject([{ source: SENDER, sourceTon: 0, sourceNpi: 1 }]);
    await over.stop();
    const named = await send("好", { source: { address: "MyShop" } });
    expect(named).toMatchObject([{ source: "MyShop", sourceTon: 5, sourceNpi: 0 }]);
    await over.stop();
    const typed = await send("好", { source: { address: "10690001", ton: 3, npi: 9 } });
    expect(typed).toMatchObject([{ sourceTon: 3, sourceNpi: 9 }]);
  });
});

describe("a long text goes in parts that a handset puts together", () => {
  const han = "一二三四五六七八九十".repeat(15);

  test.each([
    ["udh8", "gsm7", "a".repeat(161), [159, 14], 0x40],
    ["udh8", "ucs2", han, [140, 140, 38], 0x40],
    ["udh16", "gsm7", "a".repeat(161), [159, 16], 0x40],
    ["udh16", "ucs2", han, [139, 139, 43], 0x40],
    ["sar", "gsm7", "a".repeat(161), [153, 8], 0],
    ["sar", "ucs2", han, [134, 134, 32], 0],
    ["payload", "gsm7", "a".repeat(161), [0], 0],
    ["payload", "ucs2", han, [0], 0],
  ])("%s in %s", async (longText, encoding, text, octets, esmClass) => {
    const sent = await send(text, { longText, encoding });
    expect(sent.map((part) => part.message.length)).toEqual(octets);
    expect(new Set(sent.map((part) => part.esmClass))).toEqual(new Set([esmClass]));
  });

  test("the 16-bit reference and SAR's are the same in all parts, and another in the next text", async () => {
    for (const longText of ["udh16", "sar"]) {
      await send(han, { longText });
      await over.submit(message(2, han));
      const references = submitted.map(({ message: octets, tlvs }) =>
        longText === "sar" ? tlvs.get(TAG.sarReference)?.readUInt16BE() : octets.readUInt16BE(3),
      );
      const [first] = references;
      const [next] = references.slice(3);
      expect(references).toEqual([first, first, first, next, next, next]);
      expect(next).toBe(((first ?? 0) + 1) & 0xffff);
      if (longText === "udh16") await over.stop();
    }
  });

  test("what just fits goes alone", async () => {
    expect((await send("a".repeat(160), { encoding: "gsm7" })).length).toBe(1);
    await over.stop();
    expect((await send("好".repeat(70))).length).toBe(1);
  });

  test("no emoji is cut: a part stays a unit short of it", async () => {
    const sent = await send(`${"好".repeat(66)}🎉${"好".repeat(10)}`);
    expect(sent.map((part) => part.message.length)).toEqual([6 + 132, 6 + 24]);
  });

  test("no escape pair is cut: a part stays a septet short of it", async () => {
    const sent = await send(`${"a".repeat(152)}€${"a".repeat(10)}`, { encoding: "gsm7" });
    expect(sent.map((part) => part.message.length)).toEqual([6 + 152, 6 + 12]);
  });
});

import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { STATUS, writeDeliver } from "../emulators/smsc/pdu.ts";
import { blank } from "../emulators/smsc/reports.ts";
import { digits, message, OverSmpp, phone, SENDER } from "./over-smpp.ts";

const PASSWORD = "s3cr3t";
const REPLY = "我要退订";
const SECRET = [PASSWORD, phone(1), digits(1), digits(1).slice(2), message(1).text, REPLY];

let written: string;
let over: OverSmpp;
beforeEach(async () => {
  written = "";
  const write = (line: string) => {
    written += line;
  };
  over = await OverSmpp.start({
    account: { password: PASSWORD, responseMs: 300 },
    smsc: { password: PASSWORD },
    log: createLog("trace", { write }),
  });
});
afterEach(() => over.stop());

function expectNone(text: string): void {
  for (const secret of SECRET) expect(text).not.toContain(secret);
}

describe("passwords, numbers and texts", () => {
  test.each([
    ["refused", { status: STATUS.invalidDestination }],
    ["refused as the account", { status: STATUS.invalidSource }],
    ["cut off", { answer: "cut" }],
    ["never answered", { answer: "never" }],
    ["answered with nonsense", { answer: "garbage" }],
  ] as const)("are in no outcome, error or log when a message is %s", async (_, verdict) => {
    over.smsc.script = () => verdict;
    const came: unknown = await over.submit(message(1)).catch((error: unknown) => error);
    expectNone(inspect(came, { depth: 10 }));
    expectNone(written);
  });

  test("are in no log when the SMSC does not let us in", async () => {
    await over.bound();
    over.smsc.config = { ...over.smsc.config, password: "other" };
    over.smsc.cut();
    await expect.poll(() => written).toContain("ESME_RINVPASWD");
    expectNone(written);
  });

  test("are in no log when what came can't be read, or stored, or is from no phone", async () => {
    await over.bound();
    const receipt = { ...blank(digits(1), SENDER), esmClass: 0x04 };
    await over.smsc.deliver({ ...receipt, message: Buffer.from(`stat:DELIVRD text:${digits(1)}`) });
    await over.smsc.deliverOctets(writeDeliver(receipt).subarray(0, 30));
    over.failures = 1;
    await over.smsc.reply(digits(1), SENDER, REPLY);
    await over.smsc.deliver({ ...blank("10086", SENDER), message: Buffer.from(digits(1)) });
    for (const said of ["names no message", "can't be read", "not be stored", "no mobile number"]) {
      expect(written).toContain(said);
    }
    expectNone(written);
  });
});

import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { EMULATED_ACCOUNT as ACCOUNT } from "../emulators/twilio/account.ts";
import { ApiFault } from "../emulators/twilio/fault.ts";
import { CONFIG, message, phone, SentThrough } from "./sent-through.ts";

const SECRET = [
  ACCOUNT.authToken,
  Buffer.from(`${ACCOUNT.accountSid}:${ACCOUNT.authToken}`).toString("base64"),
  phone(1),
  phone(1).slice(1),
  message(1).text,
  encodeURIComponent(message(1).text),
];

let written = "";
let through: SentThrough;
beforeEach(async () => {
  written = "";
  const write = (line: string) => {
    written += line;
  };
  const log = createLog("trace", { write });
  through = await new SentThrough().start({ timeoutMs: 500 }, log);
});
afterEach(() => through.stop());

function expectNone(text: string): void {
  for (const secret of SECRET) expect(text).not.toContain(secret);
}

describe("tokens, numbers and texts", () => {
  test.each([
    ["refused", { refuse: { fault: new ApiFault(400, 21610, `unsubscribed: ${phone(1)}`) } }],
    ["refused as the account", { refuse: { fault: new ApiFault(403, 20003, `no ${phone(1)}`) } }],
    ["broken off", { answer: "breaks" }],
    ["never answered", { answer: "hangs" }],
    ["answered with nonsense", { answer: "garbled" }],
  ] as const)("are in no outcome, error or log when a call is %s", async (_what, script) => {
    through.twilio.script(phone(1), script);
    const came: unknown = await through.submit(message(1)).catch((error: unknown) => error);
    expectNone(inspect(came, { depth: 10 }));
    expectNone(written);
  });

  test("are in no error of a list that can't be fetched, which the core logs", async () => {
    await through.twilio.stop();
    const error: unknown = await through.provider.reconcile?.(0).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Error);
    expectNone(inspect(error, { depth: 10, showHidden: true }));
  });

  test("are in no log when a webhook is refused, or a reply comes from no phone", async () => {
    const form = new URLSearchParams({ From: phone(1), Body: message(1).text }).toString();
    await through.post("inbound", form, { "x-twilio-signature": CONFIG.authToken });
    expect(written).toContain("not signed by Twilio");
    expectNone(written);
  });
});

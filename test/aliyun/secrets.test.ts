import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { ApiFault, refusal } from "../emulators/aliyun/fault.ts";
import { CONFIG, message, number, personal, SECRET, SentThrough } from "./sent-through.ts";

const TEXT = personal("王女士");
const SECRETS = [CONFIG.accessKeySecret, SECRET, number(1), "王女士", "%E7%8E%8B"];

let written = "";
let through: SentThrough;
beforeEach(async () => {
  written = "";
  const write = (line: string) => {
    written += line;
  };
  const log = createLog("trace", { write });
  through = await new SentThrough().start({ timeoutMs: 1000 }, log);
});
afterEach(() => through.stop());

function expectNone(text: string): void {
  for (const secret of SECRETS) expect(text).not.toContain(secret);
}

describe("keys, numbers and texts", () => {
  const repeating = `PhoneNumberJson=["${number(1)}"] ${TEXT}`;
  test.each([
    ["refused", { refuse: { fault: refusal("isv.NEW", `the number ${number(1)} is odd`) } }],
    ["refused as the account", { refuse: { fault: new ApiFault(403, "Forbidden", number(1)) } }],
    [
      "not signed well",
      { refuse: { fault: new ApiFault(400, "SignatureDoesNotMatch", repeating) } },
    ],
    ["broken off", { answer: "breaks" }],
    ["never answered", { answer: "hangs" }],
    ["answered with nonsense", { answer: "garbled" }],
  ] as const)("are in no outcome, error or log when a call is %s", async (_what, script) => {
    through.aliyun.script(number(1), script);
    const came: unknown = await through.submit(message(1, TEXT)).catch((error: unknown) => error);
    expectNone(inspect(came, { depth: 10 }).replaceAll("campaign-1", ""));
    expectNone(written);
  });

  test("are in no error of a question that can't be asked, which the core logs", async () => {
    await through.aliyun.stop();
    async function* out() {
      const { recipient, phone } = message(1);
      yield { recipient, phone, call: { submission: "s", at: Date.now() } };
    }
    const error: unknown = await through.provider.reconcile?.(0, out()).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Error);
    expectNone(inspect(error, { depth: 10, showHidden: true }));
  });

  test("are in no log when a push is refused, or can't be read", async () => {
    await through.post(`${SECRET}/receipts`, JSON.stringify([{ phone_number: number(1) }]));
    await through.post(
      `${SECRET}/replies`,
      JSON.stringify([{ phone_number: "10086", content: TEXT }]),
    );
    await through.post(`${SECRET.slice(1)}/receipts`, "[]");
    expect(written).toContain("can't be read");
    expectNone(written);
  });
});

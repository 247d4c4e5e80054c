import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { ApiFault } from "../emulators/tencent/fault.ts";
import type { NumberScript } from "../emulators/tencent/script.ts";
import { CONFIG, message, personal, phone, SECRET, SentThrough } from "./sent-through.ts";

const TEXT = personal("王女士");
const SECRETS = [CONFIG.secretKey, SECRET, phone(1).slice(3), "王女士"];

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
  for (const secret of SECRETS) expect(text).not.toContain(secret);
}

describe("keys, numbers and texts", () => {
  const repeating = `the request was ${phone(1)} ${TEXT}`;
  test.each<[string, NumberScript, ApiFault?]>([
    ["refused for a number", { refuse: { code: "FailedOperation.New" } }],
    ["refused as the account", {}, new ApiFault("AuthFailure.SignatureFailure", repeating)],
    ["refused by a gateway", {}, new ApiFault("x", repeating, 403)],
    ["broken off", { answer: "breaks" }],
    ["never answered", { answer: "hangs" }],
    ["answered with nonsense", { answer: "garbled" }],
  ])("are in no outcome, error or log when a call is %s", async (_what, script, fault) => {
    through.tencent.script(phone(1), script);
    through.tencent.refuseNext = fault && { times: 1, fault };
    const came: unknown = await through.submit(message(1, TEXT)).catch((error: unknown) => error);
    expectNone(inspect(came, { depth: 10 }));
    expectNone(written);
  });

  test("are in no error of a question that can't be asked, which the core logs", async () => {
    await through.tencent.stop();
    async function* out() {
      const { recipient, phone: to } = message(1);
      yield { recipient, phone: to, call: { submission: "s", at: Date.now() } };
    }
    const error: unknown = await through.provider.reconcile?.(0, out()).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Error);
    expectNone(inspect(error, { depth: 10, showHidden: true }));
  });

  test("are in no log when a callback is refused, or can't be read", async () => {
    const odd = { mobile: "10086", text: TEXT, time: 1 };
    await through.post(`${SECRET}/receipts`, JSON.stringify([{ mobile: phone(1) }]));
    await through.post(`${SECRET}/replies`, JSON.stringify(odd));
    await through.post(`${SECRET.slice(1)}/receipts`, "[]");
    expect(written).toContain("can't be read");
    expectNone(written);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { knownCodes } from "../../adapters/twilio/codes.ts";
import { twilioConfigSchema } from "../../adapters/twilio/config.ts";
import { EMULATED_ACCOUNT as ACCOUNT } from "../emulators/twilio/account.ts";
import { CONFIG } from "./sent-through.ts";

describe("an account's configuration", () => {
  test.each<[object, string]>([
    [{ accountSid: "SK00" }, "accountSid"],
    [{ authToken: "short" }, "authToken"],
    [{ apiKey: { sid: ACCOUNT.accountSid, secret: ACCOUNT.apiKey.secret } }, "apiKey.sid"],
    [{ from: undefined }, "from"],
    [{ messagingServiceSid: ACCOUNT.messagingServiceSid }, "from"],
    [{ from: "00 1 555" }, "from"],
    [{ endpoint: "https://proxy.example.com/twilio" }, "endpoint"],
    [{ endpoint: "api.twilio.com" }, "endpoint"],
    [{ endpoint: "https://proxy.example.com", edge: "sydney" }, "endpoint"],
    [{ hours: { from: 1200, to: 480 } }, "hours"],
    [{ validitySeconds: 40_000 }, "validitySeconds"],
  ])("%j is refused at its place", (wrong, place) => {
    const result = twilioConfigSchema.safeParse({ ...CONFIG, ...wrong });
    expect(result.error?.issues.map(({ path }) => path.join("."))).toEqual([place]);
  });

  test.each(["+15551234567", "12345", "Shop Name"])("a sender may be %s", (from) => {
    expect(twilioConfigSchema.safeParse({ ...CONFIG, from }).success).toBe(true);
  });
});

test("every code of the map is in the documentation's table, and no other", () => {
  const page = new URL("../../docs/providers/twilio.md", import.meta.url);
  const table = readFileSync(page, "utf8").split("## Codes")[1] ?? "";
  const documented = [...table.matchAll(/`(\d{5})`/gu)].map(([, code]) => Number(code));
  expect(documented.toSorted()).toEqual(knownCodes().toSorted());
});

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { smppConfigSchema } from "../../adapters/smpp/config.ts";
import { createSmpp } from "../../adapters/smpp/provider.ts";
import { systemClock } from "../../src/clock.ts";
import { createLog } from "../../src/log.ts";
import { ACCOUNT } from "./over-smpp.ts";

const limits = (account: Readonly<Record<string, unknown>>) =>
  createSmpp(smppConfigSchema.parse({ ...ACCOUNT, ...account }), {
    clock: systemClock,
    log: createLog("silent"),
  }).limits;

describe("an account", () => {
  test("of the example file is right", async () => {
    const file = resolve(import.meta.dirname, "../../providers.example.json");
    const { providers } = JSON.parse(await readFile(file, "utf8")) as {
      providers: { kind: string }[];
    };
    const ours = providers.filter(({ kind }) => kind === "smpp");
    expect(ours.map((account) => smppConfigSchema.safeParse(account).success)).toEqual([true]);
  });

  test("hands out half a second's worth at a time, a windowful at least", () => {
    expect(limits({ ratePerSecond: 100, window: 10 })).toMatchObject({ batchSize: 50 });
    expect(limits({ ratePerSecond: 10, window: 20 })).toMatchObject({ batchSize: 20 });
    expect(limits({ batchSize: 7 })).toMatchObject({ batchSize: 7 });
  });

  test.each([
    ["a system id longer than SMPP has", { systemId: "a".repeat(16) }, "systemId"],
    ["a sender that is no ASCII", { source: { address: "小店" } }, "source.address"],
    ["ids that are text here and a number there", { messageIds: { submit: "hex" } }, "messageIds"],
    ["a time zone that does not exist", { timeZone: "Asia/Nowhere" }, "timeZone"],
    ["a reason that is none", { errorCodes: { "001": "sad" } }, "errorCodes.001"],
    [
      "a status not written as the log has it",
      { statusCodes: { "88": "throttled" } },
      "statusCodes.88",
    ],
    ["a first pause above the longest", { reconnect: { firstMs: 9, mostMs: 8 } }, "reconnect"],
    ["no window at all", { window: 0 }, "window"],
  ])("with %s is refused, and it says which field", (_, wrong, field) => {
    const { error } = smppConfigSchema.safeParse({ ...ACCOUNT, ...wrong });
    expect(error?.issues.map(({ path }) => path.join("."))).toContain(field);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { knownAnswers } from "../../adapters/tencent/answer-codes.ts";
import { tencentConfigSchema } from "../../adapters/tencent/config.ts";
import { knownReceipts } from "../../adapters/tencent/receipt-codes.ts";
import { CONFIG } from "./sent-through.ts";

const template = { id: "1110", text: "会员日全场八折，拒收请回复R" };

describe("an account's configuration", () => {
  test.each<[object, string]>([
    [{ secretId: "AKID" }, "secretId"],
    [{ secretKey: "short" }, "secretKey"],
    [{ sdkAppId: "app" }, "sdkAppId"],
    [{ signature: "【小店】" }, "signature"],
    [{ templates: [] }, "templates"],
    [{ templates: [template, template] }, "templates"],
    [{ templates: [{ ...template, id: "SMS_1" }] }, "templates.0.id"],
    [{ templates: [{ ...template, text: "【小店】会员日" }] }, "templates.0.text"],
    [{ templates: [{ ...template, text: `您好\${name}，会员日` }] }, "templates.0.text"],
    [{ templates: [{ ...template, text: "{1}您好，{3}" }] }, "templates.0.text"],
    [{ endpoint: "sms.tencentcloudapi.com" }, "endpoint"],
    [{ endpoint: "https://proxy.example.com/tencent" }, "endpoint"],
    [{ webhookSecret: "guessable" }, "webhookSecret"],
    [{ webhookSecret: "replace-with-openssl-rand-hex-24" }, "webhookSecret"],
    [{ trustedProxies: ["proxy"] }, "trustedProxies.0"],
    [{ batchSize: 201 }, "batchSize"],
    [{ concurrency: 0 }, "concurrency"],
    [{ hours: { from: 1200, to: 480 } }, "hours"],
  ])("%j is refused at its place", (wrong, place) => {
    const result = tencentConfigSchema.safeParse({ ...CONFIG, ...wrong });
    expect(result.error?.issues.map(({ path }) => path.join("."))).toEqual([place]);
  });
});

test("the example for newcomers is right", () => {
  const page = new URL("../../providers.example.json", import.meta.url);
  const { providers } = JSON.parse(readFileSync(page, "utf8"));
  const example = providers.find(({ kind }: { kind: string }) => kind === "tencent");
  expect(tencentConfigSchema.safeParse(example).error).toBeUndefined();
  expect(example.weight).toBe(0);
});

test("every code of the maps is in the documentation's tables, and no other", () => {
  const page = new URL("../../docs/providers/tencent.md", import.meta.url);
  const [, rest = ""] = readFileSync(page, "utf8").split("## Codes of an answer");
  const [answers = "", receipts = ""] = rest.split("## Codes of a receipt");
  const codes = (text: string) =>
    [...text.matchAll(/^\| (`.*?) \|/gmu)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([^`]+)`/gu)].map(([, code = ""]) => code),
    );
  expect(codes(answers).toSorted()).toEqual(knownAnswers().toSorted());
  expect(codes(receipts).toSorted()).toEqual([...knownReceipts(), "DELIVRD"].toSorted());
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { knownCodes } from "../../adapters/aliyun/codes.ts";
import { aliyunConfigSchema } from "../../adapters/aliyun/config.ts";
import { CONFIG } from "./sent-through.ts";

const template = { code: "SMS_1", text: "会员日全场八折，拒收请回复R" };

describe("an account's configuration", () => {
  test.each<[object, string]>([
    [{ accessKeyId: "LTAI" }, "accessKeyId"],
    [{ accessKeySecret: "short" }, "accessKeySecret"],
    [{ signature: "【小店】" }, "signature"],
    [{ templates: [] }, "templates"],
    [{ templates: [template, template] }, "templates"],
    [{ templates: [{ ...template, code: "100001" }] }, "templates.0.code"],
    [{ templates: [{ ...template, text: "【小店】会员日" }] }, "templates.0.text"],
    [{ templates: [{ ...template, text: "您好{1}，会员日" }] }, "templates.0.text"],
    [{ templates: [{ ...template, most: { name: 10 } }] }, "templates.0.most.name"],
    [{ endpoint: "https://proxy.example.com/aliyun" }, "endpoint"],
    [{ endpoint: "dysmsapi.aliyuncs.com" }, "endpoint"],
    [{ webhookSecret: "guessable" }, "webhookSecret"],
    [{ webhookSecret: "replace-with-openssl-rand-hex-24" }, "webhookSecret"],
    [{ webhookSecret: undefined }, "webhookSecret"],
    [{ webhookAddresses: ["203.0.113.0/33"] }, "webhookAddresses.0"],
    [{ webhookAddresses: ["aliyun.com"] }, "webhookAddresses.0"],
    [{ batchSize: 101 }, "batchSize"],
    [{ timeoutMs: 200 }, "timeoutMs"],
    [{ extendCode: "abc" }, "extendCode"],
    [{ hours: { from: 1200, to: 480 } }, "hours"],
  ])("%j is refused at its place", (wrong, place) => {
    const result = aliyunConfigSchema.safeParse({ ...CONFIG, ...wrong });
    expect(result.error?.issues.map(({ path }) => path.join("."))).toEqual([place]);
  });

  test("a variable may be as long as the template says", () => {
    const text = `${"$"}{name}您好，拒收请回复R`;
    const templates = [{ code: "SMS_1", text, most: { name: 100 } }];
    expect(aliyunConfigSchema.safeParse({ ...CONFIG, templates }).success).toBe(true);
  });
});

test("the example for newcomers is right", () => {
  const page = new URL("../../providers.example.json", import.meta.url);
  const { providers } = JSON.parse(readFileSync(page, "utf8"));
  const example = providers.find(({ kind }: { kind: string }) => kind === "aliyun");
  expect(aliyunConfigSchema.safeParse(example).error).toBeUndefined();
  expect(example.weight).toBe(0);
});

test("every code of the maps is in the documentation's tables, and no other", () => {
  const page = new URL("../../docs/providers/aliyun.md", import.meta.url);
  const [, rest = ""] = readFileSync(page, "utf8").split("## Codes of an answer");
  const [answers = "", receipts = ""] = rest.split("## Codes of a receipt");
  const codes = (text: string) =>
    [...text.matchAll(/^\| (`.*?) \|/gmu)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([^`]+)`/gu)].map(([, code = ""]) => code),
    );
  expect(codes(answers).toSorted()).toEqual(knownCodes().answers.toSorted());
  expect(codes(receipts).toSorted()).toEqual([...knownCodes().receipts, "DELIVERED"].toSorted());
});

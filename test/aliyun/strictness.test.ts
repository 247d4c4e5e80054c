import { afterEach, beforeEach, expect, test } from "vitest";
import { AliyunApi } from "../../adapters/aliyun/api.ts";
import { aliyunConfigSchema } from "../../adapters/aliyun/config.ts";
import { systemClock } from "../../src/clock.ts";
import { AliyunEmulator } from "../emulators/aliyun/aliyun-emulator.ts";
import { CONFIG, number } from "./sent-through.ts";

let aliyun: AliyunEmulator;
beforeEach(async () => {
  aliyun = await new AliyunEmulator().start();
});
afterEach(() => aliyun.stop());

const apiOf = (config: object = {}) =>
  new AliyunApi(
    aliyunConfigSchema.parse({ ...CONFIG, endpoint: aliyun.endpoint, ...config }),
    systemClock,
  );
const to = (n: number, params = {}) => ({ number: number(n), params });
const many = (count: number) => Array.from({ length: count }, (_, n) => to(n));
const fixed = { templateCode: "SMS_100001", outId: "s" };
const personal = { templateCode: "SMS_100002", outId: "s" };

// The tests beside this one rest on it: what Aliyun refuses, the emulator refuses.
test.each([
  ["a hundred and one numbers", { ...fixed, to: many(101) }, "isv.MOBILE_COUNT_OVER_LIMIT"],
  ["a number twice", { ...fixed, to: [to(1), to(1)] }, "isv.MOBILE_NUMBER_ILLEGAL"],
  [
    "what is no number",
    { ...fixed, to: [{ number: "10086", params: {} }] },
    "isv.MOBILE_NUMBER_ILLEGAL",
  ],
  [
    "another's template",
    { ...fixed, templateCode: "SMS_9", to: many(1) },
    "isv.SMS_TEMPLATE_ILLEGAL",
  ],
  ["a variable without a value", { ...personal, to: many(1) }, "isv.TEMPLATE_MISSING_PARAMETERS"],
  [
    "a value that is too long",
    { ...personal, to: [to(1, { name: "一".repeat(36), gift: "茶" })] },
    "isv.PARAM_LENGTH_LIMIT",
  ],
  ["a long reference", { ...fixed, outId: "x".repeat(256), to: many(1) }, "isv.INVALID_PARAMETERS"],
])("%s is refused", async (_, call, code) => {
  await expect(apiOf().sendBatch(call)).rejects.toMatchObject({ status: 200, code });
  expect(aliyun.book).toEqual([]);
});

test.each([
  ["another signature", { signature: "大店" }, "isv.SMS_SIGNATURE_ILLEGAL"],
  ["another secret", { accessKeySecret: "another secret, of sixteen" }, "SignatureDoesNotMatch"],
])("%s is refused", async (_, config, code) => {
  await expect(apiOf(config).sendBatch({ ...fixed, to: many(1) })).rejects.toMatchObject({ code });
});

test("what is not signed, or changed after it was, is refused", async () => {
  const plain = await fetch(aliyun.endpoint, { method: "POST" });
  expect(await plain.json()).toMatchObject({ Code: "MissingAuthorization" });
  const headers = {
    authorization: `ACS3-HMAC-SHA256 Credential=${CONFIG.accessKeyId},SignedHeaders=host,Signature=${"0".repeat(64)}`,
    "x-acs-content-sha256": "0".repeat(64),
  };
  const changed = await fetch(aliyun.endpoint, { method: "POST", headers, body: "x" });
  expect(await changed.json()).toMatchObject({ Code: "IncompleteSignature" });
});

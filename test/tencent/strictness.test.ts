import { afterEach, beforeEach, expect, test } from "vitest";
import { TencentApi } from "../../adapters/tencent/api.ts";
import { tencentConfigSchema } from "../../adapters/tencent/config.ts";
import { TencentEmulator } from "../emulators/tencent/tencent-emulator.ts";
import { CONFIG, phone } from "./sent-through.ts";

let tencent: TencentEmulator;
beforeEach(async () => {
  tencent = await new TencentEmulator().start();
});
afterEach(() => tencent.stop());

const apiOf = (config: object = {}) =>
  new TencentApi(tencentConfigSchema.parse({ ...CONFIG, endpoint: tencent.endpoint, ...config }));
const call = { templateId: "1110", params: [] as string[], session: "s", phones: [phone(1)] };
const many = Array.from({ length: 201 }, (_, n) => phone(n));

// The tests beside this one rest on it: what Tencent refuses, the emulator refuses.
test.each([
  ["two hundred and one numbers", { phones: many }, "LimitExceeded.PhoneNumberCountLimit"],
  [
    "numbers of the mainland and others",
    { phones: [phone(1), "+85251234567"] },
    "UnsupportedOperation.ContainDomesticAndInternationalPhoneNumber",
  ],
  ["another's template", { templateId: "9" }, "FailedOperation.TemplateIncorrectOrUnapproved"],
  [
    "a value too many",
    { params: ["x"] },
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
  ],
  [
    "a value that is too long",
    { templateId: "1111", params: ["一".repeat(13), "茶"] },
    "InvalidParameterValue.TemplateParameterLengthLimit",
  ],
  ["a long session", { session: "x".repeat(512) }, "InvalidParameterValue"],
])("%s is refused", async (_, odd, code) => {
  await expect(apiOf().send({ ...call, ...odd })).rejects.toMatchObject({ code });
  expect(tencent.book).toEqual([]);
});

test.each([
  ["another signature", { signature: "大店" }, "FailedOperation.SignatureIncorrectOrUnapproved"],
  ["another key", { secretKey: "another secret, of sixteen" }, "AuthFailure.SignatureFailure"],
  [
    "another application",
    { sdkAppId: "1400001111" },
    "UnauthorizedOperation.SmsSdkAppIdVerifyFail",
  ],
])("%s is refused", async (_, config, code) => {
  await expect(apiOf(config).send(call)).rejects.toMatchObject({ code });
});

test("more than seven days back is refused", async () => {
  const span = { phone: phone(1), from: Date.now() - 8 * 24 * 3_600_000, to: Date.now() };
  await expect(apiOf().statusesOf(span)).rejects.toMatchObject({
    code: "InvalidParameterValue.BeginTimeVerifyFail",
  });
});

test("what is not signed is refused", async () => {
  const plain = await fetch(tencent.endpoint, { method: "POST", body: "{}" });
  expect(await plain.json()).toMatchObject({
    Response: { Error: { Code: "AuthFailure.InvalidAuthorization" } },
  });
});

import { createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { Phone } from "../../src/ids.ts";
import { ApiFault } from "../emulators/tencent/fault.ts";
import { openUnansweringPort } from "../support/unanswering-port.ts";
import { kinds, message, messages, personal, phone, SentThrough, TEXT } from "./sent-through.ts";

let open: SentThrough | undefined;
async function started(config: Readonly<Record<string, unknown>> = {}): Promise<SentThrough> {
  open = await new SentThrough().start(config);
  return open;
}
afterEach(() => open?.stop());

describe("a submission", () => {
  test("is one call for two hundred numbers, each accepted under a serial number of its own", async () => {
    const { tencent, provider, submit } = bound(await started());
    expect(provider.limits).toMatchObject({ batchSize: 200, hours: { from: 480, to: 1320 } });
    const outcomes = await submit(...messages(200));
    expect(outcomes).toEqual(
      messages(200).map(({ recipient, phone: to }) => ({
        recipient,
        kind: "accepted",
        messageId: tencent.acceptedFor(to)[0]?.serialNo,
      })),
    );
    expect(tencent.calls.map(({ length }) => length)).toEqual([200]);
    expect(tencent.book[0]).toMatchObject({ content: TEXT, session: "s-campaign-0" });
  });

  test("of more than a call takes is several calls", async () => {
    const { tencent, submit } = bound(await started({ batchSize: 7 }));
    expect(kinds(await submit(...messages(15)))).toEqual(Array(15).fill("accepted"));
    expect(tencent.calls.map(({ length }) => length).toSorted()).toEqual([1, 7, 7]);
  });

  test("brings each person their own text, those with the same one together", async () => {
    const { tencent, submit } = bound(await started());
    const texts = [
      personal("王女士"),
      TEXT,
      personal('Li "J"', "9折+券"),
      TEXT,
      personal("王女士"),
    ];
    const outcomes = await submit(...texts.map((text, n) => message(n, text)));
    expect(kinds(outcomes)).toEqual(Array(5).fill("accepted"));
    expect(texts.map((_, n) => tencent.acceptedFor(phone(n))[0]?.content)).toEqual(texts);
    expect(tencent.calls.map((to) => to.length).toSorted()).toEqual([1, 2, 2]);
  });

  test("of personal texts goes out several at once, after the first was answered", async () => {
    const { tencent, submit } = bound(await started({ concurrency: 4 }));
    tencent.latencyMs = 20;
    const all = Array.from({ length: 30 }, (_, n) => message(n, personal(`第${n}位`)));
    expect(kinds(await submit(...all))).toEqual(Array(30).fill("accepted"));
    expect(tencent.calls).toHaveLength(30);
    expect(tencent.mostAtOnce).toBeGreaterThan(1);
    expect(tencent.mostAtOnce).toBeLessThanOrEqual(4);
  });
});

describe("a text that no template says", () => {
  test("is refused without a call, and the others go", async () => {
    const { tencent, submit } = bound(await started());
    const long = personal("一".repeat(13));
    const outcomes = await submit(message(0), message(1, "【小店】没有审过"), message(2, long));
    expect(outcomes).toMatchObject([
      { kind: "accepted" },
      { kind: "refused", reason: "content_blocked", code: "NO_TEMPLATE" },
      { kind: "refused", reason: "content_blocked", code: "NO_TEMPLATE" },
    ]);
    expect(tencent.calls).toEqual([[phone(0)]]);
  });

  test("and is everybody's is the account's matter: nobody is called for", async () => {
    const { tencent, submit } = bound(await started());
    const all = [0, 1, 2].map((n) => message(n, TEXT.replace("小店", "大店")));
    await expect(submit(...all)).rejects.toMatchObject({
      code: "account",
      providerCode: "OTHER_SIGNATURE",
    });
    expect(tencent.calls).toEqual([]);
  });

  test("a number from elsewhere is refused without a call", async () => {
    const { tencent, submit } = bound(await started());
    const abroad = { ...message(1), phone: "+85251234567" as Phone };
    expect(await submit(message(0), abroad)).toMatchObject([
      { kind: "accepted" },
      { kind: "refused", reason: "unreachable", code: "NOT_MAINLAND" },
    ]);
    expect(tencent.calls).toEqual([[phone(0)]]);
  });
});

describe("each number has an answer of its own", () => {
  test.each([
    ["FailedOperation.PhoneNumberInBlacklist", "blacklisted"],
    ["LimitExceeded.PhoneNumberDailyLimit", "too_frequent"],
    ["LimitExceeded.PhoneNumberThirtySecondLimit", "too_frequent"],
    ["InvalidParameterValue.IncorrectPhoneNumber", "unreachable"],
    ["UnsupportedOperation.UnsupportedRegion", "content_blocked"],
    ["FailedOperation.ContainSensitiveWord", "content_blocked"],
    ["FailedOperation.SomethingNew", "unknown"],
  ])("%s: %s; the others go", async (code, reason) => {
    const { tencent, submit } = bound(await started());
    tencent.script(phone(1), { refuse: { code } });
    expect(await submit(...messages(3))).toMatchObject([
      { kind: "accepted" },
      { recipient: "campaign-1", kind: "refused", reason, code },
      { kind: "accepted" },
    ]);
    expect(tencent.calls).toHaveLength(1);
  });

  test("what is the account's leaves those it befell pending", async () => {
    const { tencent, submit } = bound(await started({ batchSize: 3 }));
    const code = "FailedOperation.InsufficientBalanceInSmsPackage";
    for (const n of [2, 3, 4, 5]) tencent.script(phone(n), { refuse: { code } });
    expect(kinds(await submit(...messages(6)))).toEqual([
      ...["accepted", "accepted", "deferred", "deferred", "deferred", "deferred"],
    ]);
    expect(tencent.calls).toHaveLength(1);
    await expect(submit(...messages(6).slice(2))).rejects.toMatchObject({
      code: "account",
      providerCode: code,
    });
  });

  test("one without an answer is open, and is not sent again", async () => {
    const { tencent, submit } = bound(await started());
    tencent.script(phone(1), { unanswered: true });
    expect(kinds(await submit(...messages(3)))).toEqual(["accepted", "unknown", "accepted"]);
    expect(tencent.calls).toHaveLength(1);
  });

  test.each(["InternalError.Timeout", "InternalError.SendAndRecvFail", "InternalError.New"])(
    "%s leaves open whether it went",
    async (code) => {
      const { tencent, submit } = bound(await started());
      tencent.script(phone(0), { refuse: { code } });
      expect(kinds(await submit(...messages(2)))).toEqual(["unknown", "accepted"]);
    },
  );
});

describe("surely nobody was accepted", () => {
  test.each<[string, string, number | undefined]>([
    ["RequestLimitExceeded", "throttled", undefined],
    ["RequestLimitExceeded.New", "throttled", undefined],
    ["FailedOperation.MarketingSendTimeConstraint", "throttled", 900_000],
    ["FailedOperation.SignatureIncorrectOrUnapproved", "account", undefined],
    ["FailedOperation.TemplateIncorrectOrUnapproved", "account", undefined],
    ["FailedOperation.TemplateUnapprovedOrNotExist", "account", undefined],
    ["InternalError.RequestTimeException", "account", undefined],
    ["UnauthorizedOperation.RequestIpNotInWhitelist", "account", undefined],
    ["LimitExceeded.AppDailyLimit", "account", undefined],
    ["ResourceNotFound.New", "account", undefined],
  ])("when it says %s: %s", async (code, kind, retryAfterMs) => {
    const { tencent, submit } = bound(await started());
    tencent.refuseNext = { times: 1, fault: new ApiFault(code) };
    await expect(submit(...messages(3))).rejects.toMatchObject({
      name: "SubmitRefused",
      code: kind,
      providerCode: code,
      retryAfterMs,
    });
    expect(tencent.book).toEqual([]);
    expect(tencent.calls).toHaveLength(1);
    expect(kinds(await submit(...messages(3)))).toEqual(Array(3).fill("accepted"));
  });

  test("of a single one neither, whose template is not approved", async () => {
    const { tencent, submit } = bound(await started());
    const code = "FailedOperation.TemplateUnapprovedOrNotExist";
    tencent.script(phone(1), { refuse: { code } });
    await expect(submit(message(1))).rejects.toMatchObject({ code: "account", providerCode: code });
  });

  test("when a gateway turns it away", async () => {
    const { tencent, submit } = bound(await started());
    tencent.refuseNext = { times: 1, fault: new ApiFault("429", "slow down", 429) };
    await expect(submit(message(1))).rejects.toMatchObject({ code: "throttled" });
  });

  test.each([
    ["the key is wrong", { secretKey: "another secret, of sixteen" }, "SignatureFailure"],
    ["the id is unknown", { secretId: "AKIDanother" }, "SecretIdNotFound"],
    ["the application is another's", { sdkAppId: "1400001111" }, "SmsSdkAppIdVerifyFail"],
  ])("when %s: the account's matter", async (_, config, code) => {
    const { submit } = bound(await started(config));
    await expect(submit(message(1))).rejects.toMatchObject({
      code: "account",
      providerCode: expect.stringContaining(code),
    });
  });

  test("when the values don't go with the template, for everyone", async () => {
    const { tencent, submit } = bound(await started());
    const code = "FailedOperation.TemplateParamSetNotMatchApprovedTemplate";
    tencent.refuseNext = { times: 9, fault: new ApiFault(code) };
    await expect(submit(...messages(3))).rejects.toMatchObject({ code: "account" });
    expect(tencent.calls).toHaveLength(1);
  });

  test("when no connection is made", async () => {
    const through = await started();
    await through.tencent.stop();
    await expect(through.submit(...messages(3))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("when the name is nobody's", async () => {
    const { submit } = bound(await started({ endpoint: "http://sms.invalid" }));
    await expect(submit(message(1))).rejects.toMatchObject({ code: "unavailable" });
  });

  test("when a secure connection is not made in time, or at all", async () => {
    const mute = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    const address = mute.address();
    const port = typeof address === "object" ? address?.port : 0;
    const config = { endpoint: `https://127.0.0.1:${port}`, timeoutMs: 500 };
    const { submit } = bound(await started(config));
    await expect(submit(message(1))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("ETIMEDOUT"),
    });
    mute.close();
  });

  test("when a connection is not made in time", async () => {
    const { port, close } = await openUnansweringPort();
    try {
      const endpoint = `http://127.0.0.1:${port}`;
      const { submit } = bound(await started({ endpoint, timeoutMs: 500 }));
      await expect(submit(message(1))).rejects.toMatchObject({
        code: "unavailable",
        message: expect.stringContaining("ETIMEDOUT"),
      });
    } finally {
      close();
    }
  });

  test("when it is told to stop before the call", async () => {
    const { tencent, provider } = bound(await started());
    const batch = { submission: "s", messages: messages(2) };
    await expect(provider.submit(batch, AbortSignal.abort())).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(tencent.calls).toEqual([]);
  });
});

describe("nobody knows what was accepted", () => {
  test.each([
    ["the connection breaks", "breaks"],
    ["the connection breaks in the middle of the answer", "cut"],
    ["the answer makes no sense", "garbled"],
    ["a gateway answers 502", "error500"],
  ] as const)(
    "when %s: called once, never again, and the rest is not risked",
    async (_, answer) => {
      const { tencent, submit } = bound(await started({ batchSize: 3 }));
      tencent.script(phone(1), { answer });
      expect(kinds(await submit(...messages(6)))).toEqual([
        ...["unknown", "unknown", "unknown", "deferred", "deferred", "deferred"],
      ]);
      expect(tencent.calls).toEqual([[phone(0), phone(1), phone(2)]]);
      expect(tencent.book).toHaveLength(3);
    },
  );

  test.each([
    ["no answer comes", "hangs"],
    ["an answer stops in the middle", "stalls"],
  ] as const)("when %s in time", async (_, answer) => {
    const { tencent, submit } = bound(await started({ timeoutMs: 500 }));
    tencent.script(phone(1), { answer });
    expect(kinds(await submit(...messages(2)))).toEqual(["unknown", "unknown"]);
    expect(tencent.calls).toHaveLength(1);
  });

  test("the next call risks one person, and the rest follows once it is answered", async () => {
    const { tencent, submit } = bound(await started());
    tencent.script(phone(0), { answer: "breaks" });
    await submit(message(0));
    expect(kinds(await submit(...messages(6).slice(1)))).toEqual(Array(5).fill("accepted"));
    expect(tencent.calls.map(({ length }) => length)).toEqual([1, 1, 4]);
  });

  test("a connection that can't be made meanwhile does not make it trusted again", async () => {
    const through = await started();
    through.tencent.script(phone(0), { answer: "breaks" });
    await through.submit(message(0));
    const port = Number(new URL(through.tencent.endpoint).port);
    await through.tencent.stop();
    await expect(through.submit(...messages(4).slice(1))).rejects.toMatchObject({
      code: "unavailable",
    });
    await through.tencent.start(port);
    expect(kinds(await through.submit(...messages(4).slice(1)))).toEqual(Array(3).fill("accepted"));
    expect(through.tencent.calls.map(({ length }) => length)).toEqual([1, 1, 2]);
  });

  test("after three in a row nobody is risked for a while", async () => {
    const { tencent, submit } = bound(await started());
    for (const n of [0, 1, 2, 3]) tencent.script(phone(n), { answer: "breaks" });
    for (const n of [0, 1, 2]) expect(kinds(await submit(message(n)))).toEqual(["unknown"]);
    await expect(submit(message(3))).rejects.toMatchObject({
      code: "unavailable",
      retryAfterMs: expect.any(Number),
    });
    expect(tencent.calls).toHaveLength(3);
  });
});

const bound = (through: SentThrough) => ({
  tencent: through.tencent,
  provider: through.provider,
  submit: through.submit.bind(through),
});

import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { Phone } from "../../src/ids.ts";
import { ApiFault, refusal } from "../emulators/aliyun/fault.ts";
import { openUnansweringPort } from "../support/unanswering-port.ts";
import { kinds, message, messages, number, personal, SentThrough, TEXT } from "./sent-through.ts";

let open: SentThrough | undefined;
async function started(config: Readonly<Record<string, unknown>> = {}): Promise<SentThrough> {
  open = await new SentThrough().start(config);
  return open;
}
afterEach(() => open?.stop());

const gateway = (status: number, code: string, headers = {}) =>
  new ApiFault(status, code, `${code} of the gateway`, headers);

describe("a submission", () => {
  test("is one call for a hundred numbers, each with an id of its own", async () => {
    const { aliyun, provider, submit } = bound(await started());
    expect(provider.limits.batchSize).toBe(100);
    const outcomes = await submit(...messages(100));
    expect(kinds(outcomes)).toEqual(Array(100).fill("accepted"));
    const ids = outcomes.map((outcome) => (outcome.kind === "accepted" ? outcome.messageId : ""));
    expect(new Set(ids).size).toBe(100);
    expect(aliyun.calls).toEqual([messages(100).map((_, n) => number(n))]);
    expect(aliyun.book.map(({ content }) => content)).toEqual(Array(100).fill(TEXT));
  });

  test("of more than a call takes is several calls", async () => {
    const { aliyun, submit } = bound(await started({ batchSize: 7 }));
    expect(kinds(await submit(...messages(15)))).toEqual(Array(15).fill("accepted"));
    expect(aliyun.calls.map(({ length }) => length)).toEqual([7, 7, 1]);
  });

  test("brings each person their own text, those of one template together", async () => {
    const { aliyun, submit } = bound(await started());
    const texts = [personal("王女士"), TEXT, personal('Li, "J" & 子', "9折+券"), TEXT];
    const outcomes = await submit(...texts.map((text, n) => message(n, text)));
    expect(kinds(outcomes)).toEqual(Array(4).fill("accepted"));
    expect(texts.map((_, n) => aliyun.acceptedFor(number(n))[0]?.content)).toEqual(texts);
    expect(aliyun.calls).toHaveLength(2);
  });

  test("names the call by our own reference, and ends the number with the extend code", async () => {
    const { aliyun, submit } = bound(await started({ extendCode: "90999" }));
    await submit(message(1));
    expect(aliyun.book).toMatchObject([{ outId: "s-campaign-1" }]);
  });
});

describe("a text that no template says", () => {
  test("is refused without a call, and the others go", async () => {
    const { aliyun, submit } = bound(await started());
    const long = personal("一".repeat(36));
    const outcomes = await submit(message(0), message(1, "【小店】没有审过"), message(2, long));
    expect(outcomes).toMatchObject([
      { kind: "accepted" },
      { kind: "refused", reason: "content_blocked", code: "NO_TEMPLATE" },
      { kind: "refused", reason: "content_blocked", code: "NO_TEMPLATE" },
    ]);
    expect(aliyun.calls).toEqual([[number(0)]]);
  });

  test.each([
    ["another signature's", TEXT.replace("小店", "大店"), "OTHER_SIGNATURE"],
    ["without a signature", TEXT.slice(4), "OTHER_SIGNATURE"],
    ["not approved", "【小店】没有审过", "NO_TEMPLATE"],
  ])(
    "and is everybody's (%s) is the account's matter: nobody is called for",
    async (_, text, code) => {
      const { aliyun, submit } = bound(await started());
      const all = [0, 1, 2].map((n) => message(n, text));
      await expect(submit(...all)).rejects.toMatchObject({ code: "account", providerCode: code });
      expect(aliyun.calls).toEqual([]);
    },
  );

  test("a number from elsewhere is refused without a call", async () => {
    const { aliyun, submit } = bound(await started());
    const abroad = { ...message(1), phone: "+85251234567" as Phone };
    expect(await submit(message(0), abroad)).toMatchObject([
      { kind: "accepted" },
      { kind: "refused", reason: "unreachable", code: "NOT_MAINLAND" },
    ]);
    expect(aliyun.calls).toEqual([[number(0)]]);
  });
});

describe("a call refused for somebody's sake", () => {
  test.each([
    ["isv.BLACK_KEY_CONTROL_LIMIT", "blacklisted"],
    ["isv.CUSTOMER_REFUSED", "opted_out"],
    ["isv.BUSINESS_LIMIT_CONTROL", "too_frequent"],
    ["isv.MOBILE_NUMBER_ILLEGAL", "unreachable"],
  ])("%s is halved until it is known whose: the others go, each once", async (code, reason) => {
    const { aliyun, submit } = bound(await started());
    for (const n of [5, 11]) aliyun.script(number(n), { refuse: { fault: refusal(code) } });
    const outcomes = await submit(...messages(16));
    for (const [n, outcome] of outcomes.entries()) {
      const guilty = n === 5 || n === 11;
      expect(outcome).toMatchObject(
        guilty ? { kind: "refused", reason, code } : { kind: "accepted" },
      );
      expect(aliyun.acceptedFor(number(n))).toHaveLength(guilty ? 0 : 1);
    }
  });

  test("for a text that all get is everyone's at once", async () => {
    const { aliyun, submit } = bound(await started());
    aliyun.refuseNext = { times: 99, fault: refusal("isv.SMS_CONTENT_ILLEGAL") };
    const outcomes = await submit(...messages(10));
    expect(kinds(outcomes)).toEqual(Array(10).fill("refused"));
    expect(outcomes[0]).toMatchObject({
      reason: "content_blocked",
      code: "isv.SMS_CONTENT_ILLEGAL",
    });
    expect(aliyun.calls).toHaveLength(1);
  });

  test("for one person's own words is theirs alone", async () => {
    const { aliyun, submit } = bound(await started());
    const texts = ["王女士", "https://x.cn", "李先生"].map((name) => personal(name));
    const outcomes = await submit(...texts.map((text, n) => message(n, text)));
    expect(outcomes).toMatchObject([
      { kind: "accepted" },
      { kind: "refused", reason: "content_blocked", code: "isv.PARAM_NOT_SUPPORT_URL" },
      { kind: "accepted" },
    ]);
    expect(aliyun.acceptedFor(number(1))).toEqual([]);
  });

  test("with a code that is in no table, for everyone: the account's matter", async () => {
    const { aliyun, submit } = bound(await started());
    aliyun.refuseNext = { times: 99, fault: refusal("isv.SOMETHING_NEW") };
    await expect(submit(...messages(4))).rejects.toMatchObject({
      code: "account",
      providerCode: "isv.SOMETHING_NEW",
    });
    expect(aliyun.book).toEqual([]);
  });
});

describe("surely nobody was accepted", () => {
  test.each([
    [gateway(400, "Throttling.User"), "throttled"],
    [gateway(503, "Throttling"), "throttled"],
    [refusal("isv.AMOUNT_NOT_ENOUGH"), "account"],
    [refusal("isv.SMS_SIGNATURE_ILLEGAL"), "account"],
    [refusal("isv.SMS_TEMPLATE_ILLEGAL"), "account"],
    [refusal("isv.DAY_LIMIT_CONTROL"), "account"],
    [refusal("isv.OUT_OF_SERVICE"), "account"],
    [gateway(403, "Forbidden.NewCode"), "account"],
  ])("when it says %s: %s", async (fault, code) => {
    const { aliyun, submit } = bound(await started());
    aliyun.refuseNext = { times: 1, fault };
    await expect(submit(...messages(3))).rejects.toMatchObject({
      name: "SubmitRefused",
      code,
      providerCode: fault.code,
    });
    expect(aliyun.book).toEqual([]);
    expect(aliyun.calls).toHaveLength(1);
    expect(kinds(await submit(...messages(3)))).toEqual(Array(3).fill("accepted"));
  });

  test.each([
    "isv.SECURITY_FROZEN_ACCOUNT",
    "isv.SMS_TEST_SIGN_TEMPLATE_LIMIT",
    "isv.SMS_TEST_NUMBER_LIMIT",
  ])("of a single one neither, when it says %s", async (code) => {
    const { aliyun, submit } = bound(await started());
    aliyun.refuseNext = { times: 1, fault: refusal(code) };
    await expect(submit(message(1))).rejects.toMatchObject({ code: "account", providerCode: code });
  });

  test("and it is to be slower for as long as it says", async () => {
    const { aliyun, submit } = bound(await started());
    const fault = gateway(429, "Throttling.User", { "x-acs-retry-after": "1500" });
    aliyun.refuseNext = { times: 1, fault };
    await expect(submit(message(1))).rejects.toMatchObject({ retryAfterMs: 1500 });
  });

  test.each([
    [
      "the secret is wrong",
      { accessKeySecret: "another secret, of sixteen" },
      "SignatureDoesNotMatch",
    ],
    ["the key is unknown", { accessKeyId: "LTAIanother" }, "InvalidAccessKeyId.NotFound"],
  ])("when %s: the account's matter, and what to do", async (_, config, code) => {
    const { submit } = bound(await started(config));
    await expect(submit(message(1))).rejects.toMatchObject({
      code: "account",
      providerCode: code,
      message: expect.stringContaining("access key"),
    });
  });

  test("when no connection is made", async () => {
    const through = await started();
    await through.aliyun.stop();
    await expect(through.submit(...messages(3))).rejects.toMatchObject({ code: "unavailable" });
  });

  test("when the name is nobody's", async () => {
    const { submit } = bound(await started({ endpoint: "http://dysms.invalid" }));
    await expect(submit(message(1))).rejects.toMatchObject({ code: "unavailable" });
  });

  test("when it is told to stop before the call", async () => {
    const { aliyun, provider } = bound(await started());
    const batch = { submission: "s", messages: messages(2) };
    await expect(provider.submit(batch, AbortSignal.abort())).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(aliyun.calls).toEqual([]);
  });

  test("of those left, when others of the submission were accepted: they are deferred", async () => {
    const { aliyun, submit } = bound(await started({ batchSize: 2 }));
    aliyun.script(number(2), { refuse: { fault: refusal("isv.AMOUNT_NOT_ENOUGH") } });
    expect(kinds(await submit(...messages(6)))).toEqual([
      ...["accepted", "accepted", "deferred", "deferred", "deferred", "deferred"],
    ]);
    expect(aliyun.calls).toHaveLength(2);
  });
});

describe("nobody knows what was accepted", () => {
  test.each([
    ["the connection breaks", "breaks"],
    ["the connection breaks in the middle of the answer", "cut"],
    ["the answer makes no sense", "garbled"],
    ["the answer is 500", "error500"],
  ] as const)(
    "when %s: called once, never again, and the rest is not risked",
    async (_, answer) => {
      const { aliyun, submit } = bound(await started({ batchSize: 3 }));
      aliyun.script(number(1), { answer });
      expect(kinds(await submit(...messages(6)))).toEqual([
        ...["unknown", "unknown", "unknown", "deferred", "deferred", "deferred"],
      ]);
      expect(aliyun.calls).toEqual([[number(0), number(1), number(2)]]);
      expect(aliyun.book).toHaveLength(3);
    },
  );

  test.each([
    ["no answer comes", "hangs"],
    ["an answer stops in the middle", "stalls"],
  ] as const)("when %s in time", async (_, answer) => {
    const { aliyun, submit } = bound(await started({ timeoutMs: 1000 }));
    aliyun.script(number(1), { answer });
    expect(kinds(await submit(...messages(2)))).toEqual(["unknown", "unknown"]);
    expect(aliyun.calls).toHaveLength(1);
  });

  test.each(["isp.SYSTEM_ERROR", "isp.GATEWAY_ERROR", "isp.SOMETHING_NEW"])(
    "when it failed inside: %s",
    async (code) => {
      const { aliyun, submit } = bound(await started());
      aliyun.refuseNext = { times: 1, fault: refusal(code) };
      expect(kinds(await submit(...messages(2)))).toEqual(["unknown", "unknown"]);
      expect(aliyun.calls).toHaveLength(1);
    },
  );

  test("the receipts of such a call find their recipients all the same", async () => {
    const { aliyun, submit, receipts } = bound(await started());
    aliyun.script(number(0), { answer: "breaks" });
    const [outcome] = await submit(message(0));
    await aliyun.reported();
    expect(outcome).toMatchObject({
      kind: "unknown",
      parts: { ids: [receipts[0]?.messageId], of: 1 },
    });
  });

  test("the next call risks one person, and the rest follows once it is answered", async () => {
    const { aliyun, submit } = bound(await started());
    aliyun.script(number(0), { answer: "breaks" });
    await submit(message(0));
    expect(kinds(await submit(...messages(6).slice(1)))).toEqual(Array(5).fill("accepted"));
    expect(aliyun.calls.map(({ length }) => length)).toEqual([1, 1, 4]);
  });

  test("a connection that can't be made meanwhile does not make it trusted again", async () => {
    const through = await started();
    through.aliyun.script(number(0), { answer: "breaks" });
    await through.submit(message(0));
    const port = Number(new URL(through.aliyun.endpoint).port);
    await through.aliyun.stop();
    await expect(through.submit(...messages(4).slice(1))).rejects.toMatchObject({
      code: "unavailable",
    });
    await through.aliyun.start(port);
    expect(kinds(await through.submit(...messages(4).slice(1)))).toEqual(Array(3).fill("accepted"));
    expect(through.aliyun.calls.map(({ length }) => length)).toEqual([1, 1, 2]);
  });

  test("after three in a row nobody is risked for a while", async () => {
    const { aliyun, submit } = bound(await started());
    for (const n of [0, 1, 2, 3]) aliyun.script(number(n), { answer: "breaks" });
    for (const n of [0, 1, 2]) expect(kinds(await submit(message(n)))).toEqual(["unknown"]);
    await expect(submit(message(3))).rejects.toMatchObject({
      code: "unavailable",
      retryAfterMs: expect.any(Number),
    });
    expect(aliyun.calls).toHaveLength(3);
  });

  test("nor is anyone of a submission under way, while another's call breaks off: who was accepted stays so", async () => {
    const { aliyun, submit } = bound(await started());
    for (const n of [7, 8, 9]) aliyun.script(number(n), { answer: "breaks" });
    await submit(message(7));
    await submit(message(8));
    aliyun.latencyMs = 200;
    const broken = submit(message(9));
    await setTimeout(50);
    const outcomes = await submit(...messages(3));
    expect(kinds(await broken)).toEqual(["unknown"]);
    expect(kinds(outcomes)).toEqual(["accepted", "deferred", "deferred"]);
  });
});

test("a connection that is not made in time leaves nothing open", async () => {
  const { port, close } = await openUnansweringPort();
  try {
    const endpoint = `http://127.0.0.1:${port}`;
    const { submit } = bound(await started({ endpoint, timeoutMs: 1000 }));
    await expect(submit(message(1))).rejects.toMatchObject({ code: "unavailable" });
  } finally {
    close();
  }
});

test("an answer that does not come over a connection made before leaves it open", async () => {
  const { aliyun, submit } = bound(await started({ timeoutMs: 1000 }));
  expect(kinds(await submit(message(0)))).toEqual(["accepted"]);
  aliyun.script(number(1), { answer: "hangs" });
  expect(kinds(await submit(message(1)))).toEqual(["unknown"]);
});

const bound = (through: SentThrough) => ({
  aliyun: through.aliyun,
  provider: through.provider,
  receipts: through.receipts,
  submit: through.submit.bind(through),
});

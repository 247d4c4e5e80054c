import { afterEach, describe, expect, test } from "vitest";
import { EMULATED_ACCOUNT as ACCOUNT } from "../emulators/twilio/account.ts";
import { ApiFault } from "../emulators/twilio/fault.ts";
import { message, messages, PUBLIC, phone, SentThrough } from "./sent-through.ts";

const running: SentThrough[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});
async function started(config?: Readonly<Record<string, unknown>>): Promise<SentThrough> {
  const through = await new SentThrough().start(config);
  running.push(through);
  return through;
}

describe("a submission", () => {
  test("is one message a recipient, each with its text, sender and our reference", async () => {
    const { twilio, submit } = bound(await started({ validitySeconds: 3600 }));
    const outcomes = await submit(...messages(5));
    expect(outcomes.map(({ recipient, kind }) => [recipient, kind])).toEqual(
      messages(5).map(({ recipient }) => [recipient, "accepted"]),
    );
    const book = new Map(twilio.book.map((entry) => [entry.sid, entry]));
    for (const [n, outcome] of outcomes.entries()) {
      const entry = outcome.kind === "accepted" ? book.get(outcome.messageId) : undefined;
      expect(entry).toMatchObject({
        to: phone(n),
        from: "+15005550006",
        messagingServiceSid: null,
        body: message(n).text,
        validityPeriod: 3600,
        statusCallback: `${PUBLIC}/providers/tw/status?recipient=campaign-${n}#rc=5&rp=all`,
      });
    }
  });

  test("goes through a Messaging Service, signed with an API key, where the account says so", async () => {
    const { messagingServiceSid, apiKey } = ACCOUNT;
    const through = await started({ from: undefined, messagingServiceSid, apiKey });
    expect(await through.submit(message(1))).toMatchObject([{ kind: "accepted" }]);
    expect(through.twilio.book).toMatchObject([{ from: null, messagingServiceSid }]);
    expect(await through.provider.health()).toMatchObject({ ok: true });
  });

  test("has no more calls under way than the setting allows, and the first goes alone", async () => {
    const through = await started({ concurrency: 3 });
    through.twilio.latencyMs = 20;
    await through.submit(message(0));
    expect(through.twilio.mostAtOnce).toBe(1);
    await through.submit(...messages(13).slice(1));
    expect(through.twilio.mostAtOnce).toBe(3);
    expect(through.twilio.book).toHaveLength(13);
  });
});

describe("a number is refused for its own sake", () => {
  test.each([
    [21610, 400, "opted_out"],
    [21211, 400, "unreachable"],
    [21614, 400, "unreachable"],
    [21408, 403, "content_blocked"],
    [29999, 400, "unknown"],
  ])("with %i, and the others are sent", async (code, status, reason) => {
    const through = await started();
    const fault = new ApiFault(status, code, `no, not to ${phone(1)}`);
    through.twilio.script(phone(1), { refuse: { fault } });
    const outcomes = await through.submit(...messages(3));
    expect(outcomes).toMatchObject([
      { kind: "accepted" },
      { kind: "refused", reason, code: `${code}` },
      { kind: "accepted" },
    ]);
    expect(JSON.stringify(outcomes)).not.toContain(phone(1));
    expect(through.twilio.calls).toHaveLength(3);
  });

  test("but what may be anybody's and everybody gets is the account's", async () => {
    const through = await started();
    const fault = new ApiFault(403, 21408, "Permission to send an SMS has not been enabled");
    for (const n of [0, 1, 2]) through.twilio.script(phone(n), { refuse: { fault } });
    await expect(through.submit(...messages(3))).rejects.toMatchObject({
      name: "SubmitRefused",
      code: "account",
      providerCode: "21408",
    });
  });
});

describe("surely nothing was accepted, and nobody else is tried", () => {
  test.each([
    ["throttled", new ApiFault(429, 20429, "Too Many Requests", { "retry-after": "2" }), 2000],
    ["throttled", new ApiFault(429, 20429, "Too Many Requests"), undefined],
    ["throttled", new ApiFault(400, 21611, "the queue is full"), undefined],
    ["unavailable", new ApiFault(503, 20503, "Service unavailable"), undefined],
    ["account", new ApiFault(401, 20003, "Authenticate"), undefined],
    ["account", new ApiFault(403, 20005, "Account not active"), undefined],
    ["account", new ApiFault(429, 63038, "exceeded the 9 daily messages limit"), undefined],
    ["account", new ApiFault(403, 88888, "something new"), undefined],
  ] as const)("%s: %o", async (code, fault, retryAfterMs) => {
    const through = await started();
    through.twilio.refuseNext = { times: 1, fault };
    await expect(through.submit(...messages(4))).rejects.toMatchObject({
      name: "SubmitRefused",
      code,
      retryAfterMs,
      providerCode: `${fault.code}`,
    });
    expect(through.twilio.calls).toHaveLength(1);
    expect(await through.submit(...messages(4))).toHaveLength(4);
    expect(through.twilio.book).toHaveLength(4);
  });

  test("account: wrong credentials, and the log and the message hold no number", async () => {
    const through = await started({ from: "+15005559999" });
    const error: unknown = await through.submit(message(1)).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "account", providerCode: "21606" });
    expect(String(error)).toMatch(/\+15\*{4}9999.*docs\/api\/errors\/21606/u);
    expect(String(error)).not.toContain("+15005559999");
  });

  test("unavailable: nobody listens", async () => {
    const gone = await started();
    const { endpoint } = gone.twilio;
    await gone.twilio.stop();
    running.length = 0;
    const through = await started({ endpoint });
    await expect(through.submit(...messages(2))).rejects.toMatchObject({ code: "unavailable" });
    expect(await through.provider.health()).toMatchObject({ ok: false });
    await through.provider.stop();
    await expect(through.submit(message(1))).rejects.toMatchObject({ code: "unavailable" });
  });

  test("unavailable: a host that does not exist", async () => {
    const through = await started({ endpoint: "http://qunfa.invalid" });
    await expect(through.submit(message(1))).rejects.toMatchObject({ code: "unavailable" });
  });

  test("unavailable: the provider is about to stop", async () => {
    const through = await started();
    const batch = { submission: "s", messages: messages(2) };
    await expect(through.provider.submit(batch, AbortSignal.abort())).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(through.twilio.calls).toEqual([]);
  });
});

describe("nobody knows what was accepted", () => {
  test.each([
    ["the connection breaks", "breaks"],
    ["the connection breaks in the middle of the answer", "cut"],
    ["the answer is no message", "garbled"],
    ["the answer is 500", "error500"],
  ] as const)("when %s: it is sent once and never again", async (_what, answer) => {
    const through = await started();
    through.twilio.script(phone(1), { answer });
    const outcomes = await through.submit(...messages(3));
    expect(outcomes).toMatchObject([
      { kind: "accepted" },
      { recipient: "campaign-1", kind: "unknown", detail: expect.any(String) },
      { kind: "accepted" },
    ]);
    expect(through.twilio.acceptedFor(phone(1))).toHaveLength(1);
    expect(through.twilio.calls.filter((to) => to === phone(1))).toHaveLength(1);
  });

  test("when no answer comes in time: it is sent once and never again", async () => {
    const through = await started({ timeoutMs: 300 });
    through.twilio.script(phone(1), { answer: "hangs" });
    expect(await through.submit(message(1))).toMatchObject([{ kind: "unknown" }]);
    await expect.poll(() => through.twilio.acceptedFor(phone(1))).toHaveLength(1);
    await through.submit(message(2));
    await expect.poll(() => through.twilio.calls).toEqual([phone(1), phone(2)]);
  });

  test("of the first alone: its callback tells, by our own reference", async () => {
    const through = await started();
    through.twilio.script(phone(0), { answer: "breaks" });
    expect(await through.submit(message(0))).toMatchObject([{ kind: "unknown" }]);
    await through.twilio.reported();
    expect(through.receipts).toMatchObject([
      { recipient: "campaign-0", messageId: through.twilio.book[0]?.sid },
    ]);
  });
});

const bound = (through: SentThrough) => ({
  twilio: through.twilio,
  submit: through.submit.bind(through),
});

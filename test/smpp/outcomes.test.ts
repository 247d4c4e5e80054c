import { afterEach, describe, expect, test } from "vitest";
import { digits, message, messages, OverSmpp } from "./over-smpp.ts";

let over: OverSmpp;
afterEach(() => over.stop());

const LONG = "会员日全场八折".repeat(20);

describe("an outcome that nobody knows is never sent again", () => {
  test("the line is cut after the message was accepted, before its answer", async () => {
    over = await OverSmpp.start({ smsc: { receipts: "none" } });
    over.smsc.script = ({ nth }) => (nth === 0 ? { answer: "cut" } : undefined);
    expect(await over.submit(message(0))).toMatchObject([
      { kind: "unknown", detail: expect.stringContaining("closed the connection") },
    ]);
    await over.bound();
    expect(await over.submit(message(1))).toMatchObject([{ kind: "accepted" }]);
    const { submits, doubles, messages: booked } = over.smsc.book.page();
    expect({ submits, doubles }).toEqual({ submits: 2, doubles: 0 });
    expect(booked.map(({ destination }) => destination)).toEqual([digits(0), digits(1)]);
  });

  test("the answer does not come in time; one that comes later changes nothing", async () => {
    over = await OverSmpp.start({ account: { responseMs: 60 }, smsc: { answerMs: 250 } });
    expect(await over.submit(message(0))).toEqual([
      { recipient: "campaign-0", kind: "unknown", detail: "no answer within 60 ms" },
    ]);
    await over.reported();
    expect(over.smsc.book.page().submits).toBe(1);
    expect(over.smsc.connections).toBe(1);
  });

  test("the SMSC never answers some, and answers the others out of order", async () => {
    over = await OverSmpp.start({ account: { responseMs: 1_500 } });
    // By its number, not by its turn: a rate that is waited for lets them go out in another order.
    const nthOf = new Map(Array.from({ length: 30 }, (_, n) => [digits(n), n]));
    over.smsc.script = ({ message: { destination } }) => ({
      answer: (["never", "late", "now"] as const)[(nthOf.get(destination) ?? 0) % 3] ?? "now",
    });
    const outcomes = await over.submit(...messages(30));
    expect(outcomes.map(({ kind }) => kind)).toEqual(
      outcomes.map((_, n) => (n % 3 === 0 ? "unknown" : "accepted")),
    );
    // Each has the id that the SMSC booked for its own number.
    const ids = new Map(over.smsc.book.page().messages.map((one) => [one.destination, one.ids[0]]));
    outcomes.forEach((outcome, n) => {
      if (outcome.kind === "accepted") expect(outcome.messageId).toBe(ids.get(digits(n)));
    });
  });

  test("a whole windowful is under way when the line is cut: the rest waits for the next line", async () => {
    over = await OverSmpp.start({ smsc: { receipts: "none" }, account: { window: 4 } });
    over.smsc.script = ({ nth }) => (nth < 4 ? { answer: nth === 3 ? "cut" : "never" } : undefined);
    const outcomes = await over.submit(...messages(20));
    const kinds = Map.groupBy(outcomes, ({ kind }) => kind);
    expect(kinds.get("unknown")?.length).toBe(4);
    expect(kinds.get("accepted")?.length).toBe(16);
    expect(over.smsc.book.page()).toMatchObject({ submits: 20, doubles: 0 });
  });

  test("an answer without a message id says accepted of what no receipt can name", async () => {
    over = await OverSmpp.start();
    over.smsc.script = () => ({ answer: "bare" });
    expect(await over.submit(message(0))).toMatchObject([
      { kind: "unknown", detail: expect.stringContaining("without a message id") },
    ]);
  });
});

describe("a refusal is surely no acceptance", () => {
  test.each([
    [0x0b, "unreachable", "0x0000000b ESME_RINVDSTADR"],
    [0x0445, "blacklisted", "0x00000445"],
  ])("of a number, %i: with its reason and code", async (status, reason, code) => {
    over = await OverSmpp.start({
      account: { statusCodes: { "0x0445": "blacklisted" } },
      smsc: { statuses: [{ endsWith: digits(1), status }] },
    });
    const outcomes = await over.submit(...messages(3));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["accepted", "refused", "accepted"]);
    expect(outcomes[1]).toMatchObject({ reason, code });
  });

  test.each([
    [0x0a, "source"],
    [0x15, "serviceType"],
    [0x43, "longText"],
    [0x48, "source.ton"],
  ])(
    "of the account, %i: nobody was accepted, and it says what to look at",
    async (status, field) => {
      over = await OverSmpp.start({ smsc: { statuses: [{ endsWith: "", status }] } });
      await expect(over.submit(...messages(30))).rejects.toMatchObject({
        code: "account",
        message: expect.stringContaining(`look at ${field}`),
      });
      // The rest of the call was not tried: at most the window was under way.
      expect(over.smsc.heard.filter(({ command }) => command === 0x04).length).toBeLessThan(21);
    },
  );

  test("of the account amid a call: those who were accepted stay so, those left are deferred", async () => {
    over = await OverSmpp.start({ account: { window: 1 } });
    over.smsc.script = ({ nth }) => (nth >= 3 ? { status: 0x0a } : undefined);
    const outcomes = await over.submit(...messages(6));
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      ...["accepted", "accepted", "accepted"],
      ...["deferred", "deferred", "deferred"],
    ]);
  });

  test("by generic_nack: it did not take the command, which is nobody's fault: they stay pending", async () => {
    over = await OverSmpp.start();
    over.smsc.script = ({ message: { destination } }) =>
      destination === digits(1) ? { answer: "nack" } : undefined;
    const outcomes = await over.submit(message(0), message(1));
    expect(outcomes).toMatchObject([{ kind: "accepted" }, { kind: "deferred" }]);
    expect(over.smsc.book.page().messages.map(({ destination }) => destination)).toEqual([
      digits(0),
    ]);
  });

  test("without a reason, of one number among many: tried three times, then that number's", async () => {
    over = await OverSmpp.start();
    let tries = 0;
    over.smsc.script = ({ message: { destination } }) => {
      if (destination !== digits(1)) return undefined;
      tries += 1;
      return { status: 0x45 };
    };
    const outcomes = await over.submit(...messages(3));
    expect(outcomes[1]).toMatchObject({
      kind: "refused",
      reason: "unknown",
      code: "0x00000045 ESME_RSUBMITFAIL",
    });
    expect(tries).toBe(3);
  });

  test("without a reason, of everyone: the line's, not the people's", async () => {
    over = await OverSmpp.start({ smsc: { statuses: [{ endsWith: "", status: 0x08 }] } });
    await expect(over.submit(...messages(5))).rejects.toMatchObject({
      code: "unavailable",
      providerCode: "0x00000008 ESME_RSYSERR",
    });
  });

  test("a line that is down: nobody was accepted, and why", async () => {
    over = await OverSmpp.start({ account: { callMs: 50 } });
    await over.bound();
    await over.smsc.close();
    await expect.poll(async () => (await over.provider.health()).detail).toMatch(/ECONNREFUSED/u);
    await expect(over.submit(message(0))).rejects.toMatchObject({ code: "unavailable" });
  });

  test("a signal that came before the call: nothing is sent", async () => {
    over = await OverSmpp.start();
    await over.bound();
    const call = over.provider.submit(
      { submission: "s", messages: messages(2) },
      AbortSignal.abort(),
    );
    await expect(call).rejects.toMatchObject({ code: "unavailable" });
    expect(over.smsc.book.page().submits).toBe(0);
  });

  test("a signal amid a call: who was begun is ended, who was not stays pending", async () => {
    over = await OverSmpp.start({ account: { window: 2 }, smsc: { answerMs: 30 } });
    await over.bound();
    const stopping = new AbortController();
    const call = over.provider.submit({ submission: "s", messages: messages(20) }, stopping.signal);
    await over.smsc.until(() => over.smsc.book.messages.length === 2);
    stopping.abort();
    const kinds = Map.groupBy(await call, ({ kind }) => kind);
    expect(kinds.get("accepted")?.length).toBe(over.smsc.book.messages.length);
    expect(kinds.get("deferred")?.length).toBeGreaterThanOrEqual(16);
    expect(kinds.has("unknown")).toBe(false);
  });
});

describe("a text of several parts", () => {
  test("is accepted when all parts are, with the ids by which receipts name them", async () => {
    over = await OverSmpp.start();
    const [outcome] = await over.submit(message(0, LONG));
    const [booked] = over.smsc.book.page().messages;
    expect(booked?.ids.length).toBe(3);
    expect(outcome).toEqual({
      recipient: "campaign-0",
      kind: "accepted",
      messageId: booked?.ids.join(","),
      parts: { ids: booked?.ids, of: 3 },
    });
  });

  test("of which one is refused is refused, and no further part is begun", async () => {
    over = await OverSmpp.start({ account: { window: 1 } });
    over.smsc.script = ({ part }) => (part === 2 ? { status: 0x0b } : undefined);
    expect(await over.submit(message(0, LONG))).toMatchObject([
      { kind: "refused", reason: "unreachable", parts: { of: 3 } },
    ]);
    expect(over.smsc.book.page()).toMatchObject({ submits: 1, incomplete: 1 });
  });

  test("of which one has no answer is unknown, with the ids of the others", async () => {
    over = await OverSmpp.start({ account: { responseMs: 400 } });
    over.smsc.script = ({ part }) => (part === 2 ? { answer: "never" } : undefined);
    const [outcome] = await over.submit(message(0, LONG));
    expect(outcome).toMatchObject({ kind: "unknown", parts: { of: 3 } });
    expect(outcome?.kind === "unknown" && outcome.parts?.ids.length).toBe(2);
    expect(over.smsc.book.page()).toMatchObject({ submits: 3, doubles: 0 });
  });

  test("throttled in the middle goes on with the part that was refused, never from the start", async () => {
    over = await OverSmpp.start({ account: { window: 1 } });
    let throttled = false;
    over.smsc.script = ({ part }) => {
      if (part !== 2 || throttled) return undefined;
      throttled = true;
      return { status: 0x58 };
    };
    expect(await over.submit(message(0, LONG))).toMatchObject([{ kind: "accepted" }]);
    expect(over.smsc.book.page()).toMatchObject({ submits: 3, incomplete: 0, doubles: 0 });
  });
});

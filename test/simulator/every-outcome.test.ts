import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHttpServer } from "../../adapters/http/server.ts";
import { simulatorConfigSchema } from "../../adapters/simulator/config.ts";
import { MAGIC_FATES, type MagicFate, magicSuffix } from "../../adapters/simulator/fate.ts";
import { createSimulator, type Simulator } from "../../adapters/simulator/provider.ts";
import { systemClock } from "../../src/clock.ts";
import type { InboundReply, Message, Receipt } from "../../src/delivery/provider.ts";
import type { Phone, RecipientId } from "../../src/ids.ts";
import { createLog } from "../../src/log.ts";

let simulator: Simulator;
let server: ReturnType<typeof createHttpServer>;
let port = 0;
let receipts: Receipt[] = [];
let replies: InboundReply[] = [];
let refuse = 0;
let changed: () => void = () => undefined;

beforeEach(async () => {
  receipts = [];
  replies = [];
  refuse = 0;
  const config = simulatorConfigSchema.parse({
    kind: "simulator",
    id: "sim",
    name: "Sim",
    profile: "sim-lenient",
    receiptMs: 20,
    lateMs: 150,
    veryLateMs: 3_600_000,
    answerMs: 5,
    blockedWords: ["违禁"],
    shares: {
      unreachable: 0,
      blacklisted: 0,
      opted_out: 0,
      too_frequent: 0,
      unknown: 0,
      silent: 0,
      late: 0,
      repeated: 0,
      replies: 0,
    },
  });
  const log = createLog("silent");
  const webhookUrl = () => `http://127.0.0.1:${port}/providers/sim/receipts`;
  simulator = createSimulator(config, { clock: systemClock, log, webhookUrl });
  await simulator.start({
    receipts: async (batch) => {
      if (refuse > 0) {
        refuse -= 1;
        throw new Error("the store is away");
      }
      receipts.push(...batch);
      changed();
    },
    replies: async (batch) => {
      replies.push(...batch);
      changed();
    },
  });
  server = createHttpServer({
    log,
    providers: new Map([["sim", simulator]]),
    health: async () => ({}),
    metrics: async () => "",
  });
  await server.listen({ host: "127.0.0.1", port: 0 });
  const [address] = server.addresses();
  port = typeof address === "object" ? address.port : 0;
});

afterEach(async () => {
  await simulator.stop();
  await server.close();
});

const message = (fate: MagicFate, text = "你好"): Message => ({
  recipient: `c-${fate}` as RecipientId,
  phone: `+861380013${magicSuffix(fate)}` as Phone,
  text,
  segments: 1,
});

const submit = (messages: readonly Message[]) =>
  simulator.submit({ submission: "s", messages }, new AbortController().signal);

/** Resolves when what has come satisfies `look`. */
function until(look: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    changed = () => look() && resolve();
    changed();
  });
}

const codesOf = (fate: MagicFate) =>
  receipts.filter(({ recipient }) => recipient === `c-${fate}`).map(({ code }) => code);

describe("a number's last digits", () => {
  test("bring about every outcome through the real route", async () => {
    const fates = MAGIC_FATES.filter((fate) => fate !== "breaks");
    const outcomes = await submit(fates.map((fate) => message(fate)));
    const refused = outcomes.filter(({ kind }) => kind === "refused");
    expect(refused).toMatchObject([
      { recipient: "c-refused", reason: "blacklisted", code: "BLACKLIST" },
    ]);
    await until(
      () =>
        codesOf("late").length === 1 &&
        codesOf("contradicting").length === 2 &&
        replies.length === 1,
    );
    expect(codesOf("delivered")).toEqual(["DELIVRD"]);
    expect(codesOf("contradicting")).toEqual(["MK:0001", "DELIVRD"]);
    expect(codesOf("repeated")).toEqual(["DELIVRD", "DELIVRD"]);
    expect(codesOf("silent")).toEqual([]);
    expect(codesOf("very_late")).toEqual([]);
    const reasons = Object.fromEntries(
      receipts.flatMap(({ recipient, outcome }) =>
        outcome.kind === "failed" ? [[recipient, outcome]] : [],
      ),
    );
    expect(reasons).toMatchObject({
      "c-unreachable": { reason: "unreachable", known: true },
      "c-blacklisted": { reason: "blacklisted", known: true },
      "c-opted_out": { reason: "opted_out", known: true },
      "c-too_frequent": { reason: "too_frequent", known: true },
      "c-content_blocked": { reason: "content_blocked", known: true },
      "c-unknown": { reason: "unknown", known: false },
    });
    expect(["R", "退订"]).toContain(replies[0]?.text);
  });

  test("can bring a receipt before the answer", async () => {
    const answered = submit([message("early")]).then(() => codesOf("early").length);
    expect(await answered).toBe(1);
  });

  test("can break the connection after acceptance: the outcome is unknown, and the look-up knows it", async () => {
    await expect(submit([message("breaks"), message("delivered")])).rejects.not.toMatchObject({
      name: "SubmitRefused",
    });
    const known = await simulator.lookup?.([
      { recipient: "c-breaks" as RecipientId, phone: "+8613800138000" as Phone },
      { recipient: "c-never" as RecipientId, phone: "+8613800138000" as Phone },
    ]);
    expect(known).toMatchObject([{ kind: "accepted" }, { kind: "unknown" }]);
  });
});

describe("the carrier", () => {
  test("blocks a text with one of its words, spaces between or not", async () => {
    await submit([{ ...message("delivered", "有 违 禁 词"), phone: "+8613800131234" as Phone }]);
    await until(() => receipts.length === 1);
    expect(receipts[0]).toMatchObject({ outcome: { reason: "content_blocked" }, code: "TC:0007" });
  });

  test("pushes again until what it pushed is stored, and nothing is lost or acknowledged before", async () => {
    refuse = 3;
    await submit([message("delivered"), message("unreachable")]);
    await until(() => receipts.length === 2);
    expect(refuse).toBe(0);
  });

  test("has everything for whoever asks since a moment", async () => {
    await submit([message("delivered"), message("unreachable")]);
    await until(() => receipts.length === 2);
    receipts = [];
    await simulator.reconcile?.(0);
    expect(receipts).toHaveLength(2);
  });

  test("keeps a book in which a double send shows", async () => {
    await submit([message("delivered")]);
    await submit([message("delivered")]);
    expect(simulator.ownCarrier()?.carrier.book("c-")).toMatchObject({ accepted: 1, doubles: 1 });
  });

  test.each([
    [429, "throttled"],
    [503, "unavailable"],
    [403, "account"],
  ] as const)("that answers %i is understood as %s", async (status, code) => {
    simulator.ownCarrier()?.refuse(status);
    await expect(submit([message("delivered")])).rejects.toMatchObject({
      name: "SubmitRefused",
      code,
    });
  });
});

describe("the webhook", () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}/providers/sim/receipts`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });

  test.each([
    ["unsigned", {}],
    [
      "badly signed",
      { "x-carrier-timestamp": String(Date.now()), "x-carrier-signature": "00".repeat(32) },
    ],
    [
      "signed with something that is no signature",
      { "x-carrier-timestamp": String(Date.now()), "x-carrier-signature": "hello" },
    ],
  ])("refuses what is %s", async (_what, headers) => {
    const response = await post('{"receipts":[],"replies":[]}', headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: expect.stringContaining("signature") });
    expect(receipts).toEqual([]);
  });

  test("answers clearly where there is nothing", async () => {
    const response = await fetch(`http://127.0.0.1:${port}/providers/other/receipts`, {
      method: "POST",
      body: "x",
    });
    expect(response.status).toBe(404);
  });
});

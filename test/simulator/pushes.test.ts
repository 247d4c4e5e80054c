import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { magic, Simulated } from "./simulated.ts";

const SECRET = "the secret of these tests";

let simulated: Simulated;
beforeEach(async () => {
  simulated = await new Simulated().start();
});
afterEach(() => simulated.stop());

describe("what the carrier pushes", () => {
  test("is pushed again until it is stored, and taken only then", async () => {
    simulated.failures = 10;
    await simulated.submit([magic("delivered"), magic("unreachable")]);
    await simulated.until(() => simulated.receipts.length >= 2);
    expect(simulated.failures).toBe(0);
    expect(simulated.codes("c-delivered")).toEqual(["DELIVRD"]);
  });

  test("can be fetched by whoever missed it: a carrier gives up at some time", async () => {
    await simulated.stop();
    simulated = await new Simulated({ pushTries: 3 }).start();
    simulated.failures = 3;
    await simulated.submit([magic("delivered")]);
    await expect.poll(() => simulated.failures).toBe(0);
    const { pages } = simulated.carrier.carrier;
    expect(pages.untaken()).toBe(1);
    await simulated.provider.reconcile?.(0);
    expect(simulated.codes("c-delivered")).toEqual(["DELIVRD"]);
    expect(pages.untaken()).toBe(0);
  });

  test("can be fetched since a moment, all of it, though it was taken before", async () => {
    await simulated.submit([magic("delivered"), magic("repeated")]);
    await simulated.until(() => simulated.receipts.length === 3);
    const pushed = simulated.receipts.splice(0);
    await simulated.provider.reconcile?.(0);
    expect(simulated.receipts).toEqual(pushed);
    simulated.receipts.length = 0;
    await simulated.provider.reconcile?.(Date.now() + 60_000);
    expect(simulated.receipts).toEqual([]);
  });
});

describe("the webhook", () => {
  const receipt = {
    sequence: 1,
    messageId: "m",
    reference: "r",
    code: "DELIVRD",
    text: "stat:DELIVRD",
    at: 1,
  };
  const EMPTY = '{"receipts":[],"replies":[]}';

  function signed(body: string, at = Date.now(), secret = SECRET): Record<string, string> {
    const signature = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
    return { "x-carrier-timestamp": String(at), "x-carrier-signature": signature };
  }
  const post = (body: string, headers: Record<string, string>, url = simulated.webhookUrl) =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });

  test.each([
    ["unsigned", () => ({})],
    ["signed with another secret", () => signed(EMPTY, Date.now(), "another secret altogether")],
    ["signed for another body", () => signed("{}")],
    [
      "signed with what is no signature",
      () => ({ ...signed(EMPTY), "x-carrier-signature": "hello" }),
    ],
    ["repeated after six minutes", () => signed(EMPTY, Date.now() - 6 * 60_000)],
    ["of no time", () => ({ ...signed(EMPTY), "x-carrier-timestamp": "soon" })],
  ])("refuses what is %s", async (_what, headers) => {
    const response = await post(EMPTY, headers());
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: expect.stringContaining("signature") });
  });

  test.each([
    ["no JSON", "hello", /no JSON/u],
    ["a number", "1", /expected object/u],
    [
      "a receipt without a code",
      JSON.stringify({ receipts: [{ ...receipt, code: undefined }], replies: [] }),
      /receipts\[0\]\.code/u,
    ],
  ])("says what is wrong with %s, and stores nothing of it", async (_what, body, error) => {
    const response = await post(body, signed(body));
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringMatching(error) });
    expect(simulated.receipts).toEqual([]);
  });

  test("answers 200 once it is stored, and an error as long as it can't be", async () => {
    const body = JSON.stringify({ receipts: [receipt], replies: [] });
    simulated.failures = 1;
    expect((await post(body, signed(body))).status).toBe(500);
    expect(simulated.receipts).toEqual([]);
    expect((await post(body, signed(body))).status).toBe(200);
    expect(simulated.receipts).toMatchObject([{ recipient: "r", outcome: { kind: "delivered" } }]);
  });

  test("takes a reply from what is no phone number without holding up the rest", async () => {
    const replies = [
      { id: "1", phone: "106900", text: "R", at: 1 },
      { id: "2", phone: "13800138000", text: "R", at: 1 },
    ];
    const body = JSON.stringify({ receipts: [], replies });
    expect((await post(body, signed(body))).status).toBe(200);
    expect(simulated.replies).toMatchObject([{ id: "2", phone: "+8613800138000" }]);
  });

  test.each(["/providers/sim/other", "/providers/other/receipts"])("is not at %s", async (path) => {
    const url = new URL(path, simulated.webhookUrl).href;
    expect((await post(EMPTY, signed(EMPTY), url)).status).toBe(404);
  });
});

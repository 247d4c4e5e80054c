import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HandedOver } from "../../src/delivery/provider.ts";
import { failed } from "../emulators/tencent/script.ts";
import { hurriedClock } from "../support/hurried-clock.ts";
import { message, messages, phone, SECRET, SentThrough } from "./sent-through.ts";

let through: SentThrough;
beforeEach(async () => {
  through = await new SentThrough().start();
});
afterEach(() => through.stop());

const handed = (n: number, submission: string, messageId?: string, at = Date.now()): HandedOver => {
  const { recipient, phone: to } = message(n);
  const named = messageId === undefined ? {} : { messageId };
  return { recipient, phone: to, call: { submission, at }, ...named };
};
async function* each(...items: HandedOver[]) {
  yield* items;
}
const serialOf = (n: number) => through.tencent.acceptedFor(phone(n))[0]?.serialNo;

describe("statuses that callbacks missed", () => {
  test("are asked for number by number, and are what the callbacks would have been", async () => {
    for (const n of [0, 2]) through.tencent.script(phone(n), { callback: false });
    through.tencent.script(phone(1), { callback: false, reports: [failed("MK:0001")] });
    through.tencent.script(phone(2), { callback: false, reports: [] });
    through.tencent.echoesSession = false;
    await through.submit(...messages(3));
    await through.tencent.reported();
    const out = [0, 1, 2].map((n) => handed(n, "s-campaign-0", serialOf(n)));
    await through.provider.reconcile?.(0, each(...out));
    expect(through.receipts.toSorted((a, b) => (a.code < b.code ? -1 : 1))).toMatchObject([
      { recipient: "campaign-0", messageId: serialOf(0), outcome: { kind: "delivered" } },
      {
        recipient: "campaign-1",
        messageId: serialOf(1),
        outcome: { kind: "failed", reason: "unreachable", known: true },
        code: "MK:0001",
      },
    ]);
  });

  test("of a call whose answer was lost are known by our reference, where Tencent echoes it", async () => {
    through.tencent.script(phone(1), { answer: "breaks", callback: false });
    await through.submit(message(1));
    await through.tencent.reported();
    await through.provider.reconcile?.(0, each(handed(1, "another"), handed(1, "s-campaign-1")));
    expect(through.receipts).toMatchObject([{ recipient: "campaign-1", messageId: serialOf(1) }]);
  });

  test("and nobody's result is guessed where it does not", async () => {
    through.tencent.echoesSession = false;
    through.tencent.script(phone(1), { answer: "breaks", callback: false });
    await through.submit(message(1));
    await through.tencent.reported();
    await through.provider.reconcile?.(0, each(handed(1, "s-campaign-1")));
    expect(through.receipts).toEqual([]);
  });

  test("are asked for seven days back and no further", async () => {
    through.tencent.script(phone(1), { callback: false });
    await through.submit(message(1));
    await through.tencent.reported();
    const month = 30 * 24 * 3_600_000;
    const old = handed(1, "s-campaign-1", serialOf(1), Date.now() - month);
    await through.provider.reconcile?.(0, each(old));
    expect(through.tencent.queries).toEqual([phone(1)]);
    expect(through.receipts).toEqual([]);
  });

  test("are asked for at most as often as the account says", async () => {
    await through.stop();
    through = await new SentThrough().start({ pullMost: 3 });
    const out = messages(10).map((_, n) => handed(n, "s"));
    await through.provider.reconcile?.(0, each(...out));
    expect(through.tencent.queries).toHaveLength(3);
  });

  test("are asked for again a little later when it was too much at once", async () => {
    await through.stop();
    through = await new SentThrough().start({}, undefined, hurriedClock());
    through.tencent.script(phone(1), { callback: false });
    await through.submit(message(1));
    await through.tencent.reported();
    through.tencent.throttledQueries = 3;
    await through.provider.reconcile?.(0, each(handed(1, "s-campaign-1")));
    expect(through.receipts).toHaveLength(1);
  });

  test("are asked for all along where no callback can reach the server", async () => {
    await through.stop();
    through = await new SentThrough().start({ pollSeconds: 5 }, undefined, hurriedClock());
    for (const n of [0, 1, 2]) through.tencent.script(phone(n), { callback: false });
    await through.submit(...messages(2));
    await expect.poll(() => through.receipts.length).toBe(2);
    // Who has a result is asked about no more.
    const asked = through.tencent.queries.length;
    await through.submit(message(2));
    await expect.poll(() => through.receipts.length).toBe(3);
    expect(new Set(through.tencent.queries.slice(asked))).toEqual(new Set([phone(2)]));
  });

  test("are asked for again when they could not be stored", async () => {
    through.tencent.script(phone(1), { callback: false });
    await through.submit(message(1));
    await through.tencent.reported();
    through.failures = 1;
    const out = () => each(handed(1, "s-campaign-1"));
    await expect(through.provider.reconcile?.(0, out())).rejects.toThrow("the store is away");
    await through.provider.reconcile?.(0, out());
    expect(through.receipts).toHaveLength(1);
  });
});

test("replies of those asked about are fetched, the same as when called back", async () => {
  const at = Math.floor(Date.now() / 1000);
  through.tencent.replies.push({ phone: phone(1), text: "R", at });
  await through.provider.reconcile?.(0, each(handed(1, "s-campaign-1")));
  const row = { mobile: phone(1).slice(3), nationcode: "86", text: "R", time: at };
  await through.post(`${SECRET}/replies`, JSON.stringify(row));
  const [asked, calledBack] = through.replies;
  expect(asked).toMatchObject({ phone: phone(1), text: "R" });
  expect(calledBack).toEqual(asked);
});

describe("those left by a crash", () => {
  test("are looked up by our reference: what Tencent has is accepted, the rest stays open", async () => {
    await through.submit(message(0));
    await through.tencent.reported();
    const { recipient, phone: to } = message(2);
    const asked = [handed(0, "s-campaign-0"), handed(1, "s-campaign-0"), { recipient, phone: to }];
    expect(await through.provider.lookup?.(asked)).toEqual([
      { recipient: "campaign-0", kind: "accepted", messageId: serialOf(0) },
      { recipient: "campaign-1", kind: "unknown" },
      { recipient: "campaign-2", kind: "unknown" },
    ]);
  });
});

test("health says whether Tencent takes the key", async () => {
  expect(await through.provider.health()).toMatchObject({ ok: true });
  await through.tencent.stop();
  expect(await through.provider.health()).toMatchObject({ ok: false });
});

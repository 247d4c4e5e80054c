import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Clock, systemClock } from "../../src/clock.ts";
import type { HandedOver } from "../../src/delivery/provider.ts";
import { failed } from "../emulators/aliyun/script.ts";
import { hurriedClock } from "../support/hurried-clock.ts";
import { message, messages, number, SentThrough } from "./sent-through.ts";

/** Of a day in Beijing, when all is sent that nothing else is said of. */
const NOON = Date.UTC(2026, 10, 23, 4, 0);

let through: SentThrough;
beforeEach(async () => {
  through = await new SentThrough().start();
  through.aliyun.age = Date.now() - NOON;
});
afterEach(() => through.stop());

const handed = (n: number, submission: string, at = NOON): HandedOver => {
  const { recipient, phone } = message(n);
  return { recipient, phone, call: { submission, at } };
};
async function* each(...items: HandedOver[]) {
  yield* items;
}

describe("receipts that pushes missed", () => {
  test("are asked for number by number, and are what the pushes would have been", async () => {
    for (const n of [0, 1, 2, 3]) through.aliyun.script(number(n), { push: false });
    through.aliyun.script(number(1), { push: false, reports: [failed("MOBILE_NOT_ON_SERVICE")] });
    through.aliyun.script(number(2), { push: false, reports: [] });
    const reports = [{ success: true, code: "REQUEST_SUCCESS" }];
    through.aliyun.script(number(3), { push: false, reports });
    const outcomes = await through.submit(...messages(4));
    await through.aliyun.reported();
    expect(through.receipts).toEqual([]);

    await through.provider.reconcile?.(
      0,
      each(...[0, 1, 2, 3].map((n) => handed(n, "s-campaign-0"))),
    );
    const ids = outcomes.map((outcome) => (outcome.kind === "accepted" ? outcome.messageId : ""));
    expect(through.receipts.toSorted((a, b) => (a.code < b.code ? -1 : 1))).toMatchObject([
      { recipient: "campaign-0", messageId: ids[0], outcome: { kind: "delivered" } },
      {
        recipient: "campaign-1",
        messageId: ids[1],
        outcome: { kind: "failed", reason: "unreachable", known: true },
        code: "MOBILE_NOT_ON_SERVICE",
      },
    ]);
  });

  test("are those of our call, whatever else that number was sent on the day, page by page", async () => {
    through.aliyun.script(number(1), { push: false, reports: [failed("MOBILE_SEND_LIMIT")] });
    for (let n = 0; n < 60; n += 1)
      await through.provider.submit(
        { submission: `another-${n}`, messages: [message(1)] },
        new AbortController().signal,
      );
    through.aliyun.script(number(1), { push: false });
    await through.submit(message(1));
    await through.aliyun.reported();
    await through.provider.reconcile?.(0, each(handed(1, "s-campaign-1"), handed(1, "nobody's")));
    expect(through.receipts).toMatchObject([{ outcome: { kind: "delivered" } }]);
    expect(through.aliyun.queries).toHaveLength(4);
  });

  test("are looked for on the day of the call, and near midnight on both", async () => {
    const midnight = Date.UTC(2026, 10, 23, 16, 0);
    through.aliyun.age = Date.now() - midnight - 1_000;
    through.aliyun.script(number(1), { push: false });
    await through.submit(message(1));
    await through.aliyun.reported();
    await through.provider.reconcile?.(0, each(handed(1, "s-campaign-1", midnight - 3_600_000)));
    expect(through.receipts).toEqual([]);
    await through.provider.reconcile?.(0, each(handed(1, "s-campaign-1", midnight - 2_000)));
    expect(through.receipts).toHaveLength(1);
  });

  test("are asked for at most as often as the account says", async () => {
    await through.stop();
    through = await new SentThrough().start({ pullMost: 3 });
    const out = messages(10).map((_, n) => handed(n, "s"));
    await through.provider.reconcile?.(0, each(...out));
    expect(through.aliyun.queries).toHaveLength(3);
  });

  test("are asked for of everyone, whatever single question breaks off", async () => {
    const all = messages(30).map((_, n) => n);
    for (const n of all) through.aliyun.script(number(n), { push: false });
    await through.submit(...messages(30));
    await through.aliyun.reported();
    through.aliyun.brokenQueries = new Set([number(2), number(20)]);
    await through.provider.reconcile?.(0, each(...all.map((n) => handed(n, "s-campaign-0"))));
    expect(through.receipts).toHaveLength(28);
  });

  test("are not asked for any more when questions break off one after the other", async () => {
    const all = messages(60).map((_, n) => n);
    through.aliyun.brokenQueries = new Set(all.map(number));
    const asked: HandedOver[] = [];
    async function* out() {
      for (const n of all) {
        asked.push(handed(n, "s"));
        yield handed(n, "s");
      }
    }
    await expect(through.provider.reconcile?.(0, out())).rejects.toThrow("broke off");
    expect(asked.length).toBeLessThan(20);
  });

  test("are asked for again when they could not be stored", async () => {
    through.aliyun.script(number(1), { push: false });
    await through.submit(message(1));
    await through.aliyun.reported();
    through.failures = 1;
    const out = () => each(handed(1, "s-campaign-1"));
    await expect(through.provider.reconcile?.(0, out())).rejects.toThrow("the store is away");
    await through.provider.reconcile?.(0, out());
    expect(through.receipts).toHaveLength(1);
  });

  test("are asked for again a little later when it was too much at once", async () => {
    await through.stop();
    through = await new SentThrough().start({}, undefined, hurriedClock());
    through.aliyun.script(number(1), { push: false });
    await through.submit(message(1));
    await through.aliyun.reported();
    through.aliyun.throttledQueries = 3;
    await through.provider.reconcile?.(0, each(handed(1, "s-campaign-1", Date.now())));
    expect(through.receipts).toHaveLength(1);
  });

  test("are asked for all along where no push can reach the server", async () => {
    await through.stop();
    through = await new SentThrough().start({ pollSeconds: 5 }, undefined, hurriedClock());
    for (const n of [0, 1]) through.aliyun.script(number(n), { push: false });
    await through.submit(...messages(2));
    await expect.poll(() => through.receipts.length).toBe(2);
    expect(through.receipts.map(({ recipient }) => recipient).toSorted()).toEqual([
      "campaign-0",
      "campaign-1",
    ]);
    // Who has a result is asked about no more.
    const asked = through.aliyun.queries.length;
    through.aliyun.script(number(2), { push: false });
    await through.submit(message(2));
    await expect.poll(() => through.receipts.length).toBe(3);
    expect(new Set(through.aliyun.queries.slice(asked))).toEqual(new Set([number(2)]));
  });
});

test("questions that nobody waits for do not hold up the stop", async () => {
  await through.stop();
  // Time between two rounds is skipped; between questions it passes.
  let skipped = 0;
  const clock: Clock = {
    now: () => Date.now() + skipped,
    sleep: (ms, signal) => {
      if (ms < 5_000) return systemClock.sleep(ms, signal);
      skipped += ms;
      return systemClock.sleep(5, signal);
    },
  };
  const config = { pollSeconds: 5, pullPerSecond: 5 };
  through = await new SentThrough().start(config, undefined, clock);
  for (let n = 0; n < 30; n += 1) through.aliyun.script(number(n), { push: false, reports: [] });
  await through.submit(...messages(30));
  await expect.poll(() => through.aliyun.queries.length).toBeGreaterThan(0);
  const began = Date.now();
  await through.provider.stop();
  expect(Date.now() - began).toBeLessThan(3_000);
}, 20_000);

describe("those left by a crash", () => {
  test("are looked up by our reference: what Aliyun has is accepted, the rest stays open", async () => {
    const [accepted] = await through.submit(message(0));
    const asked = [handed(0, "s-campaign-0"), handed(1, "s-campaign-0"), message(2)];
    expect(await through.provider.lookup?.(asked)).toEqual([
      {
        recipient: "campaign-0",
        kind: "accepted",
        messageId: accepted?.kind === "accepted" && accepted.messageId,
      },
      { recipient: "campaign-1", kind: "unknown" },
      { recipient: "campaign-2", kind: "unknown" },
    ]);
  });
});

test("health says whether Aliyun takes the key", async () => {
  expect(await through.provider.health()).toMatchObject({ ok: true });
  await through.aliyun.stop();
  expect(await through.provider.health()).toMatchObject({ ok: false });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Carrier } from "../../adapters/simulator/carrier.ts";
import { reasonOf } from "../../adapters/simulator/codes.ts";
import { carrierConfigSchema } from "../../adapters/simulator/config.ts";
import { DueQueue } from "../../adapters/simulator/due-queue.ts";
import { fateOf, MAGIC_FATES, SHARED_FATES } from "../../adapters/simulator/fate.ts";
import type { SubmitRequest } from "../../adapters/simulator/wire.ts";
import { TurnedClock } from "../support/turned-clock.ts";
import { NO_SHARES } from "./simulated.ts";

const webhook = { url: "http://127.0.0.1:1/x", secret: "s" };
const DAYS = 100 * 24 * 3_600_000;

/** So many people, none of whom has magic digits. */
const call = (people: number, campaign = "c"): SubmitRequest => ({
  submission: "s",
  webhook,
  messages: Array.from({ length: people }, (_, i) => ({
    reference: `${campaign}-${i}`,
    phone: `+86139${String(10_000 + Math.floor(i / 9000)).slice(1)}${String(i % 9000).padStart(4, "0")}`,
    text: "会员日八折",
    segments: 1,
  })),
});

/** Everything a carrier ever says to a call. */
function play(config: object, request: SubmitRequest) {
  const clock = new TurnedClock();
  const carrier = new Carrier(carrierConfigSchema.parse(config), clock);
  const { results } = carrier.submit(request);
  clock.turn(DAYS);
  return { carrier, results, said: carrier.takeDue() };
}

describe("a seed", () => {
  test("says it all: the same seed the same words, in the same order", () => {
    const [one, same, other] = [7, 7, 8].map((seed) => play({ seed }, call(500)));
    expect(one?.results).toEqual(same?.results);
    expect(one?.said).toEqual(same?.said);
    expect(one?.said).not.toEqual(other?.said);
  });

  test("gives fates about the shares that were asked for", () => {
    const people = 20_000;
    const { carrier } = play({}, call(people));
    const { shares } = carrierConfigSchema.parse({});
    const counted = Map.groupBy(carrier.pages.entries(), ({ fate }) => fate);
    for (const fate of SHARED_FATES) {
      const share = (counted.get(fate)?.length ?? 0) / people;
      expect(share, fate).toBeGreaterThan(shares[fate] * 0.7);
      expect(share, fate).toBeLessThan(shares[fate] * 1.3);
    }
  });

  test("never gives the same message id again, not after a restart, not for a double send", () => {
    const ids = [call(100, "a"), call(100, "b")].flatMap((request) =>
      play({}, request).results.map(({ messageId }) => messageId),
    );
    const { carrier } = play({}, call(100, "a"));
    ids.push(...carrier.submit(call(100, "a")).results.map(({ messageId }) => messageId));
    expect(new Set(ids).size).toBe(300);
  });
});

describe("a fate", () => {
  const config = (given: object) => carrierConfigSchema.parse({ shares: NO_SHARES, ...given });
  const blocking = config({ blockedWords: ["加V信"] });

  test.each(["加V信领券", "加 v 信 领券", "加Ｖ信", "　加\nv信"])(
    "is a block for the word in %j",
    (text) => {
      expect(fateOf(blocking, "+8613800131234", text).name).toBe("content_blocked");
    },
  );

  test("is that of the number's range: a province is down", () => {
    const down = config({ ranges: [{ startsWith: "+86139", fate: "unreachable" }] });
    expect(fateOf(down, "+8613900131234", "x").name).toBe("unreachable");
    expect(fateOf(down, "+8613800131234", "x").name).toBe("delivered");
  });

  test("is told in codes that mean it, but for the unknown one", () => {
    const phones = Array.from({ length: 200 }, (_, i) => `+861380${String(i).padStart(3, "0")}`);
    for (const [at, fate] of MAGIC_FATES.slice(1, 7).entries()) {
      const codes = phones.flatMap((phone) =>
        fateOf(config({}), `${phone}${9002 + at}`, "x").reports.map(({ code }) => code),
      );
      const reasons = new Set(codes.map((code) => reasonOf(code).reason));
      expect([...reasons]).toEqual([fate]);
      expect(codes.every((code) => reasonOf(code).known)).toBe(fate !== "unknown");
    }
  });

  test("can't be asked for in shares of more than everybody", () => {
    const shares = { ...NO_SHARES, unreachable: 0.7, silent: 0.4 };
    expect(carrierConfigSchema.safeParse({ shares }).error?.issues[0]?.message).toContain(
      "more than 1 together",
    );
  });
});

describe("the book", () => {
  test("accounts for every recipient, and shows a double send", () => {
    const { carrier, said } = play({}, call(2000, "a"));
    carrier.submit(call(3, "b"));
    carrier.submit(call(1, "a"));
    const { accepted, doubles, outcomes, reports } = carrier.book("a-");
    expect({ accepted, doubles }).toEqual({ accepted: 2000, doubles: 1 });
    expect(Object.values(outcomes).reduce((sum, n) => sum + n, 0)).toBe(2000);
    expect(reports).toBe(said.flatMap(({ receipts }) => receipts).length);
    expect(carrier.book("b-")).toMatchObject({ accepted: 3, doubles: 0 });
    expect([...carrier.pages.entries("a-")].filter(({ times }) => times > 1)).toMatchObject([
      { reference: "a-0", phone: "+861390000000".concat("0"), times: 2 },
    ]);
  });

  test("knows which reports someone has taken, pushed or pulled", () => {
    const { carrier, said } = play({ shares: NO_SHARES }, call(700));
    expect(carrier.pages.untaken()).toBe(700);
    carrier.taken(said[0]?.receipts.slice(0, 100) ?? []);
    expect(carrier.pages.untaken()).toBe(600);
    let next: number | null = 0;
    const pulled = [];
    while (next !== null) {
      const page: ReturnType<Carrier["pull"]> = carrier.pull(0, next);
      pulled.push(...page.receipts);
      next = page.next;
    }
    expect(pulled).toEqual(said[0]?.receipts);
    expect(carrier.pages.untaken()).toBe(0);
  });
});

test("what is due comes in order of time, all of it, and never before its time", () => {
  const times = fc.array(fc.nat(50), { maxLength: 60 });
  fc.assert(
    fc.property(times, fc.array(fc.nat(60), { maxLength: 5 }), (added, looks) => {
      const queue = new DueQueue<{ at: number; n: number }>();
      for (const [n, at] of added.entries()) queue.add({ at, n });
      const expected = added.map((at, n) => ({ at, n })).sort((a, b) => a.at - b.at || a.n - b.n);
      let now = 0;
      const taken = [];
      for (const look of looks) {
        now = Math.max(now, look);
        taken.push(...queue.take(now));
        expect(taken).toEqual(expected.filter(({ at }) => at <= now));
      }
      expect([...taken, ...queue.take(100)]).toEqual(expected);
    }),
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gather } from "../../src/gather.ts";

describe("gathered calls", () => {
  it("are done in order, each item once, in rounds of the most at most", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 7 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        async (calls, most) => {
          const rounds: (readonly number[])[] = [];
          const take = gather<number>(most, async (items) => {
            rounds.push(items);
            await Promise.resolve();
          });
          await Promise.all(calls.map((items) => take(items)));
          expect(rounds.flat()).toEqual(calls.flat());
          const largest = Math.max(most, ...calls.map(({ length }) => length));
          expect(Math.max(...rounds.map(({ length }) => length))).toBeLessThanOrEqual(largest);
        },
      ),
    );
  });

  it("that come while one is at work go together", async () => {
    const rounds: (readonly string[])[] = [];
    const take = gather<string>(100, async (items) => {
      rounds.push(items);
      await new Promise((resolve) => setTimeout(resolve, 5));
    });
    await Promise.all([take(["a"]), take(["b"]), take(["c", "d"])]);
    await take(["e"]);
    expect(rounds).toEqual([["a"], ["b", "c", "d"], ["e"]]);
  });

  it("fail alone: another caller's items are done all the same", async () => {
    const done: string[] = [];
    const take = gather<string>(100, async (items) => {
      await Promise.resolve();
      if (items.includes("bad")) throw new Error("a bad item");
      done.push(...items);
    });
    const results = await Promise.allSettled([
      take(["a"]),
      take(["b"]),
      take(["bad"]),
      take(["c"]),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    expect(done).toEqual(["a", "b", "c"]);
  });
});

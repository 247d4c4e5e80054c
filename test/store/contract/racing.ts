import { describe, expect, test } from "vitest";
import { DuplicateKeyError } from "../../../src/store/collection.ts";
import type { Subject } from "./subject.ts";

const many = <R>(count: number, make: (n: number) => Promise<R>): Promise<R[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => make(n)));

/** What holds when many want the same document at once. */
export function racing(on: Subject): void {
  describe("races", () => {
    test("of fifty claims by find and update, one wins", async () => {
      const notes = await on.fresh({ _id: "job", owner: null, fence: 0 });
      const claims = await many(50, (n) =>
        notes.findOneAndUpdate(
          { _id: "job", owner: null },
          { $set: { owner: n }, $inc: { fence: 1 } },
        ),
      );
      const won = claims.filter((claim) => claim !== undefined);
      expect(won).toHaveLength(1);
      expect(await notes.findOne({ _id: "job" })).toEqual(won[0]);
      expect(won[0]).toMatchObject({ fence: 1 });
    });

    test("of fifty conditional updates, one wins", async () => {
      const notes = await on.fresh({ _id: "a", rev: 0 });
      const updates = await many(50, (n) =>
        notes.updateOne({ _id: "a", rev: 0 }, { $set: { by: n }, $inc: { rev: 1 } }),
      );
      expect(updates.filter(({ matched }) => matched === 1)).toHaveLength(1);
      expect(await notes.findOne({ _id: "a" })).toMatchObject({ rev: 1 });
    });

    test("an update of many leaves alone what no longer matches when its turn comes", async () => {
      const notes = await on.fresh(
        ...Array.from({ length: 600 }, (_, n) => ({
          _id: `n${1000 + n}`,
          group: 1,
          rank: n % 7,
          state: "due",
        })),
      );
      await on.database.ensureIndexes(notes.name, [{ name: "group", keys: { group: 1, rank: 1 } }]);
      const [many, taken] = await Promise.all([
        notes.updateMany({ group: 1, state: "due" }, { $set: { state: "over" } }),
        notes.updateOne({ _id: "n1599", state: "due" }, { $set: { state: "taken" } }),
      ]);
      expect(many.matched + taken.matched).toBe(600);
      expect(await notes.count({ state: "taken" })).toBe(taken.matched);
    });

    test("whoever reads a document gets all of a change or nothing of it", async () => {
      const wide = (n: number) =>
        Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, n]));
      const ids = Array.from({ length: 20 }, (_, n) => `n${n}`);
      const notes = await on.fresh(...ids.map((_id) => ({ _id, ...wide(0) })));
      let over = false;
      const writing = many(4, async (by) => {
        for (let n = 1; n <= 60; n += 1) {
          const update = { $set: wide(n * 10 + by) };
          await notes.bulk(ids.map((_id) => ({ kind: "update", filter: { _id }, update })));
        }
      }).finally(() => {
        over = true;
      });
      const halves: unknown[] = [];
      while (!over) {
        for (const { _id, ...fields } of await notes.find({})) {
          if (new Set(Object.values(fields)).size !== 1) halves.push(fields);
        }
      }
      await writing;
      expect(halves).toEqual([]);
    });

    test("of ten bulks over the same documents, each document is moved by one", async () => {
      const notes = await on.fresh(
        ...Array.from({ length: 40 }, (_, n) => ({ _id: `n${n}`, rev: 0 })),
      );
      const bulks = await many(10, (by) =>
        notes.bulk(
          Array.from({ length: 40 }, (_, n) => ({
            kind: "update",
            filter: { _id: `n${n}`, rev: 0 },
            update: { $set: { by }, $inc: { rev: 1 } },
          })),
        ),
      );
      expect(bulks.reduce((sum, { matched }) => sum + matched, 0)).toBe(40);
      expect(await notes.count({ rev: 1 })).toBe(40);
    });

    test("a queue is taken by ten workers, each job once", async () => {
      const notes = await on.fresh(
        ...Array.from({ length: 60 }, (_, n) => ({ _id: `n${n}`, due: n, taken: 0 })),
      );
      const work = async () => {
        const mine: string[] = [];
        for (;;) {
          const job = await notes.findOneAndUpdate(
            { taken: 0, due: { $lte: 59 } },
            { $inc: { taken: 1 } },
            { sort: { due: 1 } },
          );
          if (job === undefined) return mine;
          mine.push(job._id);
        }
      };
      const taken = (await many(10, work)).flat();
      expect(taken).toHaveLength(60);
      expect(new Set(taken).size).toBe(60);
    });

    test("concurrent increments add up", async () => {
      const notes = await on.fresh({ _id: "a", counts: { sent: 0 } });
      await many(200, () =>
        notes.updateOne({ _id: "a" }, { $inc: { "counts.sent": 1, "counts.new": 2 } }),
      );
      expect(await notes.findOne({ _id: "a" })).toEqual({
        _id: "a",
        counts: { sent: 200, new: 400 },
      });
    });

    test("of twenty inserts of one `_id`, one is kept", async () => {
      const notes = await on.fresh();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, n) => notes.insertOne({ _id: "a", n })),
      );
      const refused = outcomes.filter((outcome) => outcome.status === "rejected");
      expect(refused).toHaveLength(19);
      for (const { reason } of refused) expect(reason).toBeInstanceOf(DuplicateKeyError);
    });

    test("concurrent upserts of one `_id` make one document and lose none", async () => {
      const notes = await on.fresh();
      const done = await many(20, () => notes.upsertOne({ _id: "a" }, { $inc: { n: 1 } }));
      expect(done.filter(({ inserted }) => inserted)).toHaveLength(1);
      expect(await notes.findOne({ _id: "a" })).toEqual({ _id: "a", n: 20 });
    });
  });
}

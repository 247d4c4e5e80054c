import { describe, expect, test } from "vitest";
import { DialectError, DuplicateKeyError } from "../../../src/store/collection.ts";
import { ids, type Subject } from "./subject.ts";

/** What a write changes, reports and leaves alone. */
export function writing(on: Subject): void {
  describe("inserting", () => {
    test("a document comes back as it was written, without its undefined fields", async () => {
      const notes = await on.fresh();
      const doc = {
        _id: "a",
        n: 1.5,
        yes: true,
        none: null,
        list: [1, "x", { deep: [] }],
        名: "群发 😀",
      };
      await notes.insertOne({ ...doc, absent: undefined });
      expect(await notes.findOne({ _id: "a" })).toEqual(doc);
      expect(Object.keys((await notes.findOne({ _id: "a" })) ?? {})).not.toContain("absent");
    });

    test("an `_id` that exists is refused and the document there stays", async () => {
      const notes = await on.fresh({ _id: "a", n: 1 });
      await expect(notes.insertOne({ _id: "a", n: 2 })).rejects.toBeInstanceOf(DuplicateKeyError);
      expect(await notes.findOne({ _id: "a" })).toEqual({ _id: "a", n: 1 });
    });

    test("many are inserted around those that exist, which are reported", async () => {
      const notes = await on.fresh({ _id: "b", n: 0 });
      const docs = ["a", "b", "c", "a"].map((_id) => ({ _id, n: 1 }));
      const { inserted, duplicates } = await notes.insertMany(docs);
      expect({ inserted, duplicates: duplicates.toSorted() }).toEqual({
        inserted: 2,
        duplicates: ["a", "b"],
      });
      expect(await notes.findOne({ _id: "b" })).toEqual({ _id: "b", n: 0 });
      expect(await notes.insertMany([])).toEqual({ inserted: 0, duplicates: [] });
    });

    test("thousands at once all arrive", async () => {
      const notes = await on.fresh();
      const docs = Array.from({ length: 2_500 }, (_, n) => ({ _id: `n${n}`, n }));
      expect((await notes.insertMany(docs)).inserted).toBe(2_500);
      expect(await notes.count({ n: { $gte: 100 } })).toBe(2_400);
    });
  });

  describe("updating", () => {
    test("one match is updated, and says so only when there is one", async () => {
      const notes = await on.fresh({ _id: "a", rev: 1 });
      expect(await notes.updateOne({ _id: "a", rev: 1 }, { $inc: { rev: 1 } })).toEqual({
        matched: 1,
      });
      expect(await notes.updateOne({ _id: "a", rev: 1 }, { $inc: { rev: 1 } })).toEqual({
        matched: 0,
      });
      expect(await notes.findOne({ _id: "a" })).toEqual({ _id: "a", rev: 2 });
    });

    test("an update that changes nothing still matches", async () => {
      const notes = await on.fresh({ _id: "a", n: 1 });
      expect(await notes.updateOne({ _id: "a" }, { $set: { n: 1 } })).toEqual({ matched: 1 });
      expect(await notes.updateOne({ _id: "a" }, { $set: { n: undefined } })).toEqual({
        matched: 1,
      });
      expect(await notes.findOne({ _id: "a" })).toEqual({ _id: "a", n: 1 });
    });

    test("what was given is copied: the giver may change it afterwards", async () => {
      const notes = await on.fresh({ _id: "a" });
      const given = { x: 1 };
      const items: { n: number }[] = [{ n: 1 }];
      await notes.updateOne({ _id: "a" }, { $set: { given, items } });
      given.x = 7;
      items.push({ n: 2 });
      await notes.updateOne({ _id: "a" }, { $inc: { "given.x": 1 } });
      const expected = { _id: "a", given: { x: 2 }, items: [{ n: 1 }] };
      expect(await notes.findOne({ _id: "a" })).toEqual(expected);
      const found = await notes.findOneAndUpdate({ _id: "a" }, { $inc: { "given.x": 1 } });
      (found as unknown as { given: { x: number } }).given.x = 100;
      await notes.updateOne({ _id: "a" }, { $inc: { "given.x": 1 } });
      expect(given.x).toBe(7);
      expect(await notes.findOne({ _id: "a" })).toEqual({ ...expected, given: { x: 4 } });
    });

    test("one that failed on its way leaves the document as it was", async () => {
      const notes = await on.fresh({ _id: "a", n: 1, text: "x" });
      await notes.updateOne({ _id: "a" }, { $inc: { n: 1 } });
      const wrong = notes.updateOne({ _id: "a" }, { $set: { n: 9 }, $inc: { text: 1 } });
      await expect(wrong).rejects.toThrow();
      await notes.updateOne({ _id: "a" }, { $inc: { n: 1 } });
      expect(await notes.findOne({ _id: "a" })).toEqual({ _id: "a", n: 3, text: "x" });
    });

    test("a document that was deleted and made again is the new one", async () => {
      const notes = await on.fresh({ _id: "a", n: 1 });
      await notes.updateOne({ _id: "a" }, { $inc: { n: 1 } });
      await notes.deleteOne({ _id: "a" });
      expect(await notes.updateOne({ _id: "a" }, { $inc: { n: 1 } })).toEqual({ matched: 0 });
      await notes.insertOne({ _id: "a", n: 10 });
      await notes.updateMany({ n: 10 }, { $inc: { n: 1 } });
      await notes.updateOne({ _id: "a" }, { $inc: { n: 1 } });
      expect(await notes.findOne({ _id: "a" })).toEqual({ _id: "a", n: 12 });
    });

    test("every operator does what MongoDB's does", async () => {
      const notes = await on.fresh({
        _id: "a",
        gone: 1,
        sum: 1,
        top: 5,
        low: 5,
        list: [1, 2],
        set: ["x"],
        pulled: [1, 2, 1],
      });
      await notes.updateOne(
        { _id: "a" },
        {
          $set: { "deep.er": { x: 1 }, flag: null },
          $unset: { gone: true, "never.was": true },
          $inc: { sum: 2, "counts.new": 3 },
          $max: { top: 7, first: 1 },
          $min: { low: 7, last: 1 },
          $push: { list: [3], made: 1 },
          $addToSet: { set: "x", kinds: "y" },
          $pull: { pulled: 1, nothing: 1 },
          $setOnInsert: { born: 1 },
        },
      );
      expect(await notes.findOne({ _id: "a" })).toEqual({
        _id: "a",
        deep: { er: { x: 1 } },
        flag: null,
        sum: 3,
        counts: { new: 3 },
        top: 7,
        first: 1,
        low: 5,
        last: 1,
        list: [1, 2, [3]],
        made: [1],
        set: ["x"],
        kinds: ["y"],
        pulled: [2],
      });
    });

    test("an operator on what it can't change is refused and changes nothing", async () => {
      const doc = { _id: "a", text: "x", list: [1] };
      const notes = await on.fresh(doc);
      for (const update of [
        { $inc: { text: 1 } },
        { $push: { text: 1 } },
        { $addToSet: { text: 1 } },
        { $set: { "text.deep": 1 } },
      ]) {
        await expect(notes.updateOne({ _id: "a" }, update)).rejects.toBeInstanceOf(DialectError);
      }
      expect(await notes.findOne({ _id: "a" })).toEqual(doc);
    });

    test("all matches are updated once each, even when the update changes what the filter looks at", async () => {
      const docs = Array.from({ length: 700 }, (_, n) => ({ _id: `n${n}`, state: "a", n: 0 }));
      const notes = await on.fresh(...docs, { _id: "z", state: "b", n: 0 });
      await on.database.ensureIndexes(notes.name, [{ name: "state", keys: { state: 1 } }]);
      const done = await notes.updateMany(
        { state: { $lte: "a" } },
        { $set: { state: "A" }, $inc: { n: 1 } },
      );
      expect(done).toEqual({ matched: 700 });
      expect(await notes.count({ state: "A", n: 1 })).toBe(700);
      expect(await notes.findOne({ _id: "z" })).toEqual({ _id: "z", state: "b", n: 0 });
    });

    test("find and update returns the document after, or before, or nothing", async () => {
      const notes = await on.fresh({ _id: "a", n: 1 }, { _id: "b", n: 2 });
      const inc = { $inc: { n: 10 } };
      expect(await notes.findOneAndUpdate({}, inc, { sort: { n: -1 } })).toEqual({
        _id: "b",
        n: 12,
      });
      expect(await notes.findOneAndUpdate({ _id: "a" }, inc, { returns: "before" })).toEqual({
        _id: "a",
        n: 1,
      });
      expect(await notes.findOneAndUpdate({ _id: "c" }, inc)).toBeUndefined();
    });
  });

  describe("upserting", () => {
    test("makes the filter's equalities with every operator's fields, then updates", async () => {
      const notes = await on.fresh();
      const filter = { _id: "a", kind: "x", at: { $exists: false } } as const;
      const update = {
        $setOnInsert: { first: true },
        $set: { "deep.n": 1 },
        $inc: { n: 2 },
        $min: { at: 9 },
      } as const;
      expect(await notes.upsertOne(filter, update)).toEqual({ inserted: true });
      expect(await notes.findOne({ _id: "a" })).toEqual({
        _id: "a",
        kind: "x",
        first: true,
        deep: { n: 1 },
        n: 2,
        at: 9,
      });
      expect(
        await notes.upsertOne({ _id: "a" }, { ...update, $setOnInsert: { first: false } }),
      ).toEqual({
        inserted: false,
      });
      expect(await notes.findOne({ _id: "a" })).toMatchObject({ first: true, n: 4 });
    });

    test("find and update makes one too, which was nothing before", async () => {
      const notes = await on.fresh();
      const upsert = { upsert: true } as const;
      expect(await notes.findOneAndUpdate({ _id: "a" }, { $inc: { n: 1 } }, upsert)).toEqual({
        _id: "a",
        n: 1,
      });
      expect(
        await notes.findOneAndUpdate(
          { _id: "b" },
          { $inc: { n: 1 } },
          { ...upsert, returns: "before" },
        ),
      ).toBeUndefined();
      expect(await notes.count({})).toBe(2);
    });

    test("is a duplicate when the document exists but the rest of the filter does not hold", async () => {
      const notes = await on.fresh({ _id: "a", leaseUntil: 9 });
      const filter = { _id: "a", leaseUntil: { $lt: 5 } } as const;
      await expect(notes.upsertOne(filter, { $set: { leaseUntil: 20 } })).rejects.toBeInstanceOf(
        DuplicateKeyError,
      );
      expect(await notes.findOne({ _id: "a" })).toEqual({ _id: "a", leaseUntil: 9 });
    });
  });

  describe("in bulk", () => {
    test("everything that can be done is done and counted; duplicates are named", async () => {
      const notes = await on.fresh({ _id: "a", n: 1 }, { _id: "b", n: 1 }, { _id: "c", n: 1 });
      const result = await notes.bulk([
        { kind: "insert", doc: { _id: "a", n: 9 } },
        { kind: "insert", doc: { _id: "d", n: 1 } },
        { kind: "update", filter: { _id: "a", n: 1 }, update: { $inc: { n: 1 } } },
        { kind: "update", filter: { _id: "b", n: 5 }, update: { $inc: { n: 1 } } },
        { kind: "update", filter: { _id: "e" }, update: { $set: { n: 1 } }, upsert: true },
        { kind: "update", filter: { _id: "b", n: 5 }, update: { $set: { n: 7 } }, upsert: true },
        { kind: "delete", filter: { _id: "c" } },
        { kind: "delete", filter: { _id: "nobody" } },
      ]);
      expect({ ...result, duplicates: result.duplicates.toSorted() }).toEqual({
        inserted: 1,
        matched: 1,
        upserted: 1,
        deleted: 1,
        duplicates: ["a", "b"],
      });
      const left = await notes.find({}, { sort: { _id: 1 } });
      expect(left.map(({ _id, n }) => `${_id}${n}`)).toEqual(["a2", "b1", "d1", "e1"]);
    });

    test("one operation that is refused does not undo or stop its neighbours", async () => {
      const notes = await on.fresh({ _id: "a", n: 1 }, { _id: "b", n: "text" }, { _id: "c", n: 1 });
      const inc = (_id: string) =>
        ({ kind: "update", filter: { _id }, update: { $inc: { n: 1 } } }) as const;
      await expect(notes.bulk([inc("a"), inc("b"), inc("c")])).rejects.toBeInstanceOf(DialectError);
      expect(await notes.count({ n: 2 })).toBe(2);
    });

    test("nothing to do is done", async () => {
      const notes = await on.fresh();
      expect(await notes.bulk([])).toMatchObject({ inserted: 0, matched: 0, duplicates: [] });
    });
  });

  describe("deleting", () => {
    test("deletes one, or all that match, and says how many", async () => {
      const docs = Array.from({ length: 600 }, (_, n) => ({ _id: `n${n}`, odd: n % 2 }));
      const notes = await on.fresh(...docs);
      expect(await notes.deleteOne({ odd: 1 })).toEqual({ deleted: 1 });
      expect(await notes.deleteOne({ odd: 2 })).toEqual({ deleted: 0 });
      expect(await notes.deleteMany({ odd: 1 })).toEqual({ deleted: 299 });
      expect(await notes.count({})).toBe(300);
      expect(ids(await notes.find({ odd: 1 }))).toEqual([]);
    });
  });
}

import { describe, expect, test } from "vitest";
import { DialectError, DuplicateKeyError, type IndexSpec } from "../../../src/store/collection.ts";
import { ids, type Subject } from "./subject.ts";

const NUMBER: IndexSpec = { name: "number", keys: { shop: 1, number: 1 }, unique: true };

/** What an index promises and forbids. */
export function indexing(on: Subject): void {
  describe("indexes", () => {
    test("a unique compound key is refused twice, however it is written", async () => {
      const notes = await on.fresh({ _id: "a", shop: "s", number: 1 });
      await on.database.ensureIndexes(notes.name, [NUMBER]);
      await notes.insertOne({ _id: "b", shop: "s", number: 2 });
      await notes.insertOne({ _id: "c", shop: "t", number: 1 });
      const clash = { shop: "s", number: 1 };
      await expect(notes.insertOne({ _id: "d", ...clash })).rejects.toBeInstanceOf(
        DuplicateKeyError,
      );
      await expect(notes.updateOne({ _id: "b" }, { $set: clash })).rejects.toBeInstanceOf(
        DuplicateKeyError,
      );
      await expect(notes.upsertOne({ _id: "d" }, { $set: clash })).rejects.toBeInstanceOf(
        DuplicateKeyError,
      );
      await expect(notes.findOneAndUpdate({ _id: "c" }, { $set: clash })).rejects.toBeInstanceOf(
        DuplicateKeyError,
      );
      expect(
        await notes.insertMany([
          { _id: "d", ...clash },
          { _id: "e", shop: "s", number: 3 },
        ]),
      ).toEqual({
        inserted: 1,
        duplicates: ["d"],
      });
      expect(ids(await notes.find({}, { sort: { _id: 1 } }))).toEqual(["a", "b", "c", "e"]);
      expect(await notes.findOne({ _id: "b" })).toEqual({ _id: "b", shop: "s", number: 2 });
    });

    test("missing is a value to a unique index; 1, its text and true are three", async () => {
      const notes = await on.fresh();
      await on.database.ensureIndexes(notes.name, [{ name: "v", keys: { v: 1 }, unique: true }]);
      const docs = [1, "1", true, false, null].map((v, n) => ({ _id: `n${n}`, v }));
      expect(await notes.insertMany(docs)).toEqual({ inserted: 5, duplicates: [] });
      await expect(notes.insertOne({ _id: "missing" })).rejects.toBeInstanceOf(DuplicateKeyError);
    });

    test("asked for again is kept", async () => {
      const notes = await on.fresh({ _id: "a" });
      await on.database.ensureIndexes(notes.name, [NUMBER]);
      await on.database.ensureIndexes(notes.name, [NUMBER]);
    });

    test.skipIf(on.lacks.has("refusing other keys under an index's name"))(
      "under the same name with other keys is refused",
      async () => {
        const notes = await on.fresh({ _id: "a" });
        await on.database.ensureIndexes(notes.name, [NUMBER]);
        const other: IndexSpec = { name: "number", keys: { number: 1, shop: 1 }, unique: true };
        await expect(on.database.ensureIndexes(notes.name, [other])).rejects.toBeInstanceOf(
          DialectError,
        );
      },
    );

    test("a unique index over documents that clash is refused", async () => {
      const notes = await on.fresh({ _id: "a", v: 1 }, { _id: "b", v: 1 });
      await expect(
        on.database.ensureIndexes(notes.name, [{ name: "v", keys: { v: 1 }, unique: true }]),
      ).rejects.toBeInstanceOf(DuplicateKeyError);
    });

    test("what is found does not change when an array comes under an index", async () => {
      const notes = await on.fresh({ _id: "a", tag: "x" });
      await on.database.ensureIndexes(notes.name, [{ name: "tag", keys: { tag: 1 } }]);
      expect(ids(await notes.find({ tag: "x" }))).toEqual(["a"]);
      await notes.insertOne({ _id: "b", tag: ["y", "x"] });
      await notes.updateOne({ _id: "a" }, { $set: { tag: ["z"] } });
      expect(ids(await notes.find({ tag: "x" }))).toEqual(["b"]);
      expect(ids(await notes.find({ tag: { $in: ["z", "y"] } }, { sort: { _id: 1 } }))).toEqual([
        "a",
        "b",
      ]);
    });
  });
}

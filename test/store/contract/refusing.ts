import { describe, expect, test } from "vitest";
import {
  type Collection,
  DialectError,
  type Doc,
  type Filter,
} from "../../../src/store/collection.ts";
import type { Note, Subject } from "./subject.ts";

type Call = (notes: Collection<Note>) => Promise<unknown>;

/** Hands a caller's defect past the types, as plain JavaScript would. */
function untyped<T>(value: unknown): T {
  return value as T;
}

const FILTERS: readonly unknown[] = [
  { v: undefined },
  { v: { $regex: "x" } },
  { v: {} },
  { v: [1] },
  { v: { $in: 1 } },
  { v: { $in: [undefined] } },
  { v: { $gt: null } },
  { v: { $exists: 1 } },
  { v: { $not: { $gt: 1 } } },
  { v: new Date(0) },
  { v: Number.NaN },
  { v: 2 ** 53 },
  { v: "\ud800" },
  { $where: "true" },
  { $or: [] },
  { $and: { v: 1 } },
  { "a..b": 1 },
  { "a.$b": 1 },
  { 'a"b': 1 },
  [],
  null,
];

const UPDATES: readonly unknown[] = [
  {},
  { v: 1 },
  { $rename: { a: "b" } },
  { $set: { _id: "b" } },
  { $set: { "_id.x": 1 } },
  { $set: { v: new Date(0) } },
  { $set: { v: [undefined] } },
  { $set: { v: 1 }, $inc: { v: 1 } },
  { $set: { v: {} }, $unset: { "v.w": true } },
  { $inc: { v: "1" } },
  { $inc: { v: Number.POSITIVE_INFINITY } },
  { $unset: { v: false } },
  { $push: { v: { $each: [1] } } },
  { $addToSet: { v: { x: 1 } } },
  { $pull: { v: [1] } },
  { $set: { $v: 1 } },
  { constructor: {} },
  [],
];

const DOCS: readonly unknown[] = [
  { v: 1 },
  { _id: 1 },
  { _id: "" },
  { _id: "a", v: new Date(0) },
  { _id: "a", v: 1n },
  { _id: "a", v: () => 1 },
  { _id: "a", v: new Map() },
  { _id: "a", v: Number.NaN },
  { _id: "a", "v.w": 1 },
  { _id: "a", v: [{ $w: 1 }] },
  { _id: "a", v: "\udfff" },
  { _id: "a", ["__proto__"]: 1 },
];

/** What is outside the dialect: both engines refuse it before they touch anything. */
export function refusing(on: Subject): void {
  describe("outside the dialect", () => {
    const refuses = async (call: Call) => {
      const before = { _id: "kept", v: 1 };
      const notes = await on.fresh(before);
      await expect(call(notes)).rejects.toBeInstanceOf(DialectError);
      expect(await notes.find({})).toEqual([before]);
    };

    test.for(FILTERS.map((filter) => [filter]))(
      "the filter %o is refused by all",
      async ([filter]) => {
        const calls: Call[] = [
          (notes) => notes.find(untyped(filter)),
          (notes) => notes.count(untyped(filter)),
          (notes) => notes.deleteMany(untyped(filter)),
          (notes) => notes.updateMany(untyped(filter), { $set: { v: 2 } }),
          (notes) => notes.bulk([{ kind: "delete", filter: untyped(filter) }]),
          (notes) => notes.stream(untyped(filter))[Symbol.asyncIterator]().next(),
        ];
        for (const call of calls) await refuses(call);
      },
    );

    test.for(UPDATES.map((update) => [update]))(
      "the update %o is refused by all",
      async ([update]) => {
        const calls: Call[] = [
          (notes) => notes.updateOne({}, untyped(update)),
          (notes) => notes.updateMany({}, untyped(update)),
          (notes) => notes.findOneAndUpdate({}, untyped(update)),
          (notes) => notes.upsertOne({ _id: "new" }, untyped(update)),
          (notes) => notes.bulk([{ kind: "update", filter: {}, update: untyped(update) }]),
        ];
        for (const call of calls) await refuses(call);
      },
    );

    test.for(DOCS.map((doc) => [doc]))("the document %o is refused by all", async ([doc]) => {
      const other = { _id: "other" };
      await refuses((notes) => notes.insertOne(untyped(doc)));
      await refuses((notes) => notes.insertMany([other, untyped<Note>(doc)]));
      await refuses((notes) => notes.bulk([{ kind: "insert", doc: untyped(doc) }]));
    });

    test("an upsert that does not name an `_id` is refused", async () => {
      const upsert = { upsert: true } as const;
      await refuses((notes) => notes.findOneAndUpdate({ v: 2 }, { $set: { w: 1 } }, upsert));
      await refuses((notes) =>
        notes.bulk([{ kind: "update", filter: { v: 2 }, update: { $set: { w: 1 } }, ...upsert }]),
      );
    });

    test("a filter of too many parts is refused, and who asks beside it is answered", async () => {
      const notes = await on.fresh({ _id: "a", v: 150 });
      const either = (count: number): Filter => ({
        $or: Array.from({ length: count }, (_, v) => ({ v })),
      });
      const [, refused] = await Promise.allSettled([
        notes.insertOne({ _id: "b" }),
        notes.find(either(1_500)),
      ]);
      expect(refused).toMatchObject({ reason: expect.any(DialectError) });
      expect(await notes.count({})).toBe(2);
      expect(await notes.count(either(200))).toBe(1);
    });

    test("an odd sort, limit or skip is refused", async () => {
      await refuses((notes) => notes.find({}, untyped({ sort: { v: "asc" } })));
      await refuses((notes) => notes.find({}, { limit: -1 }));
      await refuses((notes) => notes.find({}, { skip: 0.5 }));
    });

    test.for(["", "a b", "sqlite_x", "system", "a.b", "1a", 'a"', "é", "x".repeat(64)])(
      "a collection named %o is refused",
      (name) => {
        expect(() => on.database.collection<Doc>(name)).toThrow(DialectError);
      },
    );
  });
}

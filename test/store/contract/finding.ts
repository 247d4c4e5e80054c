import { describe, expect, test } from "vitest";
import type { Filter } from "../../../src/store/collection.ts";
import { ids, type Note, type Subject } from "./subject.ts";

/** What a filter matches, in which order it comes, and how it is streamed. */
export function finding(on: Subject): void {
  describe("filters", () => {
    const zoo: readonly Note[] = [
      { _id: "absent" },
      { _id: "array", v: [1, "b", null] },
      { _id: "empty", v: [] },
      { _id: "false", v: false },
      { _id: "nested", v: { w: 1 } },
      { _id: "null", v: null },
      { _id: "one", v: 1 },
      { _id: "textOne", v: "1" },
      { _id: "true", v: true },
      { _id: "two", v: 2 },
    ];
    const cases: readonly (readonly [rule: string, filter: Filter, matches: readonly string[]])[] =
      [
        ["everything", {}, ids(zoo)],
        ["a number is not its text, nor true", { v: 1 }, ["array", "one"]],
        ["text", { v: "1" }, ["textOne"]],
        ["true is not 1", { v: true }, ["true"]],
        [
          "null also matches a missing field and an element",
          { v: null },
          ["absent", "array", "null"],
        ],
        [
          "not null",
          { v: { $ne: null } },
          ["empty", "false", "nested", "one", "textOne", "true", "two"],
        ],
        [
          "not equal is also missing",
          { v: { $ne: 1 } },
          ["absent", "empty", "false", "nested", "null", "textOne", "true", "two"],
        ],
        ["one of", { v: { $in: [2, "b", false] } }, ["array", "false", "two"]],
        ["one of none", { v: { $in: [] } }, []],
        [
          "none of",
          { v: { $nin: [1, null] } },
          ["empty", "false", "nested", "textOne", "true", "two"],
        ],
        ["greater compares numbers with numbers", { v: { $gt: 1 } }, ["two"]],
        ["at least, and any element", { v: { $gte: 1 } }, ["array", "one", "two"]],
        ["less", { v: { $lt: 2 } }, ["array", "one"]],
        ["text compares with text", { v: { $gte: "1" } }, ["array", "textOne"]],
        ["a range", { v: { $gt: 1, $lte: 2 } }, ["two"]],
        ["exists, even when null", { v: { $exists: true } }, ids(zoo).slice(1)],
        ["does not exist", { v: { $exists: false } }, ["absent"]],
        ["a dotted path", { "v.w": 1 }, ["nested"]],
        ["or", { $or: [{ v: 2 }, { _id: "null" }] }, ["null", "two"]],
        ["and", { $and: [{ v: { $gt: 0 } }, { v: { $lt: 2 } }], _id: { $ne: "array" } }, ["one"]],
        ["ids in a range", { _id: { $gt: "null", $lt: "true" } }, ["one", "textOne"]],
        ["an id is text", { _id: { $in: [1, null, "one"] } }, ["one"]],
      ];

    for (const indexed of [false, true]) {
      test.for(cases)(`${indexed ? "with an index: " : ""}%s`, async ([, filter, matches]) => {
        const notes = await on.fresh();
        if (indexed) await on.database.ensureIndexes(notes.name, [{ name: "v", keys: { v: 1 } }]);
        await notes.insertMany(zoo);
        expect(ids(await notes.find(filter, { sort: { _id: 1 } }))).toEqual(matches);
        expect(await notes.count(filter)).toBe(matches.length);
      });
    }

    test("text with quotes, zeros and statements is only text", async () => {
      const odd = ["'; DROP TABLE notes; --", '"', "\\", "a\0b", "", "%", "$.v"];
      const notes = await on.fresh(...odd.map((v, n) => ({ _id: `n${n}`, v })));
      for (const [n, v] of odd.entries()) expect(ids(await notes.find({ v }))).toEqual([`n${n}`]);
    });
  });

  describe("order", () => {
    test("null and missing, numbers, text, booleans; then the next key, either way", async () => {
      const values = [true, "b", 2, null, "a", 10, false];
      const notes = await on.fresh(...values.map((v, n) => ({ _id: `n${n}`, v, tie: n % 2 })));
      const ordered = await notes.find({}, { sort: { v: 1 } });
      expect(ordered.map(({ v }) => v)).toEqual([null, 2, 10, "a", "b", false, true]);
      const twofold = await notes.find({ v: { $gt: 0 } }, { sort: { tie: -1, v: 1 } });
      expect(twofold.map(({ v }) => v)).toEqual([10, 2]);
    });

    test("limit and skip page through it", async () => {
      const notes = await on.fresh(...["c", "a", "b", "d"].map((_id) => ({ _id })));
      expect(ids(await notes.find({}, { sort: { _id: -1 }, limit: 2 }))).toEqual(["d", "c"]);
      expect(ids(await notes.find({}, { sort: { _id: 1 }, skip: 1, limit: 2 }))).toEqual([
        "b",
        "c",
      ]);
      expect(await notes.findOne({}, { sort: { _id: -1 } })).toEqual({ _id: "d" });
      expect(await notes.findOne({ _id: "e" })).toBeUndefined();
    });
  });

  describe("streams", () => {
    const docs = Array.from({ length: 2_600 }, (_, n) => ({
      _id: `n${String((n * 7) % 2_600).padStart(4, "0")}`,
      group: n % 3,
      rank: n % 10,
    }));
    const collect = async (stream: AsyncIterable<Note>) => {
      const seen: Note[] = [];
      for await (const doc of stream) seen.push(doc);
      return seen;
    };

    test("come in `_id` order, with an index and without", async () => {
      const notes = await on.fresh(...docs);
      const expected = ids(docs.filter(({ group }) => group === 1)).toSorted();
      expect(ids(await collect(notes.stream({ group: 1 }, { batchSize: 100 })))).toEqual(expected);
      await on.database.ensureIndexes(notes.name, [
        { name: "group", keys: { group: 1, rank: 1 } },
        { name: "order", keys: { group: 1, _id: 1 } },
      ]);
      expect(ids(await collect(notes.stream({ group: 1 }, { batchSize: 100 })))).toEqual(expected);
      expect(ids(await collect(notes.stream({})))).toEqual(ids(docs).toSorted());
      const backwards = ids(docs).toSorted().toReversed();
      expect(ids(await collect(notes.stream({}, { sort: { _id: -1 } })))).toEqual(backwards);
      const some = { _id: { $in: backwards.slice(5, 700) } };
      expect(ids(await collect(notes.stream(some, { batchSize: 50 })))).toHaveLength(695);
      expect(await collect(notes.stream({ group: 9 }))).toEqual([]);
    });

    test("come in another order that an index gives, either way", async () => {
      const notes = await on.fresh(...docs);
      await on.database.ensureIndexes(notes.name, [
        { name: "rank", keys: { group: 1, rank: 1, _id: 1 } },
      ]);
      for (const way of [1, -1] as const) {
        const sort = { rank: way, _id: way } as const;
        const seen = await collect(notes.stream({ group: 2 }, { sort, batchSize: 64 }));
        expect(seen).toEqual(await notes.find({ group: 2 }, { sort }));
        expect(seen).toHaveLength(866);
      }
    });

    test("may be left early and bear writes between", async () => {
      const notes = await on.fresh(...docs);
      let seen = 0;
      for await (const { _id } of notes.stream({}, { batchSize: 10 })) {
        await notes.updateOne({ _id }, { $set: { seen: true } });
        seen += 1;
        if (seen === 25) break;
      }
      expect(await notes.count({ seen: true })).toBe(25);
    });
  });
}

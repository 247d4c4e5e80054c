import fc from "fast-check";
import { Query, updateOne } from "mingo";
import { describe, expect, test } from "vitest";
import { openSqlite } from "../../adapters/sqlite/open.ts";
import {
  type Collection,
  DialectError,
  type Filter,
  type Sort,
  type Update,
  type Value,
} from "../../src/store/collection.ts";
import type { Note } from "./contract/subject.ts";

/*
 * The translation to SQL against mingo, an independent reading of MongoDB's language. Few fields and few values,
 * so that they meet. Objects hold fields, arrays hold scalars: paths never lead through arrays.
 */

const scalar = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -2, max: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0.1 + 0.2, -0.5, 1e15, 2 ** 53 - 1, 1.7976931348623157e-300),
  },
  { weight: 3, arbitrary: fc.constantFrom("", "a", "b", "B", "1", "true", "null", "群", '["a"]') },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constant(null) },
);
const bound = scalar.filter((value) => typeof value === "number" || typeof value === "string");
const list = fc.array(scalar, { maxLength: 3 });
const leaf = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: list });

const FIELDS = ["x", "y", "in.z"] as const;
const path = fc.constantFrom(...FIELDS);

const docs = fc
  .array(
    fc.record(
      { x: leaf, y: leaf, in: fc.oneof(fc.record({ z: leaf }, { requiredKeys: [] }), scalar) },
      { requiredKeys: [] },
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((bodies) => bodies.map((body, n): Note => ({ _id: `n${n}`, ...body })));

const condition = fc.oneof(
  fc.record({ $eq: scalar }),
  fc.record({ $ne: scalar }),
  fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $nin: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $gt: bound, $lt: bound }, { requiredKeys: ["$gt"] }),
  fc.record({ $gte: bound, $lte: bound }, { requiredKeys: ["$lte"] }),
  fc.record({ $exists: fc.boolean() }),
);
const simple: fc.Arbitrary<Filter> = fc
  .dictionary(path, fc.oneof(scalar, condition), { maxKeys: 2 })
  .map((filter): Filter => filter);
const filter: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 3, arbitrary: simple },
  { weight: 1, arbitrary: fc.record({ $or: fc.array(simple, { minLength: 1, maxLength: 3 }) }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(simple, simple, simple)
      .map(([one, two, three]): Filter => ({ ...one, $and: [two, { $or: [three, two] }] })),
  },
);

const number = fc.integer({ min: -3, max: 3 });
const change: fc.Arbitrary<Update> = fc.oneof(
  path.chain((at) => leaf.map((value): Update => ({ $set: { [at]: value } }))),
  path.map((at): Update => ({ $unset: { [at]: true } })),
  path.chain((at) => number.map((by): Update => ({ $inc: { [at]: by } }))),
  path.chain((at) => number.map((to): Update => ({ $max: { [at]: to } }))),
  path.chain((at) => number.map((to): Update => ({ $min: { [at]: to } }))),
  path.chain((at) => leaf.map((item): Update => ({ $push: { [at]: item } }))),
  path.chain((at) => scalar.map((item): Update => ({ $addToSet: { [at]: item } }))),
  path.chain((at) => scalar.map((item): Update => ({ $pull: { [at]: item } }))),
);

/** Collections without indexes, with them, and with them over documents that hold no list; emptied for each run. */
const database = await openSqlite({ file: ":memory:" });
for (const name of ["lists", "scalars"]) {
  await database.ensureIndexes(name, [
    { name: "x", keys: { x: 1, y: -1 } },
    { name: "z", keys: { "in.z": 1 } },
  ]);
}
async function hold(notes: readonly Note[], indexed: boolean): Promise<Collection<Note>> {
  const flat = notes.every((note) => FIELDS.every((at) => !Array.isArray(valueAt(note, at))));
  const collection = database.collection<Note>(!indexed ? "plain" : flat ? "scalars" : "lists");
  await collection.deleteMany({});
  await collection.insertMany(notes);
  return collection;
}

const idsOf = (notes: readonly { readonly _id: string }[]) => notes.map(({ _id }) => _id);
const matching = (notes: readonly Note[], by: Filter) => {
  const query = new Query({ ...by });
  return notes.filter((note) => query.test(note));
};

describe("SQLite answers as mingo does", () => {
  test("which documents a filter matches", async () => {
    await fc.assert(
      fc.asyncProperty(
        docs,
        fc.array(filter, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (notes, filters, indexed) => {
          const collection = await hold(notes, indexed);
          for (const by of filters) {
            const expected = idsOf(matching(notes, by));
            expect(
              idsOf(await collection.find(by, { sort: { _id: 1 } })),
              JSON.stringify(by),
            ).toEqual(expected);
            expect(await collection.count(by)).toBe(expected.length);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test("in which order, after which skip and up to which limit", async () => {
    const flat = docs.map((notes) => notes.map((note) => withoutLists(note)));
    const way = fc.constantFrom(1, -1);
    await fc.assert(
      fc.asyncProperty(
        flat,
        fc.tuple(path, way),
        fc.tuple(path, way),
        way,
        fc.nat(4),
        fc.nat(4),
        fc.boolean(),
        async (notes, [one, up], [two, down], id, skip, limit, indexed) => {
          const collection = await hold(notes, indexed);
          const sort: Sort = { [one]: up, [two]: down, _id: id };
          let cursor = new Query({})
            .find<Note>(notes)
            .sort({ ...sort })
            .skip(skip);
          if (limit > 0) cursor = cursor.limit(limit);
          expect(idsOf(await collection.find({}, { sort, skip, limit }))).toEqual(
            idsOf(cursor.all()),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test("what an update makes of a document", async () => {
    await fc.assert(
      fc.asyncProperty(
        docs,
        fc.array(change, { minLength: 1, maxLength: 6 }),
        async (notes, changes) => {
          const collection = await hold(notes, true);
          for (const update of changes) {
            for (const { _id } of notes) {
              const before = (await collection.findOne({ _id })) as Note;
              const after = await collection.findOneAndUpdate({ _id }, update).catch((error) => {
                expect(error).toBeInstanceOf(DialectError);
                return undefined;
              });
              if (after === undefined) expect(await collection.findOne({ _id })).toEqual(before);
              else if (!mingoDiffers(before, update))
                expect(after).toEqual(updated(before, update));
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

function updated(before: Note, update: Update): Note {
  const notes = [structuredClone(before)];
  updateOne(notes, {}, structuredClone(update) as object, { cloneMode: "deep" });
  return notes[0] as Note;
}

/** Where mingo 7 does not do what MongoDB documents. */
function mingoDiffers(before: Note, update: Update): boolean {
  const [operator = ""] = Object.keys(update);
  const [at = ""] = Object.values(update).flatMap((changes) => Object.keys(changes));
  const value = valueAt(before, at);
  // It compares by JavaScript's order; MongoDB's puts null before numbers, and everything else after.
  if (operator === "$min" || operator === "$max") return typeof value !== "number";
  // It also makes a set of what was there.
  if (operator === "$addToSet") return Array.isArray(value) && new Set(value).size < value.length;
  // It looks into arrays within the array.
  if (operator === "$pull") return Array.isArray(value) && value.some(Array.isArray);
  return false;
}

function valueAt(note: Note, at: string): unknown {
  return at.split(".").reduce<unknown>((value, key) => (value as Note | undefined)?.[key], note);
}

function withoutLists(note: Note): Note {
  const flat = (value: Value | undefined): Value | undefined =>
    Array.isArray(value) ? null : value;
  const inner = note.in;
  const nested =
    typeof inner === "object" && inner !== null && "z" in inner
      ? { z: flat(inner.z) }
      : flat(inner);
  return { ...note, x: flat(note.x), y: flat(note.y), in: nested };
}

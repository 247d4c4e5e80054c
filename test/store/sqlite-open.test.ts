import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, test } from "vitest";
import { openSqlite } from "../../adapters/sqlite/open.ts";
import { DialectError, StoreUnavailableError } from "../../src/store/collection.ts";
import type { Note } from "./contract/subject.ts";

const folder = mkdtempSync(join(tmpdir(), "qunfa-open-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the embedded store's file", () => {
  test("is made with its folder, for its owner alone", async () => {
    const file = join(folder, "new", "store.db");
    await (await openSqlite({ file })).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("keeps documents, indexes and what it knows of arrays", async () => {
    const file = join(folder, "kept.db");
    const tag = [{ name: "tag", keys: { tag: 1 } }] as const;
    const first = await openSqlite({ file });
    await first.ensureIndexes("notes", tag);
    await first.collection<Note>("notes").insertOne({ _id: "a", tag: ["x", "y"] });
    await first.close();
    const second = await openSqlite({ file });
    const notes = second.collection<Note>("notes");
    expect(await notes.findOne({ tag: "y" })).toEqual({ _id: "a", tag: ["x", "y"] });
    const other = [{ name: "tag", keys: { tag: -1 } }] as const;
    await expect(second.ensureIndexes("notes", other)).rejects.toThrow(/another name/);
    await second.close();
  });

  test("of the first layout, with indexes on expressions, is brought to this one", async () => {
    const file = join(folder, "layout-1.db");
    const db = new DatabaseSync(file);
    const spec = { name: "tag", keys: { tag: 1 } } as const;
    db.exec(`
      CREATE TABLE _indexes (collection TEXT, name TEXT, spec TEXT, PRIMARY KEY (collection, name)) STRICT;
      CREATE TABLE _array_paths (collection TEXT, path TEXT, PRIMARY KEY (collection, path)) STRICT;
      CREATE TABLE notes (_id ANY NOT NULL PRIMARY KEY, doc TEXT NOT NULL) STRICT;
      CREATE INDEX "notes.tag" ON notes (json_extract(doc, '$.tag'), _id);
      INSERT INTO _indexes VALUES ('notes', 'tag', '${JSON.stringify(spec)}');
      INSERT INTO notes VALUES ('a', '{"_id":"a","tag":"x"}'), ('b', '{"_id":"b"}'), ('c', '{"_id":"c","tag":["y"]}');
      PRAGMA user_version = 1;
    `);
    db.close();
    for (const time of ["brought", "opened again"]) {
      const database = await openSqlite({ file });
      await database.ensureIndexes("notes", [spec]);
      const notes = database.collection<Note>("notes");
      expect(await notes.find({ tag: "x" }), time).toEqual([{ _id: "a", tag: "x" }]);
      expect(await notes.find({ tag: null }), time).toEqual([{ _id: "b" }]);
      expect(await notes.find({ tag: "y" }), time).toEqual([{ _id: "c", tag: ["y"] }]);
      await database.close();
    }
    const after = new DatabaseSync(file, { readOnly: true });
    const [index] = after.prepare("SELECT sql FROM sqlite_master WHERE name = 'notes.tag'").all();
    expect(index?.sql).not.toContain("json");
    after.close();
  });

  test("that is something else, or a folder, or of a later version is left alone", async () => {
    const text = join(folder, "text.db");
    writeFileSync(text, "not a database, but long enough to look at ".repeat(50));
    await expect(openSqlite({ file: text })).rejects.toThrow(/not an SQLite database/);
    const directory = join(folder, "directory.db");
    mkdirSync(directory);
    await expect(openSqlite({ file: directory })).rejects.toBeInstanceOf(StoreUnavailableError);
    const later = join(folder, "later.db");
    const db = new DatabaseSync(later);
    db.exec("PRAGMA user_version = 99");
    db.close();
    await expect(openSqlite({ file: later })).rejects.toThrow(/later version of qunfa/);
  });
});

describe("the embedded store", () => {
  test("keeps an unique index's keys scalar", async () => {
    const database = await openSqlite({ file: ":memory:" });
    await database.ensureIndexes("notes", [{ name: "v", keys: { v: 1 }, unique: true }]);
    const notes = database.collection<Note>("notes");
    await expect(notes.insertOne({ _id: "a", v: [1] })).rejects.toBeInstanceOf(DialectError);
    expect(await notes.count({})).toBe(0);
    await database.close();
  });

  test("lets timers and others in while much is written, streamed and deleted", async () => {
    const database = await openSqlite({ file: ":memory:" });
    const notes = database.collection<Note>("notes");
    const others = async (work: Promise<unknown>) => {
      let turns = 0;
      let done = false;
      const ended = work.then(() => {
        done = true;
      });
      for (; !done; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      await ended;
      return turns;
    };
    const docs = Array.from({ length: 30_000 }, (_, n) => ({
      _id: `n${n}`,
      n,
      text: "x".repeat(200),
    }));
    expect(await others(notes.insertMany(docs))).toBeGreaterThan(3);
    const streaming = async () => {
      let seen = 0;
      for await (const { n } of notes.stream({ text: { $ne: "y" } }))
        seen += Number(n) >= 0 ? 1 : 0;
      expect(seen).toBe(30_000);
    };
    expect(await others(streaming())).toBeGreaterThan(10);
    expect(await others(notes.updateMany({}, { $inc: { n: 1 } }))).toBeGreaterThan(10);
    expect(await others(notes.deleteMany({}))).toBeGreaterThan(10);
    await database.close();
  });

  test("lets others in while an index leads a stream past thousands that don't match", async () => {
    const database = await openSqlite({ file: ":memory:" });
    const notes = database.collection<Note>("notes");
    await notes.insertMany(
      Array.from({ length: 30_000 }, (_, n) => ({ _id: `n${n}`, group: 1, last: n === 29_999 })),
    );
    await database.ensureIndexes("notes", [{ name: "order", keys: { group: 1, _id: 1 } }]);
    let turns = 0;
    let done = false;
    const others = (async () => {
      for (; !done; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    })();
    const seen: string[] = [];
    for await (const { _id } of notes.stream({ group: 1, last: true })) seen.push(_id);
    done = true;
    await others;
    expect(seen).toEqual(["n29999"]);
    expect(turns).toBeGreaterThan(10);
    await database.close();
  });

  test("writes what it was given when it was asked, whatever the giver does while it waits", async () => {
    const database = await openSqlite({ file: ":memory:" });
    const notes = database.collection<Note>("notes");
    const made = { _id: "a", n: 1 };
    const also = { _id: "b", n: 1 };
    const tags = ["x"];
    const which = ["a"];
    const work = [
      notes.insertOne(made),
      notes.insertMany([also]),
      notes.updateOne({ _id: "a" }, { $set: { tags } }),
      notes.updateMany({ _id: { $in: which } }, { $push: { all: tags } }),
      notes.bulk([{ kind: "update", filter: { _id: "b" }, update: { $set: { tags } } }]),
    ];
    made._id = "c";
    also._id = "d";
    tags.push("y");
    which.push("b");
    await Promise.all(work);
    expect(await notes.find({}, { sort: { _id: 1 } })).toEqual([
      { _id: "a", n: 1, tags: ["x"], all: [["x"]] },
      { _id: "b", n: 1, tags: ["x"] },
    ]);
    await database.close();
  });

  test("says which index a sorted stream of very many needs", async () => {
    const database = await openSqlite({ file: ":memory:" });
    const notes = database.collection<Note>("notes");
    await notes.insertMany(
      Array.from({ length: 10_001 }, (_, n) => ({ _id: `n${n}`, group: 1, n })),
    );
    await database.ensureIndexes("notes", [{ name: "group", keys: { group: 1 } }]);
    const first = () =>
      notes
        .stream({ group: 1 }, { sort: { n: 1 } })
        [Symbol.asyncIterator]()
        .next();
    await expect(first()).rejects.toThrow(/{ n: 1, _id: 1 } needs an index/);
    await database.ensureIndexes("notes", [{ name: "order", keys: { group: 1, n: 1 } }]);
    expect((await first()).value).toEqual({ _id: "n0", group: 1, n: 0 });
    await database.close();
  });

  test("a full disk fails whole commits, keeps all that was acknowledged, and the store goes on", async () => {
    const database = await openSqlite({ file: join(folder, "full.db"), maxPages: 20 });
    const notes = database.collection<Note>("notes");
    await notes.insertOne({ _id: "small" });
    const large = Array.from({ length: 50 }, (_, n) => ({ _id: `n${n}`, text: "x".repeat(4_000) }));
    const outcomes = await Promise.allSettled(large.map((doc) => notes.insertOne(doc)));
    const failed = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(failed.length).toBeGreaterThan(20);
    for (const { reason } of failed) {
      expect(reason).toBeInstanceOf(StoreUnavailableError);
      expect(reason).toMatchObject({ message: expect.stringMatching(/disk is full/) });
    }
    const kept = large.filter((_, n) => outcomes[n]?.status === "fulfilled");
    expect(await notes.find({ _id: { $ne: "small" } })).toEqual(kept);
    await notes.insertOne({ _id: "after" });
    await database.close();
  });
});

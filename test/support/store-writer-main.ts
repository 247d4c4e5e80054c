import { writeSync } from "node:fs";
import { openSqlite } from "../../adapters/sqlite/open.ts";
import type { Note } from "../store/contract/subject.ts";

/*
 * A process to be killed: `node store-writer-main.ts FILE FROM` writes to the store without end, four writes at
 * once, and prints the number of each after the store acknowledged it.
 */
const [file = "", from = "0"] = process.argv.slice(2);
const database = await openSqlite({ file });
const notes = database.collection<Note>("notes");
await database.ensureIndexes("notes", [{ name: "n", keys: { n: 1 }, unique: true }]);

const writers = Array.from({ length: 4 }, async (_, writer) => {
  for (let n = Number(from) + writer; ; n += 4) {
    await notes.insertOne({ _id: `n${n}`, n, rev: 0 });
    await notes.bulk([
      { kind: "update", filter: { _id: `n${n}`, rev: 0 }, update: { $set: { rev: 1 } } },
      { kind: "update", filter: { _id: "sum" }, update: { $inc: { count: 1 } }, upsert: true },
    ]);
    writeSync(1, `${n}\n`);
  }
});
await Promise.all(writers);

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";
import { openSqlite } from "../../adapters/sqlite/open.ts";
import { StoreUnavailableError } from "../../src/store/collection.ts";
import type { Note } from "./contract/subject.ts";

const folder = mkdtempSync(join(tmpdir(), "qunfa-kill-"));
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Lets a process write until it has acknowledged `writes`, kills it, and returns what it acknowledged. */
async function writeAndKill(file: string, from: number, writes: number): Promise<number[]> {
  const script = join(import.meta.dirname, "../support/store-writer-main.ts");
  const child = spawn(process.execPath, [script, file, String(from)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  const closed = once(child, "close");
  const acknowledged: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(Number(line));
    if (acknowledged.length === writes) child.kill("SIGKILL");
  }
  await closed;
  running.delete(child);
  return acknowledged;
}

test("what was acknowledged is there after kill -9, again and again, and the file opens at once", async () => {
  const file = join(folder, "store.db");
  const acknowledged: number[] = [];
  for (const [round, writes] of [40, 150, 7, 90].entries()) {
    acknowledged.push(...(await writeAndKill(file, round * 1_000_000, writes)));
    const database = await openSqlite({ file });
    const notes = database.collection<Note>("notes");
    const kept = new Map((await notes.find({ n: { $gte: 0 } })).map((note) => [note.n, note]));
    for (const n of acknowledged) expect(kept.get(n)).toEqual({ _id: `n${n}`, n, rev: 1 });
    const sum = await notes.findOne({ _id: "sum" });
    expect(sum?.count).toBeGreaterThanOrEqual(acknowledged.length);
    await database.close();
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(287);
});

test("a second process is refused while the first lives, and told what to do", async () => {
  const file = join(folder, "shared.db");
  const script = join(import.meta.dirname, "../support/store-writer-main.ts");
  const child = spawn(process.execPath, [script, file], { stdio: ["ignore", "pipe", "inherit"] });
  running.add(child);
  await once(child.stdout, "data");
  const opening = openSqlite({ file });
  await expect(opening).rejects.toBeInstanceOf(StoreUnavailableError);
  await expect(opening).rejects.toThrow(
    /another process has it open.*stop the other one.*MONGODB_URI/,
  );
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
  running.delete(child);
  await (await openSqlite({ file })).close();
});

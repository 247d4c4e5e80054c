import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { startWorld } from "../demo/world.ts";

const ROOT = resolve(import.meta.dirname, "../..");

describe("SIGTERM", () => {
  // A past defect: the signal was listened for only after "qunfa is up" was said, and one in between killed it.
  test("that comes the moment qunfa is up ends it cleanly", { timeout: 60_000 }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "qunfa-stop-"));
    const world = await startWorld({ dataDir, log: createLog("silent") });
    await world.app.stop();
    try {
      for (let round = 0; round < 3; round += 1) {
        const env = { PATH: process.env.PATH ?? "", ...world.env };
        const child = spawn(process.execPath, ["src/main.ts"], {
          cwd: ROOT,
          env,
          stdio: ["ignore", "pipe", "inherit"],
        });
        let told = "";
        child.stdout.on("data", (chunk: Buffer) => {
          told += chunk.toString();
          if (told.includes("qunfa is up")) child.kill("SIGTERM");
        });
        const [code, signal] = await once(child, "exit");
        expect({ code, signal }).toEqual({ code: 0, signal: null });
        expect(told).toContain("stopped");
      }
    } finally {
      await Promise.all([
        world.slack.close(),
        world.telegram.close(),
        ...world.carriers.map((carrier) => carrier.close()),
      ]);
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});

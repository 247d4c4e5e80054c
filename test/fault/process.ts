import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import process from "node:process";

const ROOT = resolve(import.meta.dirname, "../..");

/** A process of ours, with the first line of its output that has `ready` in it. */
export async function startProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  ready: string,
): Promise<{ readonly child: ChildProcess; readonly line: string }> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let told = "";
  let isReady = false;
  const line = await new Promise<string>((done, fail) => {
    child.once("exit", (code) =>
      fail(new Error(`it ended with ${code} before it was ready: ${told}`)),
    );
    child.stdout?.on("data", (chunk: Buffer) => {
      if (isReady) return;
      told += chunk.toString();
      const found = told.split("\n").find((candidate) => candidate.includes(ready));
      if (found === undefined) return;
      isReady = true;
      done(found);
    });
  });
  return { child, line };
}

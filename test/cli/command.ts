import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";

export const LAUNCHER = resolve(import.meta.dirname, "../../src/cli/qunfa.js");

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The Node it is started by, and the launcher. */
  readonly node?: string;
  readonly launcher?: string;
}

/** Starts `qunfa` with nothing in its environment but what is given: no accounts, no packs, in English. */
export function start(
  args: readonly string[],
  {
    env = {},
    cwd = import.meta.dirname,
    node = process.execPath,
    launcher = LAUNCHER,
  }: Surroundings = {},
): ChildProcessWithoutNullStreams {
  const nowhere = join(import.meta.dirname, "nowhere");
  return spawn(node, [launcher, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? "", DATA_DIR: nowhere, ...env },
    stdio: "pipe",
  });
}

/** Runs `qunfa` to its end. */
export async function run(
  args: readonly string[],
  input: string | Uint8Array = "",
  surroundings: Surroundings = {},
): Promise<{ readonly status: number | null; readonly out: string; readonly err: string }> {
  const child = start(args, surroundings);
  // A command that objects to its options does not read.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [[status], out, err] = await Promise.all([
    once(child, "close"),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { status: status as number | null, out, err };
}

/** A result as scripts read it. */
export interface Result {
  readonly verdict: string;
  readonly providers: Readonly<Record<string, string>>;
  readonly segments: number;
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly start: number;
    readonly end: number;
    readonly match: string;
    readonly why: string;
    readonly suggestion: string | null;
    readonly event?: string;
  }[];
}

/** The objects of JSON lines, each of which must be one and ended. */
export function results(out: string): Result[] {
  const lines = out.split("\n");
  if (lines.pop() !== "") throw new Error("the last line is not ended");
  return lines.map((line) => JSON.parse(line) as Result);
}

import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LAUNCHER, run, start } from "./command.ts";

let root: string;
let launcher: string;

/** A project whose pinned Node is another file than the one that runs the tests. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "qunfa-launcher-"));
  launcher = join(root, "src/cli/qunfa.js");
  await mkdir(join(root, "src/cli"), { recursive: true });
  await mkdir(join(root, "node_modules/node/bin"), { recursive: true });
  await copyFile(LAUNCHER, launcher);
  await copyFile(process.execPath, join(root, "node_modules/node/bin/node"));
  await writeFile(join(root, "package.json"), `{"type": "module"}`);
  await writeFile(join(root, "node_modules/node/package.json"), `{"version": "0.0.0"}`);
  await writeFile(
    join(root, "src/cli/main.ts"),
    `export async function main(): Promise<void> {
      process.stdout.write(JSON.stringify([process.execPath, process.argv.slice(2)]) + "\\n");
      for await (const chunk of process.stdin) process.stdout.write(chunk);
      process.exitCode = 7;
    }`,
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("started by another Node than the pinned one", () => {
  test("it goes on in the pinned one: arguments, input, output and status pass through", async () => {
    const { status, out, err } = await run(["check", "a b"], "text\n", { launcher });
    const [first, ...rest] = out.split("\n");
    expect(JSON.parse(first ?? "")).toEqual([
      join(root, "node_modules/node/bin/node"),
      ["check", "a b"],
    ]);
    expect({ status, rest, err }).toEqual({ status: 7, rest: ["text", ""], err: "" });
  });

  test("a signal ends both", async () => {
    const child = start([], { launcher });
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    // Closed only when nobody holds its output any more.
    expect(await once(child, "close")).toEqual([null, "SIGTERM"]);
  });
});

describe("without TypeScript beside it, as in an image", () => {
  test("it runs what was built", async () => {
    const image = join(root, "image");
    await mkdir(join(image, "src/cli"), { recursive: true });
    await mkdir(join(image, "dist/src/cli"), { recursive: true });
    await copyFile(LAUNCHER, join(image, "src/cli/qunfa.js"));
    await writeFile(join(image, "package.json"), `{"type": "module"}`);
    await writeFile(
      join(image, "dist/src/cli/main.js"),
      `export const main = async () => { process.stdout.write("built"); };`,
    );
    const { status, out } = await run([], "", { launcher: join(image, "src/cli/qunfa.js") });
    expect({ status, out }).toEqual({ status: 0, out: "built" });
  });
});

#!/usr/bin/env node
// The `qunfa` command. Plain JavaScript that any Node from 20 on reads: it goes on in the Node that package.json pins,
// which runs the TypeScript as it is; in an image without either it runs what was built.
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import module from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { isatty } from "node:tty";
import { fileURLToPath } from "node:url";

const require = module.createRequire(import.meta.url);

/** The Node brought by the package `node`; undefined where it is not installed. */
function pinnedNode() {
  try {
    const manifest = require.resolve("node/package.json");
    const file = join(dirname(manifest), "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(file) ? { file, version: require(manifest).version } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether this is that Node already, or one just like it. */
function isThis({ file, version }) {
  return version === process.versions.node || realpathSync(file) === process.execPath;
}

/** Runs the same command in another Node, as if it had been started there. */
function handOver(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  // A terminal sends Ctrl-C to the child as well; passed on, it would be a second one.
  const inTerminal = [0, 1, 2].some((fd) => isatty(fd));
  const pass = (signal) => {
    if (signal !== "SIGINT" || !inTerminal) child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, pass);
  child.on("error", (error) => {
    process.stderr.write(`${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    for (const one of signals) process.off(one, pass);
    if (signal === null) process.exitCode = code ?? 1;
    else process.kill(process.pid, signal);
  });
}

async function run() {
  // What was compiled once is kept, which halves the time to start; where it can't be written, nothing is lost.
  module.enableCompileCache?.(
    fileURLToPath(new URL("../../node_modules/.cache/qunfa", import.meta.url)),
  );
  const built = new URL("../../dist/src/cli/main.js", import.meta.url);
  const source = existsSync(new URL("./main.ts", import.meta.url));
  const { main } = source ? await import("./main.ts") : await import(built.href);
  await main();
}

const pinned = pinnedNode();
if (pinned !== undefined && !isThis(pinned)) handOver(pinned.file);
else if (Number.parseInt(process.versions.node, 10) >= 24) await run();
else {
  process.stderr.write("qunfa needs its own Node 24: run `npm ci` first / 请先运行 npm ci\n");
  process.exitCode = 1;
}

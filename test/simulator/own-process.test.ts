import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { magic, NO_SHARES, Simulated } from "./simulated.ts";

const ROOT = resolve(import.meta.dirname, "../..");

function spawnCarrier(...args: string[]) {
  return spawn(process.execPath, ["adapters/simulator/server-main.ts", ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

test("a carrier in a process of its own keeps its book, and what it has to say, while providers come and go", async () => {
  const config = { receiptMs: 10, shares: NO_SHARES, pushRetryMs: 5 };
  const child = spawnCarrier("--seed", "7", "--config", JSON.stringify(config));
  try {
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const { endpoint } = JSON.parse(line.toString()) as { endpoint: string };
    const ask = async (path: string, init?: RequestInit) =>
      (await fetch(`${endpoint}${path}`, init)).json();

    const first = await new Simulated({ endpoint }).start();
    first.failures = Number.POSITIVE_INFINITY;
    await first.submit([magic("delivered"), magic("unreachable")]);
    await first.stop();
    expect(await ask("/book?prefix=c-")).toMatchObject({ accepted: 2, doubles: 0 });

    const second = await new Simulated({ endpoint }).start();
    expect(await second.provider.lookup?.([magic("delivered"), magic("silent")])).toMatchObject([
      { kind: "accepted" },
      { kind: "unknown" },
    ]);
    await expect.poll(() => ask("/book")).toMatchObject({ reports: 2, untaken: 2 });
    await second.provider.reconcile?.(0);
    expect(second.codes("c-delivered")).toEqual(["DELIVRD"]);
    expect(await ask("/book")).toMatchObject({
      untaken: 0,
      outcomes: { delivered: 1, unreachable: 1 },
    });
    expect(await ask("/book/recipients?prefix=c-del")).toMatchObject({
      recipients: [
        { reference: "c-delivered", phone: "+8613800139001", times: 1, outcome: "delivered" },
      ],
    });

    const down = JSON.stringify({ status: 503 });
    const headers = { "content-type": "application/json" };
    await ask("/refusal", { method: "PUT", headers, body: down });
    await expect(second.submit([magic("delivered")])).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(await second.provider.health()).toEqual({ ok: false, detail: "HTTP 503" });
    await second.stop();
  } finally {
    child.kill();
  }
});

test("it says what is wrong with its configuration", async () => {
  const child = spawnCarrier("--config", '{"receiptMs":"soon"}');
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect(code).toBe(1);
  expect(said).toContain("receiptMs");
});

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { simulatorConfigSchema } from "../../adapters/simulator/config.ts";
import { magic, message, Simulated } from "./simulated.ts";

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

async function started(config?: Readonly<Record<string, unknown>>): Promise<Simulated> {
  const simulated = await new Simulated(config).start();
  running.push(simulated);
  return simulated;
}

/** A server that answers every call like this. */
async function answering(status: number, body: string, headers: Record<string, string> = {}) {
  const server = createServer((_request, response) =>
    response.writeHead(status, headers).end(body),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  running.push({
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("surely nothing was accepted", () => {
  test.each([
    [429, { code: "throttled", providerCode: "THROTTLED", retryAfterMs: 1000 }],
    [503, { code: "unavailable", providerCode: "DOWN" }],
    [403, { code: "account", providerCode: "ACCOUNT_SUSPENDED" }],
  ] as const)("when the answer is %i", async (status, meaning) => {
    const simulated = await started();
    simulated.carrier.refuse(status);
    const refused = simulated.submit([magic("delivered")]);
    await expect(refused).rejects.toMatchObject({ name: "SubmitRefused", ...meaning });
    simulated.carrier.refuse(undefined);
    expect(simulated.carrier.carrier.book().accepted).toBe(0);
    expect(await simulated.submit([magic("delivered")])).toMatchObject([{ kind: "accepted" }]);
  });

  test("when there are more recipients than it takes in a second", async () => {
    const simulated = await started({ throttleAbove: 2, batchSize: 2 });
    const three = [1, 2, 3].map((n) => message(`+861380013123${n}`, `r-${n}`));
    await expect(simulated.submit(three)).rejects.toMatchObject({ code: "throttled" });
    expect(simulated.carrier.carrier.book().accepted).toBe(0);
  });

  test("when nobody listens", async () => {
    const gone = await started();
    const { endpoint } = gone.carrier;
    await gone.carrier.close();
    const simulated = await started({ endpoint });
    const refused = simulated.submit([magic("delivered")]);
    await expect(refused).rejects.toMatchObject({ name: "SubmitRefused", code: "unavailable" });
    expect(await simulated.provider.health()).toMatchObject({ ok: false });
  });

  test("when the provider is stopped, or about to be", async () => {
    const simulated = await new Simulated().start();
    const { provider } = simulated;
    const batch = { submission: "s", messages: [magic("delivered")] };
    await expect(provider.submit(batch, AbortSignal.abort())).rejects.toMatchObject({
      name: "SubmitRefused",
    });
    expect(simulated.carrier.carrier.book().accepted).toBe(0);
    await simulated.stop();
    await expect(simulated.submit(batch.messages)).rejects.toMatchObject({
      name: "SubmitRefused",
      code: "unavailable",
    });
  });

  test.each([402, 404, 413])(
    "when a provider answers %i, for the account's sake, whatever it says",
    async (status) => {
      const simulated = await started({ endpoint: await answering(status, "<h1>no</h1>") });
      await expect(simulated.submit([magic("delivered")])).rejects.toMatchObject({
        code: "account",
        providerCode: String(status),
      });
    },
  );

  test("and a retry-after that is no number of seconds is not made one", async () => {
    const headers = { "retry-after": "Fri, 31 Dec 2027 23:59:59 GMT" };
    const simulated = await started({ endpoint: await answering(429, "{}", headers) });
    await expect(simulated.submit([magic("delivered")])).rejects.toMatchObject({
      code: "throttled",
      retryAfterMs: undefined,
    });
  });
});

describe("nobody knows what was accepted", () => {
  test.each([
    ["a gateway between says 502", 502, "bad gateway"],
    ["a gateway between says 504", 504, "{}"],
    ["the answer is 500", 500, "{}"],
    ["the answer is no JSON", 200, "<html>"],
    ["the answer is another", 200, '{"ok":true}'],
  ])("when %s", async (_what, status, body) => {
    const simulated = await started({ endpoint: await answering(status, body) });
    const error: unknown = await simulated.submit([magic("delivered")]).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toMatchObject({ name: "SubmitRefused" });
  });

  test("of those recipients whom the answer leaves out", async () => {
    const body = JSON.stringify({ results: [{ reference: "c-delivered", messageId: "m" }] });
    const simulated = await started({ endpoint: await answering(200, body) });
    expect(await simulated.submit([magic("delivered"), magic("silent")])).toEqual([
      { recipient: "c-delivered", kind: "accepted", messageId: "m" },
      { recipient: "c-silent", kind: "unknown", detail: expect.any(String) },
    ]);
  });
});

describe("an account's configuration", () => {
  const account = { kind: "simulator", id: "sim", name: "Sim", profile: "sim-strict" };
  test.each([
    [{ throttleAbove: 50, batchSize: 100 }, "throttleAbove"],
    [{ hours: { from: 1200, to: 480 } }, "hours"],
    [{ endpoint: "ftp://x" }, "endpoint"],
    [{ webhookSecret: "short" }, "webhookSecret"],
    [{ ranges: [{ startsWith: "138", fate: "silent" }] }, "ranges.0.startsWith"],
  ])("%j is refused at its place", (wrong, place) => {
    const result = simulatorConfigSchema.safeParse({ ...account, ...wrong });
    expect(result.error?.issues.map(({ path }) => path.join("."))).toEqual([place]);
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createLog } from "../../src/log.ts";
import { ask, openShop } from "../demo/opening.ts";
import { startWorld, type World, type WorldOptions } from "../demo/world.ts";

/** A database of its own on the server that MONGODB_URI names. */
function ownDatabase(uri: string): string {
  const url = new URL(uri);
  url.pathname = `/qunfa_e2e_${Date.now().toString(36)}_${Math.floor(Math.random() * 1e6)}`;
  return url.toString();
}

/** The stores the end-to-end tests run on: the embedded one, and MongoDB where one is at hand. */
export function stores(): readonly {
  readonly name: string;
  readonly mongodbUri: string | undefined;
}[] {
  const embedded = { name: "the embedded store", mongodbUri: undefined };
  const { MONGODB_URI } = process.env;
  if (MONGODB_URI === undefined || MONGODB_URI === "") {
    process.stderr.write(
      "\n  The end-to-end tests were NOT run on MongoDB: set MONGODB_URI (docker compose up -d mongo)\n\n",
    );
    return [embedded];
  }
  return [embedded, { name: "MongoDB", mongodbUri: ownDatabase(MONGODB_URI) }];
}

export interface House {
  readonly world: World;
  close(): Promise<void>;
}

/** The demo's world with an open shop of a few hundred members, on a store. */
export async function openHouse(
  mongodbUri: string | undefined,
  options: Pick<WorldOptions, "env" | "webhooks"> = {},
): Promise<House> {
  const dataDir = await mkdtemp(join(tmpdir(), "qunfa-e2e-"));
  const log = createLog(process.env.LOG_LEVEL ?? "silent");
  const world = await startWorld({
    dataDir,
    mongodbUri,
    log,
    ...options,
    env: { CARD_GAP_SECONDS: "0.2", ...options.env },
    carrier: { receiptMs: 200, lateMs: 1_500 },
  });
  await openShop(world, 300);
  return {
    world,
    close: async () => {
      await world.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export { ask };

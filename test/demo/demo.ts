import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createLog } from "../../src/log.ts";
import { openShop } from "./opening.ts";
import { startPage } from "./page-server.ts";
import { disagreements, playInSlack, playInTelegram, type Tell } from "./story.ts";
import { startWorld } from "./world.ts";

const say: Tell = (line) => process.stdout.write(`${line}\n`);
const log = createLog(process.env.LOG_LEVEL ?? "error");

/** Plays the whole story over one store. True when qunfa's counts are what the carriers know. */
async function play(store: string, mongodbUri: string | undefined): Promise<boolean> {
  say(`\n━━ ${store} ━━`);
  const dataDir = await mkdtemp(join(tmpdir(), "qunfa-"));
  const world = await startWorld({ dataDir, mongodbUri, log });
  try {
    await openShop(world);
    say("商家已在 Slack 里设置好，同事和 Telegram 群已加入，3,000 行的会员名单已上传");
    const campaigns = [await playInSlack(world, say), await playInTelegram(world, say)];
    let right = true;
    for (const campaign of campaigns) {
      const wrong = await disagreements(world, campaign);
      const { counts } = campaign;
      const people = counts.delivered + counts.failed;
      say(
        wrong.length === 0
          ? `#${campaign.number}: ${people} recipients reconciled with the carriers to the last one (${counts.delivered} delivered, ${counts.failed} failed, ${counts.excluded} excluded)`
          : `#${campaign.number} does not reconcile:\n  ${wrong.join("\n  ")}`,
      );
      right &&= wrong.length === 0;
    }
    return right;
  } finally {
    await world.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A database of its own for each play. */
function ownDatabase(uri: string): string {
  const url = new URL(uri);
  url.pathname = `/qunfa_play_${Date.now().toString(36)}`;
  return url.toString();
}

async function playAll(): Promise<void> {
  const { MONGODB_URI } = process.env;
  let right = await play("embedded store", undefined);
  if (MONGODB_URI !== undefined && MONGODB_URI !== "") {
    right = (await play("MongoDB", ownDatabase(MONGODB_URI))) && right;
  } else {
    say(
      "\nMONGODB_URI is not set: the MongoDB half was not played (docker compose up -d mongo gives one)",
    );
  }
  process.exitCode = right ? 0 : 1;
}

/** Opens the shop and the page on which a newcomer plays it. */
async function open(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "qunfa-"));
  const world = await startWorld({ dataDir, log });
  await openShop(world);
  const page = await startPage(world, Number(process.env.DEMO_PORT ?? 8090));
  say(`\n  群发 demo: ${page.url}\n\n  Type /sms draft in the Slack half; Ctrl-C ends it.\n`);
  const stop = () => {
    void page
      .close()
      .then(() => world.close())
      .then(() => rm(dataDir, { recursive: true, force: true }))
      .then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

await (process.argv.includes("--play") ? playAll() : open());

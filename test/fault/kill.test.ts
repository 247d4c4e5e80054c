import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Book } from "../../adapters/simulator/carrier.ts";
import { openSqlite } from "../../adapters/sqlite/open.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import type { Recipient } from "../../src/delivery/recipient.ts";
import { isBalanced } from "../../src/settlement/counts.ts";
import type { QuotaAccount } from "../../src/settlement/quota.ts";
import { openShop } from "../demo/opening.ts";
import { CHANNEL, CHEN, freePort, GROUP, LIN, WANG } from "../demo/world.ts";
import { type SlackEmulator, startSlackEmulator } from "../emulators/slack/slack-emulator.ts";
import {
  startTelegramEmulator,
  type TelegramEmulator,
} from "../emulators/telegram/telegram-emulator.ts";
import { approveCampaign } from "./approve-campaign.ts";
import { startProcess } from "./process.ts";

const KILLS = 30;
const PEOPLE = 1_200;
const LONG = 120_000;

describe("kill -9 at random moments of a campaign", () => {
  let slack: SlackEmulator;
  let telegram: TelegramEmulator;
  let dataDir: string;
  const carriers: { child: ChildProcess; endpoint: string }[] = [];
  let env: Record<string, string>;
  let qunfa: ChildProcess;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "qunfa-kill-"));
    slack = await startSlackEmulator();
    telegram = await startTelegramEmulator();
    slack.addChannel({ id: CHANNEL, name: "门店群发" });
    slack.addPerson({ id: WANG, name: "王姐" });
    slack.addPerson({ id: LIN, name: "小林" });
    telegram.addPerson({ id: CHEN, name: "老陈" });
    telegram.addGroup({ id: GROUP, title: "门店审批群", members: [CHEN] });
    const providers = [];
    for (const [id, profile, seed] of [
      ["sim-a", "sim-strict", 11],
      ["sim-b", "sim-lenient", 22],
    ] as const) {
      const config = JSON.stringify({ seed, receiptMs: 1_200, lateMs: 3_000, answerMs: 60 });
      const args = ["adapters/simulator/server-main.ts", "--config", config];
      const { child, line } = await startProcess(args, {}, "endpoint");
      const { endpoint } = JSON.parse(line) as { endpoint: string };
      carriers.push({ child, endpoint });
      providers.push({
        kind: "simulator",
        id,
        name: id,
        profile,
        endpoint,
        batchSize: 10,
        ratePerSecond: 30,
      });
    }
    const providersFile = join(dataDir, "providers.json");
    await writeFile(providersFile, JSON.stringify({ providers }));
    env = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      HTTP_HOST: "127.0.0.1",
      HTTP_PORT: String(await freePort()),
      DATA_DIR: dataDir,
      PROVIDERS_FILE: providersFile,
      PROVISIONAL_AFTER_SECONDS: "8",
      SETTLE_AFTER_SECONDS: "16",
      CARD_GAP_SECONDS: "1",
      LEASE_SECONDS: "0.4",
    };
    qunfa = await up();
    await openShop({ slack, telegram }, PEOPLE);
  }, LONG);

  afterAll(async () => {
    qunfa?.kill("SIGKILL");
    for (const { child } of carriers) child.kill("SIGKILL");
    await Promise.all([slack?.close(), telegram?.close()]);
    await rm(dataDir, { recursive: true, force: true });
  }, LONG);

  async function up(): Promise<ChildProcess> {
    return (await startProcess(["src/main.ts"], env, "qunfa is up")).child;
  }

  test(`sends nobody twice and loses no receipt over ${KILLS} kills`, {
    timeout: 280_000,
  }, async () => {
    await approveCampaign(slack);
    const lives: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      // From the middle of starting up to well into sending and settling.
      const life = Math.round(Math.random() * 1_100);
      lives.push(life);
      await new Promise((resolve) => setTimeout(resolve, life));
      const gone = once(qunfa, "exit");
      qunfa.kill("SIGKILL");
      await gone;
      qunfa = await up();
    }
    await slack.until(
      () =>
        slack
          .messages(CHANNEL)
          .some((message) => JSON.stringify(message.blocks).includes("最终结果")),
      "the final summary",
      LONG,
    );
    const gone = once(qunfa, "exit");
    qunfa.kill("SIGTERM");
    const [code] = await gone;
    expect(code).toBe(0);

    const database = await openSqlite({ file: join(dataDir, "qunfa.sqlite") });
    const campaign = (await database
      .collection<Campaign>("campaigns")
      .findOne({ number: 1 })) as Campaign;
    const recipients = await database
      .collection<Recipient>("recipients")
      .find({ campaignId: campaign._id });
    const quota = (await database.collection<QuotaAccount>("quotas").findOne({})) as QuotaAccount;
    const waiting = await database.collection("receipts").count({ state: "waiting" });
    await database.close();

    const books: Book[] = [];
    for (const { endpoint } of carriers) {
      const response = await fetch(`${endpoint}/book?prefix=${campaign._id}`);
      books.push((await response.json()) as Book);
    }
    const total = (pick: (book: Book) => number) =>
      books.reduce((sum, book) => sum + pick(book), 0);
    const { counts } = campaign;
    process.stdout.write(
      `  ${KILLS} kills after ${Math.min(...lives)}–${Math.max(...lives)} ms: ${total((b) => b.accepted)} accepted, ${total((b) => b.doubles)} sent twice, ${counts.delivered} delivered, ${counts.failed} failed of which ${counts.failedBy.no_result ?? 0} without a result\n`,
    );
    expect(campaign.state).toBe("settled");
    expect(isBalanced(counts)).toBe(true);
    expect(total((book) => book.doubles)).toBe(0);
    expect(counts.delivered).toBe(total((book) => book.outcomes.delivered ?? 0));
    expect(counts.segmentsDelivered).toBe(quota.charged);
    expect(quota).toMatchObject({ reserved: 0, granted: quota.free + quota.charged });
    // Every report the carriers made is in the outcome of its recipient; whom a kill kept from the carrier has none.
    const never = recipients.filter(
      ({ uncertain, state }) => uncertain && state === "failed",
    ).length;
    for (const reason of ["unreachable", "opted_out", "too_frequent", "unknown"] as const) {
      expect([reason, counts.failedBy[reason] ?? 0]).toEqual([
        reason,
        total((book) => book.outcomes[reason] ?? 0),
      ]);
    }
    expect(counts.failedBy.no_result ?? 0).toBe(
      total((book) => book.outcomes.no_result ?? 0) + never,
    );
    expect(waiting).toBe(0);
    const summaries = slack
      .messages(CHANNEL)
      .filter((message) => JSON.stringify(message.blocks).includes("最终结果"));
    expect(new Set(summaries.map(({ ts }) => ts)).size).toBeLessThanOrEqual(2);
  });
});

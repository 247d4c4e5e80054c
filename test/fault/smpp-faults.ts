import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openSqlite } from "../../adapters/sqlite/open.ts";
import type { Campaign } from "../../src/campaign/campaign.ts";
import type { StoredReceipt } from "../../src/delivery/receipt-store.ts";
import type { Recipient } from "../../src/delivery/recipient.ts";
import { isBalanced } from "../../src/settlement/counts.ts";
import type { QuotaAccount } from "../../src/settlement/quota.ts";
import { ask, openShop } from "../demo/opening.ts";
import { CHANNEL, CHEN, freePort, GROUP, LIN, WANG } from "../demo/world.ts";
import { startSlackEmulator } from "../emulators/slack/slack-emulator.ts";
import { Book } from "../emulators/smsc/book.ts";
import { startTelegramEmulator } from "../emulators/telegram/telegram-emulator.ts";
import { approveCampaign } from "./approve-campaign.ts";
import { startProcess } from "./process.ts";
import { compare, type Figures } from "./smpp-figures.ts";

const PROVIDER = "line";
/** One kill in so many also finds the SMSC's connections cut a little before. */
const CUT_EVERY = 3;
const LONGEST_LIFE = 1_000;
const RATE = 300;
/** People enough that the campaign is being sent all the while: what is sent in one life, as a rule. */
const PEOPLE_PER_KILL = 110;
const SPARE_PEOPLE = 900;

/** What the SMSC does to everyone's patience. */
const SMSC = {
  answerMs: 12,
  receiptMs: 250,
  receiptSpreadMs: 1_200,
  receipts: "both",
  shares: {
    loseAnswer: 0.004,
    cut: 0.002,
    reorder: 0.05,
    fail: 0.1,
    silent: 0.03,
    early: 0.1,
    duplicate: 0.1,
    contradict: 0.05,
  },
};

/**
 * Sends a campaign through a real SMPP line to an SMSC that is a process of its own, kills qunfa with SIGKILL at random
 * moments so many times, cuts the SMSC's connections too, and compares what qunfa settled with the SMSC's book.
 */
export async function runSmppFaults(
  kills: number,
  told: (line: string) => void = () => undefined,
): Promise<Figures> {
  const began = Date.now();
  const dataDir = await mkdtemp(join(tmpdir(), "qunfa-smpp-kill-"));
  const slack = await startSlackEmulator();
  const telegram = await startTelegramEmulator();
  const bookFile = join(dataDir, "smsc.book");
  const children: ChildProcess[] = [];
  try {
    slack.addChannel({ id: CHANNEL, name: "门店群发" });
    slack.addPerson({ id: WANG, name: "王姐" });
    slack.addPerson({ id: LIN, name: "小林" });
    telegram.addPerson({ id: CHEN, name: "老陈" });
    telegram.addGroup({ id: GROUP, title: "门店审批群", members: [CHEN] });
    const smsc = await startProcess(
      ["test/emulators/smsc/server-main.ts", "--config", JSON.stringify(SMSC), "--book", bookFile],
      {},
      "control",
    );
    children.push(smsc.child);
    const { port, control } = JSON.parse(smsc.line) as { port: number; control: string };
    const providersFile = join(dataDir, "providers.json");
    await writeFile(
      providersFile,
      JSON.stringify({
        providers: [
          {
            kind: "smpp",
            id: PROVIDER,
            name: "专线",
            host: "127.0.0.1",
            port,
            systemId: "shop",
            password: "secret",
            source: { address: "10690001" },
            ratePerSecond: RATE,
            window: 10,
            batchSize: 30,
            responseMs: 1_000,
            reconnect: { firstMs: 50, mostMs: 500 },
          },
        ],
      }),
    );
    const env = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      HTTP_HOST: "127.0.0.1",
      HTTP_PORT: String(await freePort()),
      DATA_DIR: dataDir,
      PROVIDERS_FILE: providersFile,
      LOG_LEVEL: "info",
      PROVISIONAL_AFTER_SECONDS: "4",
      SETTLE_AFTER_SECONDS: "8",
      CARD_GAP_SECONDS: "1",
      LEASE_SECONDS: "0.3",
    };
    const up = async () => {
      const { child } = await startProcess(["src/main.ts"], env, "qunfa is up");
      children.push(child);
      child.stdout?.on("data", (chunk: Buffer) => {
        for (const [, n] of chunk.toString().matchAll(/"interrupted":(\d+)/gu))
          interrupted += Number(n);
      });
      return child;
    };
    let interrupted = 0;
    let qunfa = await up();
    const people = SPARE_PEOPLE + kills * PEOPLE_PER_KILL;
    await openShop({ slack, telegram }, people);
    await ask({ slack, telegram }, WANG, "/sms settings two-approvers-above 1000000");
    await approveCampaign(slack);
    told(`a campaign to ${people} rows is approved`);

    let cuts = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const life = Math.random() * LONGEST_LIFE;
      if (kill % CUT_EVERY === 0) {
        cuts += 1;
        const before = Math.random() * life;
        await pause(before);
        await fetch(`${control}/cut`, { method: "POST" });
        await pause(life - before);
      } else await pause(life);
      const gone = once(qunfa, "exit");
      qunfa.kill("SIGKILL");
      await gone;
      qunfa = await up();
      if (kill % 20 === 19)
        told(`${kill + 1} kills, ${Book.read(bookFile).messages.length} accepted`);
    }
    const accepted = Book.read(bookFile).messages.length;
    told(`all kills done, ${accepted} accepted; waiting for the end`);
    await slack.until(
      () =>
        slack
          .messages(CHANNEL)
          .some((message) => JSON.stringify(message.blocks).includes("最终结果")),
      "the final summary",
      120_000 + kills * 2_000,
    );
    const gone = once(qunfa, "exit");
    qunfa.kill("SIGTERM");
    await gone;

    const database = await openSqlite({ file: join(dataDir, "qunfa.sqlite") });
    const campaign = (await database
      .collection<Campaign>("campaigns")
      .findOne({ number: 1 })) as Campaign;
    const recipients = await database
      .collection<Recipient>("recipients")
      .find({ campaignId: campaign._id });
    const receipts = await database.collection<StoredReceipt>("receipts").find({});
    const quota = (await database.collection<QuotaAccount>("quotas").findOne({})) as QuotaAccount;
    await database.close();
    return {
      kills,
      cuts,
      seconds: Math.round((Date.now() - began) / 1000),
      acceptedAmidKills: accepted,
      interrupted,
      settled: campaign.state === "settled" && isBalanced(campaign.counts),
      delivered: campaign.counts.delivered,
      failed: campaign.counts.failed,
      unreachable: campaign.counts.failedBy.unreachable ?? 0,
      noResult: campaign.counts.failedBy.no_result ?? 0,
      charged: quota.charged,
      segmentsDelivered: campaign.counts.segmentsDelivered,
      quotaBalanced: quota.reserved === 0 && quota.granted === quota.free + quota.charged,
      ...compare(PROVIDER, Book.read(bookFile), recipients, receipts),
    };
  } finally {
    for (const child of children) child.kill("SIGKILL");
    await Promise.all([slack.close(), telegram.close()]);
    await rm(dataDir, { recursive: true, force: true });
  }
}

import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Logger } from "pino";
import { carrierConfigSchema } from "../../adapters/simulator/config.ts";
import { type CarrierServer, startCarrier } from "../../adapters/simulator/server.ts";
import { systemClock } from "../../src/clock.ts";
import { readConfig } from "../../src/config.ts";
import { type App, startApp } from "../../src/main.ts";
import { type SlackEmulator, startSlackEmulator } from "../emulators/slack/slack-emulator.ts";
import {
  startTelegramEmulator,
  type TelegramEmulator,
} from "../emulators/telegram/telegram-emulator.ts";

/** Where the story takes place. */
export const CHANNEL = "C0SHOP";
export const GROUP = -4001;
/** Who is in it: on Slack Wang (admin) and Lin (drafter), on Telegram Chen (approver). */
export const WANG = "U0WANG";
export const LIN = "U0LIN";
export const CHEN = 880001;

export interface WorldOptions {
  /** Where the embedded store and the file of provider accounts go. */
  readonly dataDir: string;
  readonly mongodbUri?: string | undefined;
  readonly log: Logger;
  /** Settings of the product, as in the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Both chats push over HTTP instead of sockets and polling. */
  readonly webhooks?: boolean;
  /** Carriers' behaviour, over the demo's. */
  readonly carrier?: Readonly<Record<string, unknown>>;
}

export interface World {
  readonly slack: SlackEmulator;
  readonly telegram: TelegramEmulator;
  readonly carriers: readonly CarrierServer[];
  readonly app: App;
  /** The environment qunfa was started from. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** An hour is ten seconds, three days are twenty-five: settings, nothing else. */
const FAST = {
  PROVISIONAL_AFTER_SECONDS: "10",
  SETTLE_AFTER_SECONDS: "25",
  CARD_GAP_SECONDS: "1",
  LEASE_SECONDS: "5",
} as const;

/** Carriers report within seconds; those that are late come between the provisional settlement and the final one. */
const CARRIER = { receiptMs: 1_500, lateMs: 14_000, answerMs: 30 };

/** A free loopback port. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        resolve(typeof address === "object" && address !== null ? address.port : 0),
      );
    });
  });
}

/** Slack, Telegram and two carriers on loopback, and qunfa itself between them, started from its environment as anywhere. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { dataDir, log } = options;
  await mkdir(dataDir, { recursive: true });
  const slack = await startSlackEmulator();
  const telegram = await startTelegramEmulator();
  slack.addChannel({ id: CHANNEL, name: "门店群发" });
  slack.addPerson({ id: WANG, name: "王姐" });
  slack.addPerson({ id: LIN, name: "小林" });
  telegram.addPerson({ id: CHEN, name: "老陈" });
  telegram.addGroup({ id: GROUP, title: "门店审批群", members: [CHEN] });

  const accounts = [
    {
      id: "sim-a",
      name: "通道甲",
      profile: "sim-strict",
      seed: 11,
      weight: 1,
      blockedWords: ["红酒", "抽奖"],
    },
    {
      id: "sim-b",
      name: "通道乙",
      profile: "sim-lenient",
      seed: 22,
      weight: 2,
      blockedWords: ["加微信"],
    },
  ];
  const carriers: CarrierServer[] = [];
  const providers: object[] = [];
  for (const account of accounts) {
    const config = {
      ...CARRIER,
      ...options.carrier,
      seed: account.seed,
      blockedWords: account.blockedWords,
    };
    const carrier = await startCarrier(carrierConfigSchema.parse(config), systemClock);
    carriers.push(carrier);
    providers.push({
      kind: "simulator",
      ratePerSecond: 800,
      batchSize: 100,
      ...account,
      endpoint: carrier.endpoint,
    });
  }
  const providersFile = join(dataDir, "providers.json");
  await writeFile(providersFile, JSON.stringify({ providers }, null, 2));

  const port = await freePort();
  const server = `http://127.0.0.1:${port}`;
  if (options.webhooks) slack.useHttp(`${server}/slack/events`);
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(options.webhooks
      ? {
          SLACK_SIGNING_SECRET: slack.signingSecret,
          TELEGRAM_WEBHOOK_URL: `${server}/telegram/webhook`,
          TELEGRAM_WEBHOOK_SECRET: "a-secret-of-our-own",
        }
      : { SLACK_APP_TOKEN: slack.appToken }),
    SLACK_API_URL: slack.apiUrl,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    HTTP_HOST: "127.0.0.1",
    HTTP_PORT: String(port),
    DATA_DIR: dataDir,
    PROVIDERS_FILE: providersFile,
    ...(options.mongodbUri === undefined ? {} : { MONGODB_URI: options.mongodbUri }),
    ...FAST,
    ...options.env,
  };
  const app = await startApp(readConfig(env), { log });
  return {
    slack,
    telegram,
    carriers,
    app,
    env,
    close: async () => {
      await app.stop();
      await Promise.all([
        slack.close(),
        telegram.close(),
        ...carriers.map((carrier) => carrier.close()),
      ]);
    },
  };
}

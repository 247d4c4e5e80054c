import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { Logger } from "pino";
import { z } from "zod";
import { aliyunConfigSchema } from "../adapters/aliyun/config.ts";
import { createMetrics } from "../adapters/http/metrics.ts";
import { createHttpServer } from "../adapters/http/server.ts";
import { openMongo } from "../adapters/mongodb/open.ts";
import { createSimulator, simulatorConfigSchema } from "../adapters/simulator/provider.ts";
import { createSlack, type SlackAdapter, SlackSetupError } from "../adapters/slack/slack.ts";
import { createSmpp, smppConfigSchema } from "../adapters/smpp/provider.ts";
import { openSqlite } from "../adapters/sqlite/open.ts";
import { createTelegram, type TelegramAdapter } from "../adapters/telegram/telegram.ts";
import { tencentConfigSchema } from "../adapters/tencent/config.ts";
import { twilioConfigSchema } from "../adapters/twilio/config.ts";
import { createRegistry } from "../commands/registry.ts";
import { noGlobalSuppressions } from "./audience/global-suppressions.ts";
import { openGlobalSuppressions } from "./audience/global-suppressions-file.ts";
import { placesByPrefix } from "./audience/phone-place.ts";
import { readPlacesFile } from "./audience/places-file.ts";
import { type Chat, ChatError } from "./chat/chat.ts";
import { createDesk } from "./chat/desk.ts";
import type { Platform } from "./chat/platform.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Config, ConfigError, readConfig } from "./config.ts";
import type { Core } from "./core.ts";
import type { Provider } from "./delivery/provider.ts";
import { servingFaults } from "./delivery/serving.ts";
import { type ProviderId, randomId } from "./ids.ts";
import { createLog } from "./log.ts";
import { mergePacks, OwnPacksError, readOwnPacks } from "./policy/own-packs.ts";
import { ALL_PACKS } from "./policy/packs/all.ts";
import { createPolicy } from "./policy/policy.ts";
import { readProvidersFile } from "./providers-file.ts";
import { startRuntime } from "./runtime.ts";
import { type Database, StoreUnavailableError } from "./store/collection.ts";
import { openCollections } from "./store/collections.ts";
import { Wake } from "./wake.ts";

/** qunfa, running. */
export interface App {
  readonly core: Core;
  /** The port it listens on. */
  readonly port: number;
  stop(): Promise<void>;
}

/** Puts the product together and starts it: environment, log, store, providers, chats, server, work. */
export async function startApp(
  config: Config,
  options: { readonly clock?: Clock; readonly log?: Logger } = {},
): Promise<App> {
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createLog(config.logLevel);
  const ownPacks = await readOwnPacks(config.ownPacks);
  const policy = createPolicy(mergePacks(ALL_PACKS, ownPacks));
  const { phonePlacesFile, globalSuppressionsFile } = config;
  const places =
    phonePlacesFile === undefined ? placesByPrefix : await readPlacesFile(phonePlacesFile);
  const globalSuppressions =
    globalSuppressionsFile === undefined
      ? noGlobalSuppressions
      : await openGlobalSuppressions(globalSuppressionsFile, log);
  const providers = await openProviders(config, clock, log);
  const unknown = servingFaults(providers.values(), places);
  if (unknown.length > 0) throw new ConfigError(unknown);
  const database = await openDatabase(config);
  const core: Core = {
    clock,
    log,
    store: await openCollections(database),
    providers,
    policy,
    places,
    globalSuppressions,
    timings: config.timings,
    instance: randomId(10),
    lanes: new Wake(),
    outbox: new Wake(),
    jobs: new Wake(),
  };
  const desk = createDesk(core, createRegistry());
  const slack = config.slack && (await createSlack({ ...config.slack, desk, clock, log }));
  const telegram =
    config.telegram &&
    (await createTelegram({
      ...config.telegram,
      desk,
      dialogs: database.collection("dialogs"),
      clock,
      log,
    }));
  const chats = new Map<Platform, Chat>();
  if (slack !== undefined) chats.set("slack", slack.chat);
  if (telegram !== undefined) chats.set("telegram", telegram.chat);

  const server = createHttpServer({
    log,
    providers,
    ...(slack?.requestListener === undefined ? {} : { slack: slack.requestListener }),
    ...(telegram?.webhook === undefined ? {} : { telegram: telegram.webhook }),
    health: () => health(database, slack, telegram),
    lanes: () => laneTroubles(core),
    metrics: createMetrics(core),
  });
  await server.listen({ host: config.http.host, port: config.http.port });
  const [address] = server.addresses();
  const port = typeof address === "object" ? address.port : config.http.port;
  const runtime = await startRuntime(core, chats, config.tick);
  await slack?.start();
  await telegram?.start();
  log.info(
    {
      port,
      store: database.engine,
      chats: [...chats.keys()],
      providers: [...providers.keys()],
      ownPacks: ownPacks.map(({ name }) => name),
    },
    "qunfa is up",
  );

  return {
    core,
    port,
    stop: async () => {
      log.info("stopping: no new batches, what is in flight is stored first");
      await Promise.all([slack?.stop(), telegram?.stop()]);
      await server.close();
      await runtime.stop();
      await database.close();
      log.info("stopped");
    },
  };
}

async function openDatabase(config: Config): Promise<Database> {
  if (config.store.engine === "mongodb") return openMongo({ uri: config.store.uri });
  await mkdir(config.store.dataDir, { recursive: true });
  return openSqlite({ file: join(config.store.dataDir, "qunfa.sqlite") });
}

async function openProviders(
  config: Config,
  clock: Clock,
  log: Logger,
): Promise<Map<ProviderId, Provider>> {
  const accounts = await readProviders(config.providersFile);
  const providers = new Map<ProviderId, Provider>();
  for (const account of accounts) {
    const provider = await openProvider(account, config.http.publicUrl, clock, log);
    providers.set(provider.id, provider);
  }
  return providers;
}

const accountSchema = z.discriminatedUnion("kind", [
  simulatorConfigSchema,
  smppConfigSchema,
  twilioConfigSchema,
  aliyunConfigSchema,
  tencentConfigSchema,
]);

async function openProvider(
  account: z.output<typeof accountSchema>,
  publicUrl: string,
  clock: Clock,
  log: Logger,
): Promise<Provider> {
  const webhookUrl = `${publicUrl}/providers/${account.id}`;
  switch (account.kind) {
    case "simulator":
      return createSimulator(account, { clock, log, webhookUrl: `${webhookUrl}/receipts` });
    case "smpp":
      return createSmpp(account, { clock, log });
    case "twilio": {
      // A large SDK, loaded only for those who have such an account.
      const { createTwilio } = await import("../adapters/twilio/provider.ts");
      return createTwilio(account, { clock, log, webhookUrl });
    }
    case "aliyun": {
      const { createAliyun } = await import("../adapters/aliyun/provider.ts");
      return createAliyun(account, { clock, log });
    }
    case "tencent": {
      const { createTencent } = await import("../adapters/tencent/provider.ts");
      return createTencent(account, { clock, log });
    }
  }
}

/** Reads the provider accounts. Throws `ConfigError` with every fault of the file. */
async function readProviders(file: string) {
  const how = "copy providers.example.json and fill it in; docs/operating.md explains each field";
  const read = await readProvidersFile(file, accountSchema);
  switch (read.kind) {
    case "read":
      return read.accounts;
    case "unreadable":
      throw new ConfigError([`PROVIDERS_FILE: ${file} can't be read (${read.code}); ${how}`]);
    case "no_json":
      throw new ConfigError([`${file}: is no JSON (${read.detail}); ${how}`]);
    case "invalid":
      throw new ConfigError(
        read.error.issues.map(({ path, message }) => `${file}: ${path.join(".")}: ${message}`),
      );
  }
}

async function health(
  database: Database,
  slack: SlackAdapter | undefined,
  telegram: TelegramAdapter | undefined,
): Promise<Record<string, string>> {
  const faults: Record<string, string> = {};
  await database.ping().catch(() => {
    faults.store = "does not answer";
  });
  if (slack !== undefined && !slack.healthy()) faults.slack = "not connected";
  if (telegram !== undefined && !telegram.healthy()) faults.telegram = "not connected";
  return faults;
}

/** Which lanes stand still, and why. */
async function laneTroubles(core: Core): Promise<Record<string, string>> {
  const troubles: Record<string, string> = {};
  for (const { _id, stopped, circuit } of await core.store.lanes.find({})) {
    if (stopped !== null) troubles[_id] = `account refused: ${stopped.message}`;
    else if (circuit != null) {
      troubles[_id] = `${circuit.why} since ${new Date(circuit.since).toISOString()}`;
    }
  }
  return troubles;
}

/** Starts from the environment, and stops cleanly on SIGTERM and SIGINT. */
export async function main(): Promise<void> {
  // Listened for before anything starts: a stop that comes while starting ends it cleanly too, once it is up.
  const asked = new Promise<void>((resolve) => {
    // Asked again, it is still stopping; a second Ctrl-C is someone who will not wait.
    process.on("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
  });
  let app: App;
  try {
    app = await startApp(readConfig(process.env));
  } catch (error) {
    // These say what to change; a stack would only hide it.
    const told = [
      ConfigError,
      OwnPacksError,
      SlackSetupError,
      ChatError,
      StoreUnavailableError,
    ].some((kind) => error instanceof kind);
    const { message, stack } = error as Error;
    process.stderr.write(`${told ? message : (stack ?? message)}\n`);
    process.exitCode = 1;
    return;
  }
  void asked.then(() => app.stop()).then(() => process.exit(0));
}

if (import.meta.main) await main();

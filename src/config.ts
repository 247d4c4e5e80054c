import { join } from "node:path";
import { z } from "zod";
import { DEFAULT_TIMINGS, type Timings } from "./timings.ts";

export type SlackConfig = {
  readonly botToken: string;
  readonly apiUrl: string | undefined;
} & (
  | { readonly mode: "socket"; readonly appToken: string }
  | { readonly mode: "http"; readonly signingSecret: string }
);

export type TelegramConfig = {
  readonly token: string;
  readonly apiRoot: string | undefined;
} & (
  | { readonly mode: "polling" }
  | { readonly mode: "webhook"; readonly url: string; readonly secret: string }
);

export type StoreConfig =
  | { readonly engine: "embedded"; readonly dataDir: string }
  | { readonly engine: "mongodb"; readonly uri: string };

/** Where an operator writes down what is theirs: accounts, and rule packs of their own. */
export interface OperatorFiles {
  readonly providersFile: string;
  /** `required`: the folder was named, so it must be there. */
  readonly ownPacks: { readonly dir: string; readonly required: boolean };
}

/** What the environment says, whole and valid. */
export interface Config extends OperatorFiles {
  readonly slack: SlackConfig | undefined;
  readonly telegram: TelegramConfig | undefined;
  readonly store: StoreConfig;
  readonly http: { readonly host: string; readonly port: number; readonly publicUrl: string };
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "silent";
  readonly timings: Timings;
  /** The cron expression, with seconds, by which due work is looked for. */
  readonly tick: string;
  /** A phone.dat with the places of number ranges; undefined: provinces are not known. */
  readonly phonePlacesFile: string | undefined;
  /** Numbers that nobody may send to; undefined: there is no such list. */
  readonly globalSuppressionsFile: string | undefined;
}

/** Everything that is wrong with the environment, at once, each with how to get it right. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`the environment is not right:\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}

const url = (what: string) =>
  z.url({ protocol: /^https?$/, error: `must be an http(s) address: ${what}` });

const milliseconds = z.coerce
  .number({ error: "must be a number of seconds" })
  .positive()
  .transform((s) => s * 1000);

const HOW = {
  SLACK_BOT_TOKEN:
    "starts with xoxb-; Slack app settings → OAuth & Permissions → Bot User OAuth Token",
  SLACK_APP_TOKEN:
    "starts with xapp-; Slack app settings → Basic Information → App-Level Tokens (connections:write)",
  SLACK_SIGNING_SECRET:
    "32 hexadecimal digits; Slack app settings → Basic Information → Signing Secret",
  TELEGRAM_BOT_TOKEN: "looks like 123456:ABC…; ask @BotFather, /newbot",
  TELEGRAM_WEBHOOK_SECRET: "1 to 256 of A-Z a-z 0-9 _ -; make one up: openssl rand -hex 32",
} as const;

const files = z.object({
  DATA_DIR: z.string().min(1).default("data"),
  PROVIDERS_FILE: z.string().min(1).default("providers.json"),
  POLICY_DIR: z.string().min(1).optional(),
});

const environment = files.extend({
  SLACK_BOT_TOKEN: z.string().startsWith("xoxb-", HOW.SLACK_BOT_TOKEN).optional(),
  SLACK_APP_TOKEN: z.string().startsWith("xapp-", HOW.SLACK_APP_TOKEN).optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^[0-9a-f]{16,64}$/i, HOW.SLACK_SIGNING_SECRET)
    .optional(),
  SLACK_API_URL: url("https://slack.com/api/").optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{10,}$/, HOW.TELEGRAM_BOT_TOKEN)
    .optional(),
  TELEGRAM_API_ROOT: url("https://api.telegram.org").optional(),
  TELEGRAM_WEBHOOK_URL: url("https://your.host/telegram/webhook").optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{1,256}$/, HOW.TELEGRAM_WEBHOOK_SECRET)
    .optional(),
  MONGODB_URI: z
    .string()
    .regex(
      /^mongodb(\+srv)?:\/\//,
      "starts with mongodb:// or mongodb+srv://; for example mongodb://127.0.0.1:27017/qunfa",
    )
    .optional(),
  HTTP_HOST: z.string().min(1).default("0.0.0.0"),
  HTTP_PORT: z.coerce
    .number({ error: "must be a port, 0 to 65535" })
    .int()
    .min(0)
    .max(65535)
    .default(8080),
  PUBLIC_URL: url("https://qunfa.example.com, where providers reach this server").optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  PHONE_PLACES_FILE: z.string().min(1).optional(),
  GLOBAL_SUPPRESSIONS_FILE: z.string().min(1).optional(),
  TICK: z.string().min(9).default("* * * * * *"),
  PROVISIONAL_AFTER_SECONDS: milliseconds.optional(),
  SETTLE_AFTER_SECONDS: milliseconds.optional(),
  START_GRACE_SECONDS: milliseconds.optional(),
  CARD_GAP_SECONDS: milliseconds.optional(),
  LEASE_SECONDS: milliseconds.optional(),
});

/** Reads the environment. Throws one `ConfigError` that says everything that is wrong. An empty value counts as not set. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = valuesSet(env);
  const parsed = environment.safeParse(set);
  const faults = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  const e = parsed.success ? parsed.data : (set as never as z.output<typeof environment>);
  const slack = readSlack(e, faults);
  const telegram = readTelegram(e, faults);
  if (slack === undefined && telegram === undefined && faults.length === 0) {
    faults.push(
      `no chat is configured: set SLACK_BOT_TOKEN (${HOW.SLACK_BOT_TOKEN}) or TELEGRAM_BOT_TOKEN (${HOW.TELEGRAM_BOT_TOKEN}); or try everything without accounts: npm run demo`,
    );
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return {
    slack,
    telegram,
    store:
      e.MONGODB_URI === undefined
        ? { engine: "embedded", dataDir: e.DATA_DIR }
        : { engine: "mongodb", uri: e.MONGODB_URI },
    http: {
      host: e.HTTP_HOST,
      port: e.HTTP_PORT,
      publicUrl: (e.PUBLIC_URL ?? `http://127.0.0.1:${e.HTTP_PORT}`).replace(/\/$/, ""),
    },
    logLevel: e.LOG_LEVEL,
    ...filesFrom(e),
    timings: readTimings(e),
    tick: e.TICK,
    phonePlacesFile: e.PHONE_PLACES_FILE,
    globalSuppressionsFile: e.GLOBAL_SUPPRESSIONS_FILE,
  };
}

/** The operator's files alone, for what runs without chats: a check on the command line. */
export function operatorFiles(env: Readonly<Record<string, string | undefined>>): OperatorFiles {
  return filesFrom(files.parse(valuesSet(env)));
}

function filesFrom(e: z.output<typeof files>): OperatorFiles {
  const { DATA_DIR, PROVIDERS_FILE, POLICY_DIR } = e;
  return {
    providersFile: PROVIDERS_FILE,
    ownPacks: {
      dir: POLICY_DIR ?? join(DATA_DIR, "policy"),
      required: POLICY_DIR !== undefined,
    },
  };
}

/** An empty value counts as not set. */
function valuesSet(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value) set[name] = value;
  return set;
}

type Environment = z.output<typeof environment>;

function readSlack(e: Environment, faults: string[]): SlackConfig | undefined {
  const {
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_SIGNING_SECRET: signingSecret,
  } = e;
  if (botToken === undefined) {
    if (appToken !== undefined || signingSecret !== undefined) {
      faults.push(
        `SLACK_BOT_TOKEN: missing, though other Slack settings are there; ${HOW.SLACK_BOT_TOKEN}`,
      );
    }
    return undefined;
  }
  const base = { botToken, apiUrl: e.SLACK_API_URL };
  if (appToken !== undefined) return { ...base, mode: "socket", appToken };
  if (signingSecret !== undefined) return { ...base, mode: "http", signingSecret };
  faults.push(
    `SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: one is needed beside SLACK_BOT_TOKEN. For Socket Mode SLACK_APP_TOKEN ${HOW.SLACK_APP_TOKEN}. For HTTP events SLACK_SIGNING_SECRET: ${HOW.SLACK_SIGNING_SECRET}`,
  );
  return undefined;
}

function readTelegram(e: Environment, faults: string[]): TelegramConfig | undefined {
  const {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_WEBHOOK_URL: hook,
    TELEGRAM_WEBHOOK_SECRET: secret,
  } = e;
  if (token === undefined) {
    if (hook !== undefined) {
      faults.push(
        `TELEGRAM_BOT_TOKEN: missing, though TELEGRAM_WEBHOOK_URL is set; ${HOW.TELEGRAM_BOT_TOKEN}`,
      );
    }
    return undefined;
  }
  const base = { token, apiRoot: e.TELEGRAM_API_ROOT?.replace(/\/$/, "") };
  if (hook === undefined) return { ...base, mode: "polling" };
  if (secret === undefined) {
    faults.push(
      `TELEGRAM_WEBHOOK_SECRET: needed beside TELEGRAM_WEBHOOK_URL; ${HOW.TELEGRAM_WEBHOOK_SECRET}`,
    );
    return undefined;
  }
  return { ...base, mode: "webhook", url: hook, secret };
}

function readTimings(e: Environment): Timings {
  const gap = e.CARD_GAP_SECONDS;
  return {
    ...DEFAULT_TIMINGS,
    provisionalAfter: e.PROVISIONAL_AFTER_SECONDS ?? DEFAULT_TIMINGS.provisionalAfter,
    settleAfter: e.SETTLE_AFTER_SECONDS ?? DEFAULT_TIMINGS.settleAfter,
    startGrace: e.START_GRACE_SECONDS ?? DEFAULT_TIMINGS.startGrace,
    cardGap: gap === undefined ? DEFAULT_TIMINGS.cardGap : { slack: gap, telegram: gap },
    lease: e.LEASE_SECONDS ?? DEFAULT_TIMINGS.lease,
  };
}

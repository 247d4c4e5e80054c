import { timingSafeEqual } from "node:crypto";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { Bot } from "grammy";
import type { Update } from "grammy/types";
import type { Logger } from "pino";
import type { Chat, ChatDesk } from "../../src/chat/chat.ts";
import type { Dialog } from "../../src/chat/dialog.ts";
import type { Clock } from "../../src/clock.ts";
import type { Collection } from "../../src/store/collection.ts";
import { Dialogs } from "./dialogs.ts";
import { toChatError } from "./errors.ts";
import { fileOpener } from "./files.ts";
import { TELEGRAM_LIMITS } from "./limits.ts";
import { createTelegramChat } from "./telegram-chat.ts";
import { takeUpdate } from "./updates.ts";

export type TelegramOptions = {
  readonly token: string;
  readonly apiRoot: string | undefined;
  readonly desk: ChatDesk;
  readonly dialogs: Collection<Dialog>;
  readonly clock: Clock;
  readonly log: Logger;
} & (
  | { readonly mode: "polling" }
  | { readonly mode: "webhook"; readonly url: string; readonly secret: string }
);

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Telegram, connected. */
export interface TelegramAdapter {
  readonly chat: Chat;
  start(): Promise<void>;
  stop(): Promise<void>;
  healthy(): boolean;
  /** Takes `POST /telegram/webhook`; only in webhook mode. */
  readonly webhook?: (headers: Headers, body: Uint8Array) => Promise<{ readonly status: number }>;
}

const ROOT = "https://api.telegram.org";
const RESTART_AFTER = 3_000;

/** Makes the Telegram side: the real grammY, by long polling or webhook. Throws `ChatError` when the token is not accepted. */
export async function createTelegram(options: TelegramOptions): Promise<TelegramAdapter> {
  const { token, desk, clock, log } = options;
  const apiRoot = options.apiRoot ?? ROOT;
  // A connection kept from an earlier call may be dead when it is used again, and then nobody knows whether Telegram
  // did as asked. A fresh one for each call is refused plainly while Telegram is out of reach.
  const agent = apiRoot.startsWith("https:")
    ? new HttpsAgent({ keepAlive: false })
    : new HttpAgent({ keepAlive: false });
  const bot = new Bot(token, {
    client: { apiRoot, timeoutSeconds: 60, baseFetchConfig: { compress: true, agent } },
  });
  const { api } = bot;
  try {
    await bot.init();
  } catch (error) {
    throw toChatError(error);
  }
  const open = fileOpener(api, apiRoot, token);
  const dialogs = new Dialogs({ api, store: options.dialogs, desk, clock, open });
  const me = { id: bot.botInfo.id, username: bot.botInfo.username };
  const inFlight = new Map<number, Promise<void>>();
  let stopping = false;
  let running = false;

  /**
   * Claims and handles an update behind those of the same chat, without holding up the others: `bot.start` fetches
   * the next updates only when all handlers of a batch are through. An update is claimed before it is acted on, so a
   * redelivery does nothing twice; what a crash interrupts is not repeated on a guess, the person asks again.
   */
  function take(update: Update): Promise<void> {
    const chat = update.message?.chat.id ?? update.callback_query?.message?.chat.id ?? 0;
    const work = (inFlight.get(chat) ?? Promise.resolve())
      .then(() => takeUpdate({ api, bot: me, desk, dialogs, open, clock, log }, update))
      .catch((error: unknown) =>
        log.error({ err: toChatError(error) }, "a Telegram update could not be handled"),
      )
      .finally(() => {
        if (inFlight.get(chat) === work) inFlight.delete(chat);
      });
    inFlight.set(chat, work);
    return work;
  }

  bot.use((context) => {
    void take(context.update);
  });
  bot.catch(({ error }) => log.error({ err: toChatError(error) }, "a Telegram handler failed"));

  async function poll(): Promise<void> {
    while (!stopping) {
      try {
        await bot.start({
          allowed_updates: ["message", "callback_query"],
          onStart: () => {
            running = true;
          },
        });
      } catch (error) {
        running = false;
        if (stopping) return;
        log.warn({ err: toChatError(error) }, "polling Telegram broke off and begins again");
        await clock.sleep(RESTART_AFTER);
      }
    }
  }

  async function setMenu(): Promise<void> {
    for (const language of ["zh", "en", undefined]) {
      const commands = desk
        .menu(language)
        .slice(0, TELEGRAM_LIMITS.commands)
        .map(({ name, description }) => ({ command: name, description }));
      await api.setMyCommands(
        commands,
        language === undefined ? {} : { language_code: language as "zh" | "en" },
      );
    }
  }

  const base = {
    chat: createTelegramChat(api),
    healthy: () => running,
    stop: async () => {
      stopping = true;
      running = false;
      if (options.mode === "polling") await bot.stop().catch(() => undefined);
      await Promise.all(inFlight.values());
    },
  };
  if (options.mode === "polling") {
    return {
      ...base,
      start: async () => {
        await setMenu().catch((error: unknown) =>
          log.warn({ err: toChatError(error) }, "Telegram's menu could not be set"),
        );
        void poll();
      },
    };
  }
  const { url, secret } = options;
  return {
    ...base,
    start: async () => {
      try {
        await setMenu();
        await api.setWebhook(url, {
          secret_token: secret,
          allowed_updates: ["message", "callback_query"],
        });
      } catch (error) {
        throw toChatError(error);
      }
      running = true;
    },
    webhook: async (headers, body) => {
      if (!isSecret(secret, headers["x-telegram-bot-api-secret-token"])) return { status: 401 };
      const update = parseUpdate(body);
      if (update === undefined) return { status: 400 };
      // Telegram waits for the answer before it sends more: what is asked is done after it.
      void take(update);
      return { status: 200 };
    },
  };
}

function isSecret(secret: string, given: string | readonly string[] | undefined): boolean {
  if (typeof given !== "string") return false;
  const a = Buffer.from(secret);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseUpdate(body: Uint8Array): Update | undefined {
  try {
    const update = JSON.parse(Buffer.from(body).toString("utf8")) as Update;
    return typeof update.update_id === "number" ? update : undefined;
  } catch {
    return undefined;
  }
}

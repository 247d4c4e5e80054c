import type { Api } from "grammy";
import type { CallbackQuery, Message, Update } from "grammy/types";
import type { Logger } from "pino";
import type { ChatDesk } from "../../src/chat/chat.ts";
import type { StoredFile } from "../../src/chat/dialog.ts";
import type { IncomingFile } from "../../src/chat/form.ts";
import { RunningCard } from "../../src/chat/running-card.ts";
import type { Clock } from "../../src/clock.ts";
import { dialogText } from "../../src/locale/dialog.ts";
import { localeFor } from "../../src/locale/locale.ts";
import { sayAnswer, toastOf } from "./answers.ts";
import { ASKS } from "./card-message.ts";
import type { Dialogs } from "./dialogs.ts";
import { TELEGRAM_LIMITS } from "./limits.ts";
import { invocationOf } from "./place.ts";
import { DIALOG } from "./prompt.ts";
import { runningMessage } from "./running-message.ts";

interface Options {
  readonly api: Api;
  readonly bot: { readonly id: number; readonly username: string };
  readonly desk: ChatDesk;
  readonly dialogs: Dialogs;
  readonly open: (file: StoredFile) => IncomingFile;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Turns one update into what the desk is asked, and says what it answers. */
export async function takeUpdate(options: Options, update: Update): Promise<void> {
  const key = `telegram:${options.bot.id}:${update.update_id}`;
  if (!(await options.desk.claim(key))) return;
  if (update.message !== undefined) await takeMessage(options, key, update.message);
  else if (update.callback_query !== undefined)
    await takePress(options, key, update.callback_query);
}

async function takeMessage(options: Options, key: string, message: Message): Promise<void> {
  const { api, desk, dialogs, bot } = options;
  const { from, chat } = message;
  if (from === undefined || from.is_bot) return;
  const running = runningCard(options, String(chat.id));
  const invocation = { ...invocationOf(key, from, chat), show: running.show };
  const text = message.text ?? message.caption ?? "";
  const line = commandLine(text, bot.username);
  if (line !== undefined) {
    await sayAnswer(api, dialogs, invocation, await desk.command(invocation, line));
    return;
  }
  const { document } = message;
  const file = document && {
    name: document.file_name ?? "file",
    size: document.file_size ?? 0,
    handle: document.file_id,
  };
  if (await dialogs.message(invocation, text, file)) return;
  if (file === undefined) return;
  const answer = await desk.file(invocation, options.open(file)).finally(() => running.end());
  await sayAnswer(api, dialogs, invocation, answer);
}

/** Shows how something long is going in the chat where it was asked for. */
function runningCard({ api, clock }: Options, chat: string): RunningCard {
  return new RunningCard(runningMessage(api, chat), clock, TELEGRAM_LIMITS.runningGapMs);
}

/** What follows `/sms`; `/draft` and the other sub-commands are commands of their own. Undefined for what is none, or another bot's. */
function commandLine(text: string, username: string): string | undefined {
  const [, name = "", to = "", args = ""] =
    /^\/([a-z0-9_]{1,32})(?:@(\w+))?(?:\s+([\s\S]*))?$/iu.exec(text) ?? [];
  if (name === "" || (to !== "" && to.toLowerCase() !== username.toLowerCase())) return undefined;
  const command = name.toLowerCase();
  if (command === "sms" || command === "start") return args.trim();
  return `${command} ${args}`.trim();
}

async function takePress(options: Options, key: string, query: CallbackQuery): Promise<void> {
  const { api, desk, dialogs } = options;
  const data = query.data ?? "";
  const { message } = query;
  if (message === undefined) {
    await api.answerCallbackQuery(query.id);
    return;
  }
  const running = runningCard(options, String(message.chat.id));
  const invocation = { ...invocationOf(key, query.from, message.chat), show: running.show };
  if (data.startsWith(ASKS)) {
    await askFirst(options, query, message.chat.id, message.message_id, data.slice(ASKS.length));
    return;
  }
  const [id = "", ...args] = data.split("|");
  if (id === "no") {
    await api.answerCallbackQuery(query.id);
    await api.deleteMessage(message.chat.id, message.message_id);
    return;
  }
  const [verb = "", arg = ""] = args;
  const answer =
    id === DIALOG
      ? await dialogs.press(invocation, verb, arg)
      : await desk.action(invocation, id, args);
  await running.end();
  const toast = toastOf(answer);
  // Too late an answer is refused; what was done is done all the same.
  await api
    .answerCallbackQuery(
      query.id,
      toast === undefined || toast === "" ? {} : { text: toast, show_alert: true },
    )
    .catch(() => undefined);
  if (toast === undefined) await sayAnswer(api, dialogs, invocation, answer);
  if (isQuestion(query))
    await api.deleteMessage(message.chat.id, message.message_id).catch(() => undefined);
}

/** The small message that asked "really?". */
function isQuestion(query: CallbackQuery): boolean {
  const { message } = query;
  const rows =
    message !== undefined && "reply_markup" in message
      ? message.reply_markup?.inline_keyboard
      : undefined;
  return (
    rows?.flat().some((button) => "callback_data" in button && button.callback_data === "no") ??
    false
  );
}

/** Asks once more in a message of its own: Telegram's buttons can't. */
async function askFirst(
  { api }: Options,
  query: CallbackQuery,
  chat: number,
  about: number,
  data: string,
): Promise<void> {
  const t = dialogText[localeFor(query.from.language_code, "zh-CN")];
  const { message } = query;
  const rows =
    message !== undefined && "reply_markup" in message
      ? message.reply_markup?.inline_keyboard
      : undefined;
  const pressed = rows
    ?.flat()
    .find((button) => "callback_data" in button && button.callback_data === `${ASKS}${data}`);
  await api.answerCallbackQuery(query.id);
  await api.sendMessage(chat, `${t.confirm}: ${pressed?.text ?? ""}`, {
    reply_parameters: { message_id: about, allow_sending_without_reply: true },
    reply_markup: {
      inline_keyboard: [
        [
          { text: pressed?.text ?? "OK", callback_data: data },
          { text: t.cancel, callback_data: "no" },
        ],
      ],
    },
  });
}

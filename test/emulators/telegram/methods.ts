import { checkKeyboard, checkText, TELEGRAM_RULES as R, Refusal } from "./rules.ts";
import type { EmulatedChat, EmulatedMessage, TelegramState } from "./state.ts";

export type Params = Readonly<Record<string, unknown>>;
type Method = (state: TelegramState, params: Params) => unknown;

/** The chat a method is about, or Telegram's refusal. */
function chatOf(state: TelegramState, params: Params): EmulatedChat {
  const chat = state.chats.get(Number(params.chat_id));
  if (chat === undefined) throw new Refusal(400, "Bad Request: chat not found");
  if (chat.movedTo !== undefined) {
    throw new Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: chat.movedTo,
    });
  }
  if (chat.blocked) {
    throw new Refusal(
      403,
      chat.type === "private"
        ? "Forbidden: bot was blocked by the user"
        : "Forbidden: bot was kicked from the group chat",
    );
  }
  return chat;
}

function messageOf(chat: EmulatedChat, params: Params, what: string): EmulatedMessage {
  const found = chat.messages.find(
    ({ message_id, deleted }) => message_id === Number(params.message_id) && !deleted,
  );
  if (found === undefined) throw new Refusal(400, `Bad Request: message to ${what} not found`);
  return found;
}

const sameKeyboard = (a: unknown, b: unknown) =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const sendMessage: Method = (state, params) => {
  const chat = chatOf(state, params);
  const text = checkText(params.text, params.parse_mode, R.text);
  const keyboard = checkKeyboard(params.reply_markup);
  const reply = (params.reply_parameters as { message_id?: number } | undefined)?.message_id;
  const html = params.parse_mode === "HTML";
  const base = { chat: chat.id, from: state.bot.id, document: undefined, replyTo: reply };
  return state.json(state.add({ ...base, source: String(params.text), text, html, keyboard }));
};

const editMessageText: Method = (state, params) => {
  const chat = chatOf(state, params);
  const message = messageOf(chat, params, "edit");
  if (message.from !== state.bot.id) throw new Refusal(400, "Bad Request: message can't be edited");
  const text = checkText(params.text, params.parse_mode, R.text);
  const keyboard = checkKeyboard(params.reply_markup);
  if (message.source === params.text && sameKeyboard(message.keyboard, keyboard)) {
    throw new Refusal(
      400,
      "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  }
  Object.assign(message, {
    source: params.text,
    text,
    html: params.parse_mode === "HTML",
    keyboard,
  });
  message.edits += 1;
  state.changed();
  return state.json(message);
};

const deleteMessage: Method = (state, params) => {
  messageOf(chatOf(state, params), params, "delete").deleted = true;
  state.changed();
  return true;
};

const answerCallbackQuery: Method = (state, params) => {
  const query = state.queries.get(String(params.callback_query_id));
  if (query === undefined || query.answered || Date.now() - query.at > R.queryAgeMs) {
    throw new Refusal(
      400,
      "Bad Request: query is too old and response timeout expired or query ID is invalid",
    );
  }
  const text = params.text === undefined ? undefined : String(params.text);
  if ((text?.length ?? 0) > R.toast) throw new Refusal(400, "Bad Request: MESSAGE_TOO_LONG");
  query.answered = true;
  query.answer(text);
  state.changed();
  return true;
};

const sendDocument: Method = (state, params) => {
  const chat = chatOf(state, params);
  const file = params.document as { name: string; bytes: Uint8Array } | undefined;
  if (file === undefined || file.bytes.length === 0)
    throw new Refusal(400, "Bad Request: file must be non-empty");
  const caption =
    params.caption === undefined ? "" : checkText(params.caption, params.parse_mode, R.caption);
  const base = {
    chat: chat.id,
    from: state.bot.id,
    html: false,
    keyboard: undefined,
    replyTo: undefined,
  };
  return state.json(state.add({ ...base, source: caption, text: caption, document: file }));
};

const setMyCommands: Method = (state, params) => {
  const commands = params.commands as { command: string; description: string }[];
  const wrong = commands.find(
    ({ command, description }) =>
      !R.commandName.test(command) ||
      description === "" ||
      description.length > R.commandDescription,
  );
  if (wrong !== undefined || commands.length > R.commands)
    throw new Refusal(400, "Bad Request: BOT_COMMAND_INVALID");
  state.commands[String(params.language_code ?? "")] = commands;
  return true;
};

const getFile: Method = (state, params) => {
  const file = state.files.get(String(params.file_id));
  if (file === undefined)
    throw new Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable");
  if (file.bytes.length > R.download) throw new Refusal(400, "Bad Request: file is too big");
  return {
    file_id: file.id,
    file_unique_id: file.id,
    file_size: file.bytes.length,
    file_path: `documents/${file.id}`,
  };
};

export const TELEGRAM_METHODS: Readonly<Record<string, Method>> = {
  getMe: (state) => ({
    ...state.bot,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  }),
  sendMessage,
  editMessageText,
  deleteMessage,
  answerCallbackQuery,
  sendDocument,
  setMyCommands,
  getFile,
  getChat: (state, params) => {
    const { id, type, title } = chatOf(state, params);
    return { id, type, title };
  },
};

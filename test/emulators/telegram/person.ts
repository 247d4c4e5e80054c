import { randomBytes } from "node:crypto";
import type { EmulatedChat, EmulatedMessage, EmulatedUser, TelegramState } from "./state.ts";

const ANSWER_MOST = 10_000;

/** A person with Telegram open: what they say, press, send and see. */
export class TelegramPerson {
  readonly id: number;
  readonly name: string;
  readonly #user: EmulatedUser;
  readonly #state: TelegramState;

  constructor(user: EmulatedUser, state: TelegramState) {
    this.id = user.id;
    this.name = user.first_name;
    this.#user = user;
    this.#state = state;
  }

  /** Says something. In a group a bot with privacy mode hears only commands and replies to its own messages. */
  say(chat: number, text: string, replyTo?: EmulatedMessage): void {
    const at = this.#chat(chat);
    const base = { chat, from: this.id, html: false, keyboard: undefined, document: undefined };
    const said = this.#state.add({ ...base, source: text, text, replyTo: replyTo?.message_id });
    const heard =
      at.type === "private" || text.startsWith("/") || replyTo?.from === this.#state.bot.id;
    if (!heard) return;
    const reply = replyTo === undefined ? {} : { reply_to_message: this.#state.json(replyTo) };
    this.#state.push({ message: { ...this.#state.json(said), ...reply } });
  }

  /** Sends a file, in a group as a reply to the bot's message. */
  sendFile(
    chat: number,
    file: { readonly name: string; readonly bytes: Uint8Array },
    replyTo?: EmulatedMessage,
  ): void {
    const at = this.#chat(chat);
    const id = `BQAC${randomBytes(8).toString("hex")}`;
    this.#state.files.set(id, { id, ...file });
    const base = { chat, from: this.id, html: false, keyboard: undefined, source: "", text: "" };
    const sent = this.#state.add({ ...base, document: file, replyTo: replyTo?.message_id });
    if (at.type !== "private" && replyTo?.from !== this.#state.bot.id) return;
    const document = {
      file_id: id,
      file_unique_id: id,
      file_name: file.name,
      file_size: file.bytes.length,
    };
    const { caption: _caption, ...json } = this.#state.json(sent);
    this.#state.push({ message: { ...json, document } });
  }

  /** Presses a button of a message, by label or data; resolves with what it answered in passing. Rejects when it never answers. */
  press(message: EmulatedMessage, what: string): Promise<string | undefined> {
    const buttons = message.keyboard?.flat() ?? [];
    const button = buttons.find(
      ({ text, callback_data }) => callback_data === what || text.includes(what),
    );
    if (button?.callback_data === undefined) {
      return Promise.reject(
        new Error(
          `no button “${what}”; there is ${buttons.map(({ text }) => text).join(", ") || "none"}`,
        ),
      );
    }
    const { callback_data: data } = button;
    const id = randomBytes(8).toString("hex");
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`the button “${button.text}” spins for ever: it was not answered`)),
        ANSWER_MOST,
      );
      const answer = (toast: string | undefined) => {
        clearTimeout(timer);
        resolve(toast);
      };
      this.#state.queries.set(id, { id, at: Date.now(), data, answer, answered: false });
      this.#state.push({
        callback_query: {
          id,
          from: this.#user,
          message: this.#state.json(message),
          chat_instance: String(message.chat),
          data,
        },
      });
    });
  }

  /** The messages of a chat, oldest first. */
  sees(chat: number): readonly EmulatedMessage[] {
    return this.#chat(chat).messages.filter(({ deleted }) => !deleted);
  }

  #chat(id: number): EmulatedChat {
    const chat = this.#state.chats.get(id);
    if (chat === undefined || !chat.members.has(this.id))
      throw new Error(`${this.name} is not in chat ${id}`);
    return chat;
  }
}

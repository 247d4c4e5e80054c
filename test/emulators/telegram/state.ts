import type { InlineButton } from "./rules.ts";

export interface EmulatedUser {
  readonly id: number;
  readonly first_name: string;
  readonly username?: string;
  readonly language_code?: string;
  readonly is_bot: boolean;
}

export interface EmulatedMessage {
  readonly message_id: number;
  readonly chat: number;
  readonly from: number;
  readonly date: number;
  /** As sent: HTML when `html`. */
  source: string;
  /** As shown. */
  text: string;
  html: boolean;
  keyboard: InlineButton[][] | undefined;
  readonly replyTo: number | undefined;
  readonly document: { readonly name: string; readonly bytes: Uint8Array } | undefined;
  edits: number;
  deleted: boolean;
}

export interface EmulatedChat {
  readonly id: number;
  readonly type: "private" | "group" | "supergroup";
  readonly title: string | undefined;
  readonly members: Set<number>;
  readonly messages: EmulatedMessage[];
  /** The group was upgraded: it lives under this id now. */
  movedTo: number | undefined;
  /** The person blocked the bot, or the group threw it out. */
  blocked: boolean;
}

export interface EmulatedFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A pressed button that waits to be answered. */
export interface PressedQuery {
  readonly id: string;
  readonly at: number;
  readonly data: string;
  readonly answer: (toast: string | undefined) => void;
  answered: boolean;
}

/** All that the fake Telegram knows. */
export class TelegramState {
  readonly bot: EmulatedUser = {
    id: 7000000001,
    first_name: "qunfa",
    username: "qunfa_bot",
    is_bot: true,
  };
  readonly users = new Map<number, EmulatedUser>();
  readonly chats = new Map<number, EmulatedChat>();
  readonly files = new Map<string, EmulatedFile>();
  readonly queries = new Map<string, PressedQuery>();
  readonly updates: { readonly update_id: number; readonly [kind: string]: unknown }[] = [];
  commands: Record<string, readonly { command: string; description: string }[]> = {};
  readonly #listeners = new Set<() => void>();
  #nextMessage = 0;
  #nextUpdate = 500_000;

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  push(update: Record<string, unknown>): void {
    this.#nextUpdate += 1;
    this.updates.push({ update_id: this.#nextUpdate, ...update });
    this.changed();
  }

  add(
    message: Omit<EmulatedMessage, "message_id" | "edits" | "deleted" | "date">,
  ): EmulatedMessage {
    this.#nextMessage += 1;
    const added = {
      ...message,
      message_id: this.#nextMessage,
      date: Math.floor(Date.now() / 1000),
      edits: 0,
      deleted: false,
    };
    this.chats.get(message.chat)?.messages.push(added);
    this.changed();
    return added;
  }

  /** A message as the Bot API gives it. */
  json(message: EmulatedMessage): Record<string, unknown> {
    const chat = this.chats.get(message.chat);
    const from = message.from === this.bot.id ? this.bot : this.users.get(message.from);
    return {
      message_id: message.message_id,
      date: message.date,
      chat: {
        id: message.chat,
        type: chat?.type,
        ...(chat?.title === undefined ? { first_name: from?.first_name } : { title: chat.title }),
      },
      from,
      ...(message.document === undefined ? { text: message.text } : { caption: message.text }),
      ...(message.keyboard === undefined
        ? {}
        : { reply_markup: { inline_keyboard: message.keyboard } }),
    };
  }
}

import type { Chat as TelegramChat, User } from "grammy/types";
import type { Invocation } from "../../src/chat/invocation.ts";

/** Who did something where, in the core's words. */
export function invocationOf(key: string, from: User, chat: TelegramChat): Invocation {
  const displayName = [from.first_name, from.last_name]
    .filter((part) => part !== undefined)
    .join(" ");
  return {
    key,
    who: {
      platform: "telegram",
      workspace: "",
      userId: String(from.id),
      displayName,
      ...(from.language_code === undefined ? {} : { language: from.language_code }),
    },
    place: {
      platform: "telegram",
      workspace: "",
      channel: String(chat.id),
      direct: chat.type === "private",
    },
  };
}

import type { Api } from "grammy";
import type { Chat } from "../../src/chat/chat.ts";
import { dialogText } from "../../src/locale/dialog.ts";
import { cardMessage } from "./card-message.ts";
import { isNotModified, toChatError } from "./errors.ts";

const more = dialogText["zh-CN"].more;

/** Telegram as the core pushes to it. A post whose outcome is unknown can't be looked for: a bot can't read history. */
export function createTelegramChat(api: Api): Chat {
  return {
    platform: "telegram",
    post: async ({ platform, workspace, channel }, card) => {
      const { text, reply_markup } = cardMessage(card, more);
      try {
        const sent = await api.sendMessage(channel, text, {
          parse_mode: "HTML",
          reply_markup,
          link_preview_options: { is_disabled: true },
        });
        return { platform, workspace, channel, id: String(sent.message_id) };
      } catch (error) {
        throw toChatError(error);
      }
    },
    edit: async ({ channel, id }, card) => {
      const { text, reply_markup } = cardMessage(card, more);
      try {
        await api.editMessageText(channel, Number(id), text, {
          parse_mode: "HTML",
          reply_markup,
          link_preview_options: { is_disabled: true },
        });
      } catch (error) {
        if (!isNotModified(error)) throw toChatError(error);
      }
    },
    findPosted: () => Promise.resolve("unknown"),
  };
}

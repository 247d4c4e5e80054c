import type { Api } from "grammy";
import type { RunningPlace } from "../../src/chat/running-card.ts";
import { cardMessage } from "./card-message.ts";

/** A message in a chat for as long as something lasts. */
export function runningMessage(api: Api, chat: string): RunningPlace {
  let id: number | undefined;
  return {
    show: async (card) => {
      const { text } = cardMessage(card, (n) => `… +${n}`);
      if (id !== undefined) await api.editMessageText(chat, id, text, { parse_mode: "HTML" });
      else {
        const sent = await api.sendMessage(chat, text, {
          parse_mode: "HTML",
          disable_notification: true,
        });
        id = sent.message_id;
      }
    },
    remove: async () => {
      if (id !== undefined) await api.deleteMessage(chat, id);
    },
  };
}

import { type Api, InputFile } from "grammy";
import type { Answer } from "../../src/chat/answer.ts";
import type { Invocation } from "../../src/chat/invocation.ts";
import { dialogText } from "../../src/locale/dialog.ts";
import { localeFor } from "../../src/locale/locale.ts";
import { cardMessage } from "./card-message.ts";
import type { Dialogs } from "./dialogs.ts";
import { escapeHtml } from "./html.ts";
import { TELEGRAM_LIMITS } from "./limits.ts";

const ICON = { neutral: "", info: "ℹ️ ", success: "✅ ", warning: "⚠️ ", danger: "⛔ " } as const;

/** What a pressed button is told in passing; undefined when the answer needs a message. */
export function toastOf(answer: Answer): string | undefined {
  if (answer.kind !== "notice") return answer.kind === "nothing" ? "" : undefined;
  const text = `${ICON[answer.tone]}${answer.text}`;
  return text.length <= TELEGRAM_LIMITS.toast ? text : undefined;
}

/** Says an answer in the chat it was asked in. */
export async function sayAnswer(
  api: Api,
  dialogs: Dialogs,
  invocation: Invocation,
  answer: Answer,
): Promise<void> {
  const { channel } = invocation.place;
  switch (answer.kind) {
    case "nothing":
      return;
    case "notice":
      await api.sendMessage(channel, `${ICON[answer.tone]}${escapeHtml(answer.text)}`, {
        parse_mode: "HTML",
      });
      return;
    case "card": {
      const locale = localeFor(invocation.who.language, "zh-CN");
      const { text, reply_markup } = cardMessage(answer.card, dialogText[locale].more);
      const link_preview_options = { is_disabled: true };
      await api.sendMessage(channel, text, {
        parse_mode: "HTML",
        reply_markup,
        link_preview_options,
      });
      return;
    }
    case "form":
      await dialogs.begin(invocation, answer.form);
      return;
    case "file":
      await api.sendDocument(channel, new InputFile(answer.content, answer.name), {
        caption: answer.note,
      });
  }
}

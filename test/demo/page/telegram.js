import { make } from "./dom.js";

const ALLOWED = new Set(["B", "I", "U", "S", "CODE", "PRE", "BLOCKQUOTE"]);

/** Telegram's HTML, rebuilt from what is allowed: nothing of it is trusted. */
function html(source) {
  const parsed = new DOMParser().parseFromString(source, "text/html").body;
  const copy = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    const tag = ALLOWED.has(node.tagName) ? node.tagName.toLowerCase() : "span";
    return make(tag, {}, ...[...node.childNodes].map(copy));
  };
  return [...parsed.childNodes].map(copy);
}

let drawn = "";

export function drawTelegram(state, act, replyingTo) {
  const now = JSON.stringify([state.messages, replyingTo]);
  if (now === drawn) return;
  drawn = now;
  const list = document.getElementById("telegram-messages");
  list.replaceChildren(...state.messages.map((message) => drawBubble(message, act, replyingTo)));
  list.scrollTop = list.scrollHeight;
}

function drawBubble(message, act, replyingTo) {
  const keyboard = (message.keyboard ?? []).map((row) =>
    make(
      "div",
      {},
      ...row.map(({ text, callback_data, style }) =>
        make(
          "button",
          {
            className: style ?? "",
            onclick: () => act.telegram({ do: "press", message: message.id, data: callback_data }),
          },
          text,
        ),
      ),
    ),
  );
  const bubble = make(
    "div",
    {
      className: `bubble ${message.mine ? "mine" : ""} ${message.id === replyingTo ? "replying" : ""}`,
    },
    ...(message.html ? html(message.source) : [message.source]),
    message.document ? make("div", {}, `📎 ${message.document}`) : undefined,
    message.edited ? make("small", {}, " 已编辑") : undefined,
    keyboard.length > 0 ? make("div", { className: "keyboard" }, ...keyboard) : undefined,
  );
  if (!message.mine) bubble.addEventListener("dblclick", () => act.reply(message.id));
  return bubble;
}

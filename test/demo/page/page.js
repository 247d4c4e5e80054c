import { post, toast } from "./dom.js";
import { drawSlack } from "./slack.js";
import { drawTelegram } from "./telegram.js";

let person = "U0LIN";
/** The bot's message the next line in Telegram answers: the last one, unless another is double-clicked. */
let replyingTo;
let last;

let drawing = false;
let stale = false;

/** One look at a time: of two under way the older answer could come last, and stay. */
async function refresh() {
  stale = true;
  if (drawing) return;
  drawing = true;
  try {
    while (stale) {
      stale = false;
      const state = await (await fetch(`/state?person=${person}`)).json();
      last = state;
      drawSlack(state.slack, act);
      drawTelegram(state.telegram, act, replyingTo);
    }
  } finally {
    drawing = false;
  }
}

const pending = new Map();
const act = {
  become(id) {
    person = id;
    refresh();
  },
  slack: (body) => post(`/slack?person=${person}`, body),
  /** Keystrokes go one after another, the latest of each field. */
  type(field, text) {
    const busy = pending.has(field);
    pending.set(field, text);
    if (busy) return;
    const send = async () => {
      const value = pending.get(field);
      await act.slack({ do: "type", field, text: value });
      if (pending.get(field) === value) pending.delete(field);
      else await send();
    };
    send();
  },
  async telegram(body) {
    toast(await post("/telegram", body));
  },
  reply(id) {
    replyingTo = id === replyingTo ? undefined : id;
    refresh();
  },
};

function onEntry(form, input, send) {
  document.getElementById(form).addEventListener("submit", (event) => {
    event.preventDefault();
    const field = document.getElementById(input);
    const line = field.value.trim();
    field.value = "";
    if (line !== "") send(line);
  });
}

onEntry("slack-entry", "slack-line", (line) =>
  line.startsWith("/") ? act.slack({ do: "command", line }) : toast("在 Slack 里请以 /sms 开头"),
);
onEntry("telegram-entry", "telegram-line", (text) => {
  const bots = last.telegram.messages.filter((message) => !message.mine);
  act.telegram({ do: "say", text, replyTo: replyingTo ?? bots.at(-1)?.id });
  replyingTo = undefined;
});
new EventSource("/events").addEventListener("message", refresh);
refresh();

/** What Telegram refuses. Source: Bot API 10.1, and the server's own code where named. */
export const TELEGRAM_RULES = Object.freeze({
  /** UTF-16 units after entities are parsed. */
  text: 4096,
  caption: 1024,
  /** Bytes. */
  callbackData: 64,
  toast: 200,
  commandName: /^[a-z0-9_]{1,32}$/,
  commandDescription: 256,
  commands: 100,
  /** Bytes that getFile gives (Client.h:71). */
  download: 20 * 1024 * 1024,
  /** Seconds a long poll may ask for (Client.h:1610). */
  pollSeconds: 50,
  /** After this a pressed button can't be answered any more. */
  queryAgeMs: 15_000,
  secret: /^[A-Za-z0-9_-]{1,256}$/,
});

/** An answer that is an error, in Telegram's words. */
export class Refusal extends Error {
  readonly code: number;
  readonly parameters: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
  constructor(code: number, description: string, parameters: Refusal["parameters"] = {}) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

const TAGS = new Set([
  "b",
  "strong",
  "i",
  "em",
  "u",
  "s",
  "code",
  "pre",
  "a",
  "blockquote",
  "tg-spoiler",
  "span",
]);

/** Parses HTML mode as strictly as Telegram; returns the plain text. */
export function parseHtml(html: string): string {
  const open: { tag: string; at: number }[] = [];
  let plain = "";
  for (let i = 0; i < html.length; ) {
    const bytes = Buffer.byteLength(html.slice(0, i));
    if (html[i] === "<") {
      const end = html.indexOf(">", i);
      const [, slash = "", tag = ""] =
        /^<(\/?)([a-z-]+)(?:\s[^>]*)?>$/i.exec(html.slice(i, end + 1)) ?? [];
      if (end === -1 || tag === "")
        throw entityError(`Unexpected character at byte offset ${bytes}`);
      if (!TAGS.has(tag))
        throw entityError(`Unsupported start tag "${tag}" at byte offset ${bytes}`);
      if (slash === "") open.push({ tag, at: bytes });
      else if (open.pop()?.tag !== tag)
        throw entityError(`Unmatched end tag at byte offset ${bytes}, found "</${tag}>"`);
      i = end + 1;
    } else if (html[i] === "&") {
      const [whole = "", name = ""] =
        /^&(amp|lt|gt|quot|#\d+|#x[0-9a-f]+);/i.exec(html.slice(i)) ?? [];
      plain +=
        whole === "" ? "&" : ({ amp: "&", lt: "<", gt: ">", quot: '"' }[name.toLowerCase()] ?? "?");
      i += whole === "" ? 1 : whole.length;
    } else {
      plain += html[i];
      i += 1;
    }
  }
  const last = open.at(-1);
  if (last !== undefined)
    throw entityError(`Can't find end tag corresponding to start tag "${last.tag}"`);
  return plain;
}

function entityError(what: string): Refusal {
  return new Refusal(400, `Bad Request: can't parse entities: ${what}`);
}

export interface InlineButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly style?: string;
}

/** Checks an inline keyboard. */
export function checkKeyboard(markup: unknown): InlineButton[][] | undefined {
  if (markup === undefined) return undefined;
  const rows = (markup as { inline_keyboard?: unknown }).inline_keyboard;
  if (!Array.isArray(rows)) return undefined;
  for (const button of (rows as InlineButton[][]).flat()) {
    if (typeof button.text !== "string" || button.text === "")
      throw new Refusal(400, "Bad Request: Text buttons are unallowed in the inline keyboard");
    const bytes = Buffer.byteLength(button.callback_data ?? "");
    if (bytes < 1 || bytes > TELEGRAM_RULES.callbackData)
      throw new Refusal(400, "Bad Request: BUTTON_DATA_INVALID");
  }
  return rows as InlineButton[][];
}

/** Checks a text in its parse mode; returns what is shown. */
export function checkText(text: unknown, parseMode: unknown, most: number): string {
  if (typeof text !== "string" || text === "")
    throw new Refusal(400, "Bad Request: message text is empty");
  if (parseMode !== undefined && parseMode !== "HTML")
    throw new Refusal(400, "Bad Request: unsupported parse_mode");
  const plain = parseMode === "HTML" ? parseHtml(text) : text;
  if (plain.trim() === "") throw new Refusal(400, "Bad Request: message text is empty");
  if (plain.length > most) throw new Refusal(400, "Bad Request: message is too long");
  return plain;
}

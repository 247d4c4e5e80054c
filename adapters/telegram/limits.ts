/** Telegram's limits. Source: Bot API 10.1 (core.telegram.org/bots/api), and telegram-bot-api's own code where named. */
export const TELEGRAM_LIMITS = Object.freeze({
  /** UTF-16 units of a message after entities are parsed. */
  text: 4096,
  /** Bytes of a button's data. */
  callbackData: 64,
  /** Characters of the answer to a pressed button. */
  toast: 200,
  /** Commands in one scope. */
  commands: 100,
  commandDescription: 256,
  /** Between two pictures of how something long is going: 20 messages a minute and group, edits included. */
  runningGapMs: 5_000,
  /** Bytes of a file that getFile gives (Client.h:71). */
  download: 20 * 1024 * 1024,
});

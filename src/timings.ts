/** The product's periods, in milliseconds. Settings of the operator; the demo shortens them. */
export interface Timings {
  /** From the end of sending to the provisional summary. */
  readonly provisionalAfter: number;
  /** From the end of sending to the closing of the books. */
  readonly settleAfter: number;
  /** How late a scheduled campaign may start before it asks again. */
  readonly startGrace: number;
  /** One day of keeping details. */
  readonly day: number;
  /** One hour of waiting for approval. */
  readonly hour: number;
  /** A live card is edited at most this often, per chat. */
  readonly cardGap: { readonly slack: number; readonly telegram: number };
  /** A lease not renewed for so long belongs to nobody. */
  readonly lease: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export const DEFAULT_TIMINGS: Timings = {
  provisionalAfter: HOUR,
  settleAfter: 72 * HOUR,
  startGrace: HOUR,
  day: 24 * HOUR,
  hour: HOUR,
  // Slack allows 50 chat.update a minute and workspace; Telegram 20 messages a minute and group, edits included.
  cardGap: { slack: 3 * SECOND, telegram: 5 * SECOND },
  lease: 15 * SECOND,
};

import type { Clock } from "../../src/clock.ts";
import type { Concatenation } from "./reply-text.ts";

interface Waiting {
  readonly texts: Map<number, string>;
  readonly of: number;
  readonly stored: PromiseWithResolvers<void>;
  readonly ended: AbortController;
}

/** More replies than this in the making, and a new one is not waited for: memory is bounded whoever sends. */
const MOST = 1_000;

/**
 * Puts long replies together, and stores each once: when the last part has come, or after `waitMs` what is there.
 * All parts of one resolve or reject as the storing does; nothing is acknowledged before, so nothing is lost to a
 * crash, and an SMSC that sends one part only after the other's acknowledgement is not kept waiting for ever.
 */
export class LongReplies {
  readonly #clock: Clock;
  readonly #waitMs: number;
  readonly #waiting = new Map<string, Waiting>();

  constructor(clock: Clock, waitMs: number) {
    this.#clock = clock;
    this.#waitMs = waitMs;
  }

  /** Takes a part; `from` tells senders apart, `store` keeps the whole text. Rejects as `store` does. */
  take(
    from: string,
    part: Concatenation,
    text: string,
    store: (whole: string) => Promise<void>,
  ): Promise<void> {
    const key = `${from}:${part.reference}:${part.of}`;
    const waiting = this.#waiting.get(key) ?? this.#begin(key, part.of, store);
    if (waiting === undefined) return store(text);
    waiting.texts.set(part.number, text);
    if (waiting.texts.size === waiting.of) waiting.ended.abort();
    return waiting.stored.promise;
  }

  #begin(key: string, of: number, store: (whole: string) => Promise<void>): Waiting | undefined {
    if (this.#waiting.size >= MOST) return undefined;
    const waiting: Waiting = {
      texts: new Map(),
      of,
      stored: Promise.withResolvers(),
      ended: new AbortController(),
    };
    this.#waiting.set(key, waiting);
    void this.#clock.sleep(this.#waitMs, waiting.ended.signal).then(() => {
      this.#waiting.delete(key);
      const parts = [...waiting.texts].sort(([a], [b]) => a - b);
      waiting.stored.resolve(store(parts.map(([, text]) => text).join("")));
    });
    return waiting;
  }
}

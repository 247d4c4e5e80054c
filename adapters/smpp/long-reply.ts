import type { Clock } from "../../src/clock.ts";
import type { Concatenation } from "./reply-text.ts";

interface Waiting {
  readonly texts: Map<number, string>;
  readonly of: number;
  readonly whole: PromiseWithResolvers<string>;
  readonly ended: AbortController;
}

/** More replies than this in the making, and a new one is not waited for: memory is bounded whoever sends. */
const MOST = 1_000;

/**
 * Puts long replies together. All parts of one resolve to the same text: when the last has come, or after `waitMs` to
 * what is there; nothing is acknowledged before, so nothing is lost to a crash, and an SMSC that sends one part only
 * after the other's acknowledgement is not kept waiting for ever.
 */
export class LongReplies {
  readonly #clock: Clock;
  readonly #waitMs: number;
  readonly #waiting = new Map<string, Waiting>();

  constructor(clock: Clock, waitMs: number) {
    this.#clock = clock;
    this.#waitMs = waitMs;
  }

  /** The whole text that this part is of. `from` tells senders apart. */
  whole(from: string, part: Concatenation, text: string): Promise<string> {
    const key = `${from}:${part.reference}:${part.of}`;
    const waiting = this.#waiting.get(key) ?? this.#begin(key, part.of);
    if (waiting === undefined) return Promise.resolve(text);
    waiting.texts.set(part.number, text);
    if (waiting.texts.size === waiting.of) waiting.ended.abort();
    return waiting.whole.promise;
  }

  #begin(key: string, of: number): Waiting | undefined {
    if (this.#waiting.size >= MOST) return undefined;
    const waiting: Waiting = {
      texts: new Map(),
      of,
      whole: Promise.withResolvers(),
      ended: new AbortController(),
    };
    this.#waiting.set(key, waiting);
    void this.#clock.sleep(this.#waitMs, waiting.ended.signal).then(() => {
      this.#waiting.delete(key);
      const parts = [...waiting.texts].sort(([a], [b]) => a - b);
      waiting.whole.resolve(parts.map(([, text]) => text).join(""));
    });
    return waiting;
  }
}

import type { HandedOver } from "./provider.ts";

/** No carrier reports later than this. */
const KEPT = 72 * 3_600_000;

/** Who was handed over by this process and has no result yet: for providers that are asked number by number. */
export class Unheard {
  readonly #most: number;
  readonly #waiting = new Map<string, HandedOver & { readonly since: number }>();

  /** `most`: how many are remembered; the oldest are forgotten first, and left to reconciling. */
  constructor(most: number) {
    this.#most = most;
  }

  add(messageId: string, handed: HandedOver, now: number): void {
    this.#waiting.set(messageId, { ...handed, since: now });
    for (const [oldest, { since }] of this.#waiting) {
      if (this.#waiting.size <= this.#most && now - since < KEPT) return;
      this.#waiting.delete(oldest);
    }
  }

  /** A result came. */
  heard(messageId: string): void {
    this.#waiting.delete(messageId);
  }

  /** Those handed over before a moment, the longest waiting first. */
  waitingSince(before: number): HandedOver[] {
    return [...this.#waiting.values()].filter(({ since }) => since <= before);
  }
}

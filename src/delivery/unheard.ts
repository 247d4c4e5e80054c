import type { HandedOver } from "./provider.ts";

/** No carrier reports later than this. */
const KEPT = 72 * 3_600_000;

interface Waiting extends HandedOver {
  readonly since: number;
  /** When they were last asked about. */
  asked: number;
}

/** Who was handed over by this process and has no result yet: for providers that are asked number by number. */
export class Unheard {
  readonly #most: number;
  readonly #waiting = new Map<string, Waiting>();

  /** `most`: how many are remembered; the oldest are forgotten first, and left to reconciling. */
  constructor(most: number) {
    this.#most = most;
  }

  add(messageId: string, handed: HandedOver, now: number): void {
    this.#waiting.set(messageId, { ...handed, since: now, asked: 0 });
    for (const [oldest, { since }] of this.#waiting) {
      if (this.#waiting.size <= this.#most && now - since < KEPT) return;
      this.#waiting.delete(oldest);
    }
  }

  /** A result came. */
  heard(messageId: string): void {
    this.#waiting.delete(messageId);
  }

  /**
   * The next to ask about, of those handed over before a moment: whoever was not asked about for longest, so that many
   * who never get a result keep nobody from their turn. They count as asked about.
   */
  next(most: number, before: number, now: number): HandedOver[] {
    const next = [...this.#waiting.values()]
      .filter(({ since }) => since <= before)
      .toSorted((a, b) => a.asked - b.asked)
      .slice(0, most);
    for (const waiting of next) waiting.asked = now;
    return next;
  }
}

import type { Clock } from "../clock.ts";
import type { Card } from "./card.ts";

/** Where a chat shows how something long is going. Each card replaces the one before. */
export interface RunningPlace {
  show(card: Card): Promise<void>;
  /** Nothing is left of it. */
  remove(): Promise<void>;
}

/**
 * Shows how something long is going while it lasts: the newest card, at the chat's own pace. Best effort and never in
 * the way: what can't be shown is left out, and what is being done doesn't wait for it.
 */
export class RunningCard {
  readonly #place: RunningPlace;
  readonly #clock: Clock;
  readonly #gapMs: number;
  #next: Card | undefined;
  #showing: Promise<void> | undefined;
  #shownAt = Number.NEGATIVE_INFINITY;
  #ended = false;

  constructor(place: RunningPlace, clock: Clock, gapMs: number) {
    this.#place = place;
    this.#clock = clock;
    this.#gapMs = gapMs;
  }

  readonly show = (card: Card): void => {
    if (this.#ended) return;
    this.#next = card;
    const due = this.#clock.now() - this.#shownAt >= this.#gapMs;
    if (due && this.#showing === undefined) this.#showing = this.#showNext();
  };

  /** It is over: waits for what is being shown, and takes it away. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#showing;
    if (this.#shownAt === Number.NEGATIVE_INFINITY) return;
    await this.#place.remove().catch(() => undefined);
  }

  async #showNext(): Promise<void> {
    const card = this.#next;
    this.#shownAt = this.#clock.now();
    if (card !== undefined) await this.#place.show(card).catch(() => undefined);
    this.#showing = undefined;
  }
}

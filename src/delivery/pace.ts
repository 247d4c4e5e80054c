import type { Clock } from "../clock.ts";

/** Keeps a rate exactly: a bucket of one second's worth that refills steadily. */
export class Pace {
  readonly #clock: Clock;
  readonly #perSecond: number;
  #tokens: number;
  #at: number;

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
    this.#at = clock.now();
  }

  /** How many may go now, at most `wanted`; 0 when none. Takes nothing. */
  available(wanted: number): number {
    const now = this.#clock.now();
    const refill = (Math.max(0, now - this.#at) * this.#perSecond) / 1000;
    this.#tokens = Math.min(Math.max(1, this.#perSecond), this.#tokens + refill);
    this.#at = now;
    return Math.min(wanted, Math.floor(this.#tokens));
  }

  take(n: number): void {
    this.#tokens -= n;
  }

  /** Milliseconds until at least one may go. */
  wait(): number {
    return Math.max(0, Math.ceil(((1 - this.#tokens) * 1000) / this.#perSecond));
  }
}

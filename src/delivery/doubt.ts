import type { Clock } from "../clock.ts";
import { SubmitRefused } from "./provider.ts";

/** Broken calls in a row after which the provider is left alone for a while. */
const BREAKS_MOST = 3;
const REST_FIRST = 5_000;
const REST_MOST = 60_000;

/**
 * What a provider is trusted with after calls whose outcome nobody knows: each person in such a call may never get
 * their text, so that the next call risks one of them only, and after several in a row nobody for a while.
 */
export class Doubt {
  readonly #clock: Clock;
  #breaks = 0;
  #restsUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Why nobody may go, while it is left alone: someone else's calls may have broken off since a submission began. */
  rests(): SubmitRefused | undefined {
    const retryAfterMs = this.#restsUntil - this.#clock.now();
    if (retryAfterMs <= 0) return undefined;
    return new SubmitRefused("unavailable", "calls broke off one after the other", {
      retryAfterMs,
    });
  }

  /** How many may go in the next call, of `wanted`, while it is not left alone. */
  allow(wanted: number): number {
    return this.#breaks === 0 ? wanted : Math.min(1, wanted);
  }

  /** A call was answered, well or not. */
  answered(): void {
    this.#breaks = 0;
  }

  /** A call broke off, and nobody knows what it did. */
  broke(): void {
    this.#breaks += 1;
    if (this.#breaks < BREAKS_MOST) return;
    const rest = REST_FIRST * 2 ** Math.min(10, this.#breaks - BREAKS_MOST);
    this.#restsUntil = this.#clock.now() + Math.min(REST_MOST, rest);
  }
}

import type { Clock } from "../../src/clock.ts";
import type { SubmitRefused } from "../../src/delivery/provider.ts";

const WAIT_FIRST = 250;
const WAIT_LEAST = 50;

/** What all calls of a submission obey: they wait together when one was told to slow down, and stop together. */
export class Brake {
  readonly #clock: Clock;
  #left: number;
  #hits = 0;
  #until = 0;
  #hitAt = Number.NEGATIVE_INFINITY;
  #stopped: SubmitRefused | undefined;

  /** `budget`: milliseconds to be waited in all. */
  constructor(clock: Clock, budget: number) {
    this.#clock = clock;
    this.#left = budget;
  }

  /** Why nothing more is to be sent. */
  get stopped(): SubmitRefused | undefined {
    return this.#stopped;
  }

  stop(refusal: SubmitRefused): void {
    this.#stopped ??= refusal;
  }

  /** A call that began at `since` was held: waits a while, longer each time, or stops when that would be too long. */
  hit(refusal: SubmitRefused, since: number): void {
    if (refusal.code === "account") {
      this.stop(refusal);
      return;
    }
    // Those under way together are told together: that is one hit.
    if (since <= this.#hitAt) return;
    const wait = Math.max(WAIT_LEAST, refusal.retryAfterMs ?? WAIT_FIRST * 2 ** this.#hits);
    this.#hits += 1;
    this.#hitAt = this.#clock.now();
    if (wait > this.#left) {
      this.stop(refusal);
      return;
    }
    this.#left -= wait;
    this.#until = this.#hitAt + wait;
  }

  /** Resolves when calls may go on, or are stopped. */
  async passed(): Promise<void> {
    while (this.#stopped === undefined) {
      const wait = this.#until - this.#clock.now();
      if (wait <= 0) return;
      await this.#clock.sleep(wait);
    }
  }
}

import type { Clock } from "../clock.ts";

const SECOND = 1_000;
/** A throttle leaves this share of the pace. */
const AFTER_THROTTLE = 0.5;
/** The slowest pace, as a share of the configured one: below it a lane would no longer learn that it may go faster. */
const SLOWEST = 1 / 32;
/** From a stand the whole pace is back after so long; half of it, as after one throttle, after half of that. */
const RECOVERY = 60 * SECOND;

/**
 * Keeps a provider's rate: within any one second (or, below one a second, within the time of one) never more than
 * configured. A throttle halves the pace, which then recovers evenly, never beyond what is configured.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #perSecond: number;
  /** What has gone and still counts, oldest first. */
  #gone: { readonly at: number; readonly n: number }[] = [];
  /** The pace right after the last throttle. */
  #slowed: { readonly at: number; readonly perSecond: number } | undefined;

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
  }

  /** People per second that may go now. */
  rate(): number {
    if (this.#slowed === undefined) return this.#perSecond;
    const { at, perSecond } = this.#slowed;
    const regained = ((this.#clock.now() - at) / RECOVERY) * this.#perSecond;
    return Math.min(this.#perSecond, perSecond + regained);
  }

  /** How many may go now, at most `wanted`; 0 when none. Takes nothing. */
  available(wanted: number): number {
    const { span, most } = this.#window();
    const since = this.#clock.now() - span;
    this.#gone = this.#gone.filter(({ at }) => at > since);
    const used = this.#gone.reduce((sum, { n }) => sum + n, 0);
    return Math.max(0, Math.min(wanted, most - used));
  }

  take(n: number): void {
    if (n > 0) this.#gone.push({ at: this.#clock.now(), n });
  }

  /** Milliseconds until at least one may go. */
  wait(): number {
    if (this.available(1) > 0) return 0;
    const { span, most } = this.#window();
    let used = this.#gone.reduce((sum, { n }) => sum + n, 0);
    const now = this.#clock.now();
    for (const { at, n } of this.#gone) {
      used -= n;
      if (used < most) return Math.max(1, at + span - now);
    }
    return 1;
  }

  /** The provider said: slower. */
  throttled(): void {
    const least = this.#perSecond * SLOWEST;
    const perSecond = Math.max(least, this.rate() * AFTER_THROTTLE);
    this.#slowed = { at: this.#clock.now(), perSecond };
  }

  /** The span that is looked at, in milliseconds, and how many may go within it. */
  #window(): { span: number; most: number } {
    const rate = this.rate();
    const span = Math.max(SECOND, SECOND / rate);
    return { span, most: Math.max(1, Math.floor((rate * span) / SECOND)) };
  }
}

import type { Clock } from "../../src/clock.ts";

/** So much may go at once after a lull: an SMSC that counts by the second is never surprised. */
const BURST_MS = 50;
const HOLD_FIRST_MS = 250;
const HOLD_MOST_MS = 8_000;
/** Throttled, the line goes on at this share of its pace, never below this share of what was agreed … */
const SLOWER = 0.7;
const SLOWEST = 0.1;
/** … and regains this share of it with every second without a throttle. */
const RECOVERY_PER_SECOND = 0.05;

/** Keeps the pace that was agreed, and a slower one for a while after the SMSC said that it was too fast. */
export class SendRate {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #agreed: number;
  #perSecond: number;
  #changedAt: number;
  /** When the next message may go. */
  #next: number;
  #heldUntil = 0;
  /** Throttles since the SMSC last took one. */
  #strikes = 0;
  #acceptedSince = false;

  constructor(clock: Clock, perSecond: number, random: () => number) {
    this.#clock = clock;
    this.#random = random;
    this.#agreed = perSecond;
    this.#perSecond = perSecond;
    this.#next = clock.now();
    this.#changedAt = clock.now();
  }

  /** When the next message would go, epoch ms. */
  get next(): number {
    return Math.max(this.#next, this.#heldUntil);
  }

  /** Waits for the turn of one message. Sooner when the signal comes, and then it is nobody's turn. */
  async turn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const now = this.#clock.now();
      if (now < this.#heldUntil) {
        await this.#clock.sleep(this.#heldUntil - now, signal);
        continue;
      }
      const at = Math.max(this.#next, now - BURST_MS);
      this.#next = at + 1000 / this.#pace(now);
      if (at <= now) return;
      await this.#clock.sleep(at - now, signal);
      if (this.#clock.now() >= this.#heldUntil) return;
    }
  }

  /** The SMSC took one. */
  accepted(): void {
    this.#acceptedSince = true;
  }

  /** The SMSC said: too fast. A windowful that says so together counts once. */
  throttled(): void {
    const now = this.#clock.now();
    if (now < this.#heldUntil) return;
    // Refused at once and accepted a moment later, in the same windowful: it goes on, merely too fast.
    this.#strikes = this.#acceptedSince ? 0 : this.#strikes;
    this.#acceptedSince = false;
    const hold = Math.min(HOLD_MOST_MS, HOLD_FIRST_MS * 2 ** this.#strikes);
    this.#strikes += 1;
    this.#heldUntil = now + hold * (0.75 + this.#random() / 2);
    // No burst for what was not sent meanwhile: it would be throttled again.
    this.#next = this.#heldUntil;
    this.#perSecond = Math.max(this.#agreed * SLOWEST, this.#pace(now) * SLOWER);
    this.#changedAt = this.#heldUntil;
  }

  #pace(now: number): number {
    if (this.#perSecond < this.#agreed) {
      const regained = (Math.max(0, now - this.#changedAt) / 1000) * RECOVERY_PER_SECOND;
      this.#perSecond = Math.min(this.#agreed, this.#perSecond + regained * this.#agreed);
      this.#changedAt = Math.max(now, this.#changedAt);
    }
    return this.#perSecond;
  }
}

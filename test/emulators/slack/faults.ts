import type { Clock } from "../../../src/clock.ts";
import { SLACK_RULES as R, TIER_PER_MINUTE, type Tier } from "./limits.ts";

/** What goes wrong on purpose, and the budgets of calls. */
export class Faults {
  readonly #clock: Clock;
  readonly #enforceTiers: boolean;
  readonly #limited = new Map<string, number[]>();
  readonly #errors = new Map<string, Readonly<Record<string, unknown>>[]>();
  readonly #statuses = new Map<string, number[]>();
  readonly #drops = new Map<string, number>();
  readonly #holds = new Map<string, number>();
  readonly #calls = new Map<string, number[]>();

  constructor(clock: Clock, enforceTiers: boolean) {
    this.#clock = clock;
    this.#enforceTiers = enforceTiers;
  }

  /** The next call of the method is answered 429 with this many seconds. */
  limitNext(method: string, retryAfterSeconds: number): void {
    queue(this.#limited, method).push(retryAfterSeconds);
  }

  /** The next call of the method fails with this error, without acting. */
  failNext(method: string, error: string, more: Readonly<Record<string, unknown>> = {}): void {
    queue(this.#errors, method).push({ ok: false, error, ...more });
  }

  /** The next call of the method is answered with this HTTP status, without acting. */
  statusNext(method: string, status: number): void {
    queue(this.#statuses, method).push(status);
  }

  /** The next `n` calls of the method act, and their answers are lost. */
  dropRepliesOf(method: string, n: number): void {
    this.#drops.set(method, (this.#drops.get(method) ?? 0) + n);
  }

  /** The next `n` calls of the method act, and are never answered. */
  holdRepliesOf(method: string, n: number): void {
    this.#holds.set(method, (this.#holds.get(method) ?? 0) + n);
  }

  takeHold(method: string): boolean {
    return take(this.#holds, method);
  }

  takeLimit(method: string, tier: Tier, channel: string | undefined): number | undefined {
    const asked = this.#limited.get(method)?.shift();
    if (asked !== undefined) return asked;
    return this.#enforceTiers ? this.#overBudget(method, tier, channel) : undefined;
  }

  takeError(method: string): Readonly<Record<string, unknown>> | undefined {
    return this.#errors.get(method)?.shift();
  }

  takeStatus(method: string): number | undefined {
    return this.#statuses.get(method)?.shift();
  }

  takeDrop(method: string): boolean {
    return take(this.#drops, method);
  }

  #overBudget(method: string, tier: Tier, channel: string | undefined): number | undefined {
    const now = this.#clock.now();
    const perMinute = this.#window(method, now - 60_000);
    if (perMinute.length >= TIER_PER_MINUTE[tier])
      return Math.ceil(((perMinute[0] ?? now) + 60_000 - now) / 1000);
    const perSecond = this.#window(`${method} ${channel}`, now - 1_000);
    if (method === "chat.postMessage" && perSecond.length >= R.postsPerChannelPerSecond) return 1;
    perMinute.push(now);
    perSecond.push(now);
    return undefined;
  }

  #window(key: string, since: number): number[] {
    const kept = (this.#calls.get(key) ?? []).filter((at) => at > since);
    this.#calls.set(key, kept);
    return kept;
  }
}

function queue<T>(map: Map<string, T[]>, key: string): T[] {
  const found = map.get(key) ?? [];
  map.set(key, found);
  return found;
}

function take(left: Map<string, number>, key: string): boolean {
  const n = left.get(key) ?? 0;
  if (n > 0) left.set(key, n - 1);
  return n > 0;
}

/** What is to happen later, and can be called off all at once. */
export class Timers {
  readonly #timers = new Set<NodeJS.Timeout>();

  /** At once where `ms` is 0. */
  after(ms: number, act: () => void): void {
    if (ms === 0) {
      act();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

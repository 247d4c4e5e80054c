/** A bell that loops sleep on: rung, it wakes them all at once. Each listens with an ear of its own. */
export class Wake {
  #rings = 0;
  readonly #sleepers = new Set<() => void>();

  ring(): void {
    this.#rings += 1;
    for (const wake of this.#sleepers) wake();
  }

  /** For one loop: what rings while it is busy it hears when it sleeps next. */
  ear(): Ear {
    let heard = this.#rings;
    return {
      wait: async (ms, signal) => {
        if (heard === this.#rings && !signal.aborted) await this.#sleep(ms, signal);
        heard = this.#rings;
      },
    };
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        this.#sleepers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener("abort", done, { once: true });
      this.#sleepers.add(done);
    });
  }
}

export interface Ear {
  /** Resolves when it rings or rang since the last wait, after `ms` of real time, or when `signal` is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

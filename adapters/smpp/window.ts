/** At most so many at once; who comes later waits, in order. */
export class Window {
  readonly #waiting: (() => void)[] = [];
  #head = 0;
  #free: number;

  constructor(size: number) {
    this.#free = size;
  }

  /** Resolves when there is room; `leave` gives it back. */
  enter(): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free -= 1;
      return undefined;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting[this.#head];
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#head += 1;
    if (this.#head === this.#waiting.length) {
      this.#waiting.length = 0;
      this.#head = 0;
    }
    next();
  }
}

/** Remembers the last so many things it was told, and forgets the oldest first. */
export class RecentlySeen {
  readonly #most: number;
  readonly #seen = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  has(key: string): boolean {
    return this.#seen.has(key);
  }

  add(key: string): void {
    this.#seen.delete(key);
    this.#seen.add(key);
    if (this.#seen.size <= this.#most) return;
    for (const oldest of this.#seen) {
      this.#seen.delete(oldest);
      return;
    }
  }
}

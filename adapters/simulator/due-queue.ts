/** What is due at some time, the earliest first; of the same time, in the order it was added (a binary heap). */
export class DueQueue<T extends { readonly at: number }> {
  readonly #heap: { readonly item: T; readonly order: number }[] = [];
  #added = 0;

  add(item: T): void {
    this.#added += 1;
    this.#heap.push({ item, order: this.#added });
    for (let at = this.#heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** Takes all that is due by `now`. */
  take(now: number): T[] {
    const due: T[] = [];
    for (let first = this.#heap[0]; first && first.item.at <= now; first = this.#heap[0]) {
      due.push(first.item);
      this.#removeFirst();
    }
    return due;
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = this.#isBefore(right, left) ? right : left;
      if (!this.#isBefore(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return false;
    return a.item.at < b.item.at || (a.item.at === b.item.at && a.order < b.order);
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return;
    this.#heap[one] = b;
    this.#heap[other] = a;
  }
}

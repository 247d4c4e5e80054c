/** A term found in a text: which, and where it begins and ends. */
export interface Hit {
  readonly term: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds every occurrence of many terms at once (Aho and Corasick, 1975): one pass over the text whatever the number
 * of terms, all overlaps included. Terms and text must have been folded alike.
 */
export class Matcher {
  readonly #next: Map<number, number>[] = [new Map()];
  readonly #fail: number[] = [0];
  readonly #ends: number[][] = [[]];
  readonly #lengths: number[];

  constructor(terms: readonly string[]) {
    this.#lengths = terms.map((term) => term.length);
    for (const [id, term] of terms.entries()) this.#add(term, id);
    this.#link();
  }

  #add(term: string, id: number): void {
    let state = 0;
    for (let i = 0; i < term.length; i += 1) {
      const unit = term.charCodeAt(i);
      let to = this.#next[state]?.get(unit);
      if (to === undefined) {
        to = this.#next.length;
        this.#next.push(new Map());
        this.#fail.push(0);
        this.#ends.push([]);
        this.#next[state]?.set(unit, to);
      }
      state = to;
    }
    this.#ends[state]?.push(id);
  }

  /** Breadth first: each state falls back to the longest other prefix that ends as it does. */
  #link(): void {
    const queue = [...(this.#next[0]?.values() ?? [])];
    for (let at = 0; at < queue.length; at += 1) {
      const state = queue[at] as number;
      for (const [unit, to] of this.#next[state] ?? []) {
        queue.push(to);
        const back = this.#step(this.#fail[state] as number, unit);
        this.#fail[to] = back;
        this.#ends[to]?.push(...(this.#ends[back] ?? []));
      }
    }
  }

  #step(from: number, unit: number): number {
    let state = from;
    for (;;) {
      const to = this.#next[state]?.get(unit);
      if (to !== undefined) return to;
      if (state === 0) return 0;
      state = this.#fail[state] as number;
    }
  }

  /** Every hit, by where it ends. */
  find(text: string): Hit[] {
    const hits: Hit[] = [];
    let state = 0;
    for (let i = 0; i < text.length; i += 1) {
      state = this.#step(state, text.charCodeAt(i));
      for (const term of this.#ends[state] ?? []) {
        hits.push({ term, start: i + 1 - (this.#lengths[term] as number), end: i + 1 });
      }
    }
    return hits;
  }
}

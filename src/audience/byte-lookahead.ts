/** Bytes that can be looked at before they are taken. Whoever opens it closes it. */
export class ByteLookahead {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; fewer only where there are no more. */
  async peek(length: number): Promise<Buffer> {
    const pieces: Uint8Array[] = [this.#held];
    let held = this.#held.length;
    while (held < length && !this.#ended) {
      const next = await this.#source.next();
      if (next.done === true) {
        this.#ended = true;
      } else {
        pieces.push(next.value);
        held += next.value.length;
      }
    }
    if (pieces.length > 1) this.#held = Buffer.concat(pieces);
    return this.#held.subarray(0, length);
  }

  skip(length: number): void {
    this.#held = this.#held.subarray(length);
  }

  /** Everything that was not skipped. */
  async *rest(): AsyncIterable<Uint8Array> {
    yield this.#held;
    while (!this.#ended) {
      const next = await this.#source.next();
      if (next.done === true) this.#ended = true;
      else yield next.value;
    }
  }

  /** Lets go of the source, read to its end or not. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

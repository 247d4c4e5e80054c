import { AudienceFileError } from "../file-error.ts";

/** What the texts take up at most, in bytes of UTF-8: a million rows of number, name and address. */
const BYTES_MOST = 128 * 1024 * 1024;
const TEXTS_MOST = 4 * 1024 * 1024;
const BLOCK = 1024 * 1024;
/** The longest text, in characters: Excel's own limit is 32 767. */
export const CELL_MOST = 100_000;

/**
 * The texts of a workbook that its cells name by number. The one thing that can't be streamed, so it is kept small:
 * bytes in blocks, a place each, half of what strings would take. Throws `AudienceFileError` when there are too many.
 */
export class SharedStrings {
  readonly #blocks: Buffer[] = [];
  /** Where each text begins, counted through all blocks; it ends `#lengths` later. */
  readonly #places = new Growing();
  readonly #lengths = new Growing();
  #used = BLOCK;

  get size(): number {
    return this.#places.length;
  }

  add(text: string): void {
    const length = Buffer.byteLength(text);
    if (text.length > CELL_MOST) throw new AudienceFileError({ code: "damaged" });
    if (this.#used + length > BLOCK) {
      if (this.#blocks.length * BLOCK >= BYTES_MOST) throw tooMany();
      this.#blocks.push(Buffer.allocUnsafeSlow(BLOCK));
      this.#used = 0;
    }
    if (this.size >= TEXTS_MOST) throw tooMany();
    this.#blocks.at(-1)?.write(text, this.#used);
    this.#places.push((this.#blocks.length - 1) * BLOCK + this.#used);
    this.#lengths.push(length);
    this.#used += length;
  }

  /** Undefined when there is no such text. */
  at(index: number): string | undefined {
    const place = this.#places.at(index);
    const length = this.#lengths.at(index);
    if (place === undefined || length === undefined) return undefined;
    const from = place % BLOCK;
    return this.#blocks[Math.floor(place / BLOCK)]?.toString("utf8", from, from + length);
  }
}

function tooMany(): AudienceFileError {
  return new AudienceFileError({ code: "too_many_texts" });
}

/** A list of numbers below 2^32 that grows without ever being copied whole. */
class Growing {
  readonly #pieces: Uint32Array[] = [];
  length = 0;

  push(value: number): void {
    const at = this.length % PIECE;
    if (at === 0) this.#pieces.push(new Uint32Array(PIECE));
    const last = this.#pieces.at(-1);
    if (last !== undefined) last[at] = value;
    this.length += 1;
  }

  at(index: number): number | undefined {
    return index < this.length
      ? this.#pieces[Math.floor(index / PIECE)]?.[index % PIECE]
      : undefined;
  }
}

const PIECE = 64 * 1024;

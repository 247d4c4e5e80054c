import { AudienceFileError } from "./file-error.ts";

/** The longest line, in characters: some people keep all their numbers on one. */
const LINE_MOST = 4 * 1024 * 1024;

/** Lines of a streamed text (ended by LF, CRLF or CR) that can be looked at before they are taken. */
export class LineLookahead {
  readonly #text: AsyncIterator<string>;
  #rest = "";
  #ended = false;
  #held: string[] = [];
  /** How many of those held were taken. */
  #taken = 0;
  /** The number of the next line, from 1. */
  #line = 1;

  constructor(text: AsyncIterable<string>) {
    this.#text = text[Symbol.asyncIterator]();
  }

  get line(): number {
    return this.#line;
  }

  /** How many lines can be looked at without reading on. */
  get held(): number {
    return this.#held.length - this.#taken;
  }

  /** Whether `count` lines are there to be looked at; reads on where needed. */
  async has(count: number): Promise<boolean> {
    while (this.held < count && !this.#ended) await this.#read();
    return this.held >= count;
  }

  /** The next lines, `count` at most: those that `has` made sure of. */
  peek(count: number): readonly string[] {
    return this.#held.slice(this.#taken, this.#taken + count);
  }

  skip(count: number): void {
    this.#taken += count;
    this.#line += count;
  }

  async #read(): Promise<void> {
    const next = await this.#text.next();
    if (next.done === true) {
      this.#ended = true;
      if (this.#rest !== "") this.#held.push(...this.#rest.split("\r"));
      return;
    }
    const text = this.#rest + next.value;
    // A CR at the end may be half a CRLF.
    const pieces = text.split(/\r\n|\n|\r(?!$)/u);
    this.#rest = pieces.pop() ?? "";
    if (this.#rest.length > LINE_MOST) {
      const line = this.#line + this.held + pieces.length;
      throw new AudienceFileError({ code: "malformed", line });
    }
    this.#held = this.#held.slice(this.#taken).concat(pieces);
    this.#taken = 0;
  }

  /** Lets go of the text, read to its end or not. */
  async close(): Promise<void> {
    await this.#text.return?.();
  }
}

import { appendFileSync, readFileSync } from "node:fs";

/** What happens at an SMSC, in order: a book is nothing else. */
export type Entry =
  /** A part of a text was accepted, the only one where `of` is 1. */
  | {
      readonly kind: "accepted";
      readonly id: string;
      readonly source: string;
      readonly destination: string;
      readonly text: string;
      /** Names the text that it is a part of. */
      readonly reference: string | undefined;
      readonly of: number;
      readonly number: number;
      readonly at: number;
    }
  /** A receipt was made; it is named by its place among the receipts. */
  | {
      readonly kind: "reported";
      readonly id: string;
      readonly destination: string;
      readonly stat: string;
    }
  | { readonly kind: "sent"; readonly receipt: number }
  | { readonly kind: "acknowledged"; readonly receipt: number }
  /** The ESME did what the specification does not allow. */
  | { readonly kind: "violation"; readonly what: string };

/** A text that was accepted for a number, whole or not yet. */
export interface BookedMessage {
  readonly destination: string;
  readonly source: string;
  readonly of: number;
  readonly at: number;
  /** By number, from 1. */
  readonly parts: ReadonlyMap<number, { readonly id: string; readonly text: string }>;
}

export interface BookedReceipt {
  readonly id: string;
  readonly destination: string;
  readonly stat: string;
  readonly sent: number;
  readonly acked: boolean;
}

/** What a book says on paper. */
export interface BookPage {
  /** Every submit_sm that was accepted. */
  readonly submits: number;
  /** Numbers that a whole text was accepted for. */
  readonly accepted: number;
  /** Texts accepted again for the same number. */
  readonly doubles: number;
  /** Texts of which some parts never came. */
  readonly incomplete: number;
  readonly violations: readonly string[];
  readonly messages: readonly {
    readonly destination: string;
    readonly source: string;
    readonly text: string;
    readonly ids: readonly string[];
    readonly whole: boolean;
  }[];
  readonly receipts: readonly BookedReceipt[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Parts = Map<number, { readonly id: string; readonly text: string }>;

/** Everything that was accepted and reported: what happened, whatever anyone remembers of it. */
export class Book {
  readonly messages: (BookedMessage & { readonly parts: Parts })[] = [];
  readonly receipts: Writable<BookedReceipt>[] = [];
  readonly violations: string[] = [];
  readonly #open = new Map<string, BookedMessage & { readonly parts: Parts }>();
  readonly #file: string | undefined;

  /** Where a file is named, every entry is in it before anything else happens, so that the book outlives its process. */
  constructor(file?: string) {
    this.#file = file;
  }

  static read(file: string): Book {
    const book = new Book();
    for (const line of readFileSync(file, "utf8").split("\n")) {
      if (line !== "") book.#apply(JSON.parse(line) as Entry);
    }
    return book;
  }

  enter(entry: Entry): void {
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
    this.#apply(entry);
  }

  #apply(entry: Entry): void {
    switch (entry.kind) {
      case "accepted":
        this.#accept(entry);
        return;
      case "reported": {
        const { id, destination, stat } = entry;
        this.receipts.push({ id, destination, stat, sent: 0, acked: false });
        return;
      }
      case "sent": {
        const receipt = this.receipts[entry.receipt];
        if (receipt !== undefined) receipt.sent += 1;
        return;
      }
      case "acknowledged": {
        const receipt = this.receipts[entry.receipt];
        if (receipt !== undefined) receipt.acked = true;
        return;
      }
      case "violation":
        this.violations.push(entry.what);
    }
  }

  #accept(entry: Extract<Entry, { kind: "accepted" }>): void {
    const { id, source, destination, text, reference, of, number, at } = entry;
    const key = `${source}>${destination}:${reference}:${of}`;
    let message = of > 1 ? this.#open.get(key) : undefined;
    if (message?.parts.has(number)) message = undefined;
    if (message === undefined) {
      message = { destination, source, of, at, parts: new Map() };
      this.messages.push(message);
      this.#open.set(key, message);
    }
    message.parts.set(number, { id, text });
    if (message.parts.size === of) this.#open.delete(key);
  }

  page(): BookPage {
    const messages = this.messages.map((message) => {
      const { destination, source } = message;
      const parts = [...message.parts].sort(([a], [b]) => a - b).map(([, part]) => part);
      const text = parts.map((part) => part.text).join("");
      const ids = parts.map((part) => part.id);
      return { destination, source, text, ids, whole: parts.length === message.of };
    });
    const whole = messages.filter((message) => message.whole);
    const texts = new Set(whole.map(({ destination, text }) => `${destination}\u0000${text}`));
    return {
      submits: messages.reduce((sum, { ids }) => sum + ids.length, 0),
      accepted: new Set(whole.map(({ destination }) => destination)).size,
      doubles: whole.length - texts.size,
      incomplete: messages.length - whole.length,
      violations: this.violations,
      messages,
      receipts: this.receipts,
    };
  }
}

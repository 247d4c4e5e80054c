import type { ReadPart } from "./text.ts";

/** A text that was accepted for a number, whole or not yet. */
export interface BookedMessage {
  readonly destination: string;
  readonly source: string;
  text: string;
  readonly of: number;
  /** By number, from 1: id and text. */
  readonly parts: Map<number, { readonly id: string; readonly text: string }>;
  readonly at: number;
}

export interface BookedReceipt {
  readonly id: string;
  readonly destination: string;
  readonly stat: string;
  sent: number;
  acked: boolean;
}

/** What a book says on paper. */
export interface BookPage {
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
  readonly receipts: readonly Readonly<BookedReceipt>[];
}

/** Everything that was accepted and reported: what happened, whatever anyone remembers of it. */
export class Book {
  readonly messages: BookedMessage[] = [];
  readonly receipts: BookedReceipt[] = [];
  /** What the ESME did that the specification does not allow. */
  readonly violations: string[] = [];
  readonly #open = new Map<string, BookedMessage>();

  accept(part: ReadPart, source: string, destination: string, id: string, at: number): void {
    const key = `${source}>${destination}:${part.reference}:${part.of}`;
    let message = part.of > 1 ? this.#open.get(key) : undefined;
    if (message?.parts.has(part.number)) message = undefined;
    if (message === undefined) {
      message = { destination, source, text: "", of: part.of, parts: new Map(), at };
      this.messages.push(message);
      this.#open.set(key, message);
    }
    message.parts.set(part.number, { id, text: part.text });
    message.text = [...message.parts]
      .sort(([a], [b]) => a - b)
      .map(([, { text }]) => text)
      .join("");
    if (message.parts.size === message.of) this.#open.delete(key);
  }

  page(): BookPage {
    const whole = this.messages.filter(isWhole);
    const texts = new Set(whole.map(({ destination, text }) => `${destination}\u0000${text}`));
    return {
      accepted: new Set(whole.map(({ destination }) => destination)).size,
      doubles: whole.length - texts.size,
      incomplete: this.messages.length - whole.length,
      violations: this.violations,
      messages: this.messages.map((message) => ({
        destination: message.destination,
        source: message.source,
        text: message.text,
        ids: [...message.parts].sort(([a], [b]) => a - b).map(([, { id }]) => id),
        whole: isWhole(message),
      })),
      receipts: this.receipts,
    };
  }
}

function isWhole({ parts, of }: BookedMessage): boolean {
  return parts.size === of;
}

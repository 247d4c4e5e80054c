import { createHash } from "node:crypto";
import type { Clock } from "../../src/clock.ts";
import { type Book, CarrierBook, type Reported } from "./book.ts";
import type { CarrierConfig } from "./config.ts";
import { DueQueue } from "./due-queue.ts";
import { type Fate, fateOf } from "./fate.ts";
import type { SubmitRequest, SubmitResult, WireReceipt, WireReply } from "./wire.ts";

export type { Book } from "./book.ts";

/** What the carrier will say to a webhook, and when. */
type Due = { readonly at: number; readonly url: string } & (
  | { readonly report: Omit<Reported, "sequence" | "taken"> }
  | { readonly reply: WireReply }
);

/** What the carrier says to a webhook now. */
export interface Push {
  readonly url: string;
  readonly receipts: WireReceipt[];
  readonly replies: WireReply[];
}

const PAGE = 500;

/** The simulated carrier behind a provider: takes messages, decides their fate, reports, and keeps a book of it all. */
export class Carrier {
  readonly #config: CarrierConfig;
  readonly #clock: Clock;
  readonly #book = new CarrierBook();
  readonly #due = new DueQueue<Due>();
  #window = { second: 0, taken: 0 };

  constructor(config: CarrierConfig, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
  }

  /** Whether a call of so many recipients is more than a second's worth. */
  isThrottled(recipients: number): boolean {
    const second = Math.floor(this.#clock.now() / 1000);
    if (this.#window.second !== second) this.#window = { second, taken: 0 };
    if (this.#window.taken + recipients > this.#config.throttleAbove) return true;
    this.#window.taken += recipients;
    return false;
  }

  /** Takes a call. `early` reports go out before it is answered; `answer` says how the answer is lost, if it is. */
  submit(request: SubmitRequest) {
    const results: SubmitResult[] = [];
    let answer: Fate["answer"];
    let early = false;
    for (const message of request.messages) {
      const { reference } = message;
      const fate = fateOf(this.#config, message.phone, message.text);
      answer ??= fate.answer;
      early ||= fate.early === true;
      if (fate.refused !== undefined) {
        this.#book.refuse(reference);
        results.push({ reference, code: fate.refused });
      } else {
        results.push({ reference, messageId: this.#accept(message, fate, request.webhook.url) });
      }
    }
    return { results, answer, early };
  }

  #accept(message: SubmitRequest["messages"][number], fate: Fate, url: string): string {
    const { reference, phone } = message;
    const now = this.#clock.now();
    const messageId = this.#messageId(reference);
    this.#book.accept(reference, { phone, messageId, fate: fate.name });
    for (const { code, afterMs } of fate.reports) {
      const at = now + afterMs;
      this.#due.add({ at, url, report: { messageId, reference, code, at } });
    }
    if (fate.reply !== undefined) {
      const at = now + this.#config.receiptMs * 2;
      const reply = { id: `${messageId}-r`, phone: bare(phone), text: fate.reply, at };
      this.#due.add({ at, url, reply });
    }
    return messageId;
  }

  /** The same for the same seed, another for each message and each time it is handed in, a restart or not. */
  #messageId(reference: string): string {
    const times = this.#book.timesOf(reference) + 1;
    const made = `${this.#config.seed}|${reference}|${times}`;
    return createHash("sha256").update(made).digest("hex").slice(0, 20);
  }

  /** What is due by now, each once, by webhook. */
  takeDue(): readonly Push[] {
    const pushes = new Map<string, Push>();
    for (const due of this.#due.take(this.#clock.now())) {
      const push = pushes.get(due.url) ?? { url: due.url, receipts: [], replies: [] };
      pushes.set(due.url, push);
      if ("reply" in due) push.replies.push(due.reply);
      else push.receipts.push(this.#wire(this.#book.report(due.report)));
    }
    return [...pushes.values()];
  }

  /** Notes that someone has taken these receipts. */
  taken(receipts: readonly WireReceipt[]): void {
    for (const { sequence } of receipts) this.#book.take(sequence);
  }

  /** The message ids of references it has accepted. */
  lookup(references: readonly string[]): Record<string, string> {
    return Object.fromEntries(
      references.flatMap((reference) => {
        const messageId = this.#book.messageIdOf(reference);
        return messageId === undefined ? [] : [[reference, messageId] as const];
      }),
    );
  }

  /** A page of its receipts since a moment, after a sequence number: pulled, hence taken. */
  pull(since: number, after: number) {
    const { reports, next } = this.#book.reportsSince(since, after, PAGE);
    const receipts = reports.map((report) => this.#wire(report));
    this.taken(receipts);
    return { receipts, next };
  }

  /** The book's counts of those references that begin with a prefix: one campaign's, or everybody's. */
  book(prefix = ""): Book {
    return this.#book.counts(prefix);
  }

  /** The book itself, recipient by recipient. */
  get pages(): CarrierBook {
    return this.#book;
  }

  #wire({ sequence, messageId, reference, code, at }: Reported): WireReceipt {
    const receipt = { sequence, messageId, code, text: `stat:${code}`, at };
    return this.#config.echoes ? { ...receipt, reference } : receipt;
  }
}

/** Chinese providers name the senders of replies without a country code. */
function bare(phone: string): string {
  return phone.replace(/^\+86/u, "");
}

import type { Clock } from "../../src/clock.ts";
import { DELIVERED, reasonOf } from "./codes.ts";
import type { CarrierConfig } from "./config.ts";
import { type Fate, fateOf } from "./fate.ts";
import type { SubmitRequest, WireReceipt, WireReply } from "./wire.ts";

interface Accepted {
  readonly phone: string;
  readonly messageId: string;
  readonly fate: string;
  /** How often it was handed in: more than once is a double send. */
  times: number;
  readonly reports: WireReceipt[];
}

interface Due {
  readonly at: number;
  readonly webhook: SubmitRequest["webhook"];
  readonly receipt?: WireReceipt;
  readonly reply?: WireReply;
}

/** What the carrier knows, for whoever reconciles. Counts by what its reports amount to. */
export interface Book {
  readonly accepted: number;
  readonly refused: number;
  /** Recipients handed in more than once. */
  readonly doubles: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly reports: number;
}

/** The simulated carrier behind a provider: takes messages, decides their fate, reports, and keeps a book of it all. */
export class Carrier {
  readonly #config: CarrierConfig;
  readonly #clock: Clock;
  readonly #accepted = new Map<string, Accepted>();
  readonly #refused = new Map<string, string>();
  readonly #reported: WireReceipt[] = [];
  #due: Due[] = [];
  #count = 0;
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

  /** Takes a call. `early` reports go out before it is answered; `breaks`: it is never answered. */
  submit(request: SubmitRequest) {
    const results: { reference: string; messageId?: string; code?: string }[] = [];
    let breaks = false;
    let early = false;
    for (const message of request.messages) {
      const fate = fateOf(this.#config, message.phone, message.text);
      breaks ||= fate.breaks === true;
      early ||= fate.early === true;
      const { reference } = message;
      if (fate.refused !== undefined) {
        this.#refused.set(reference, fate.refused);
        results.push({ reference, code: fate.refused });
      } else {
        results.push({ reference, messageId: this.#accept(message, fate, request.webhook) });
      }
    }
    return { results, breaks, early };
  }

  #accept(message: SubmitRequest["messages"][number], fate: Fate, webhook: Due["webhook"]): string {
    const { reference, phone } = message;
    const again = this.#accepted.get(reference);
    if (again !== undefined) again.times += 1;
    this.#count += 1;
    const now = this.#clock.now();
    const messageId = `${this.#config.seed.toString(36)}-${this.#count.toString(36)}`;
    if (again === undefined) {
      this.#accepted.set(reference, { phone, messageId, fate: fate.name, times: 1, reports: [] });
    }
    for (const { code, afterMs } of fate.reports) {
      const at = now + afterMs;
      const receipt = { sequence: 0, messageId, reference, code, text: `stat:${code}`, at };
      this.#due.push({ at, webhook, receipt });
    }
    if (fate.reply !== undefined) {
      const at = now + this.#config.receiptMs * 2;
      this.#due.push({ at, webhook, reply: { id: `${messageId}-r`, phone, text: fate.reply, at } });
    }
    return messageId;
  }

  /** What is due by now, each once, in no particular order. */
  takeDue(): readonly Due[] {
    const now = this.#clock.now();
    const due = this.#due.filter(({ at }) => at <= now);
    if (due.length === 0) return [];
    this.#due = this.#due.filter(({ at }) => at > now);
    return due.map((one) => {
      if (one.receipt === undefined) return one;
      const receipt = { ...one.receipt, sequence: this.#reported.length + 1 };
      this.#reported.push(receipt);
      this.#accepted.get(receipt.reference)?.reports.push(receipt);
      return { ...one, receipt };
    });
  }

  /** The message ids of references it has accepted. */
  lookup(references: readonly string[]): Record<string, string> {
    const found: Record<string, string> = {};
    for (const reference of references) {
      const message = this.#accepted.get(reference);
      if (message !== undefined) found[reference] = message.messageId;
    }
    return found;
  }

  /** A page of its reports since a moment, after a sequence number. */
  reports(since: number, after: number, limit: number) {
    const receipts: WireReceipt[] = [];
    for (let at = after; at < this.#reported.length && receipts.length < limit; at += 1) {
      const receipt = this.#reported[at];
      if (receipt !== undefined && receipt.at >= since) receipts.push(receipt);
    }
    const last = receipts.at(-1)?.sequence ?? this.#reported.length;
    return { receipts, next: last < this.#reported.length ? last : null };
  }

  /** The book of those references that begin with a prefix: one campaign's, or everybody's. */
  book(prefix = ""): Book {
    const outcomes: Record<string, number> = {};
    let accepted = 0;
    let doubles = 0;
    let reports = 0;
    for (const [reference, message] of this.#accepted) {
      if (!reference.startsWith(prefix)) continue;
      accepted += 1;
      if (message.times > 1) doubles += 1;
      reports += message.reports.length;
      const outcome = amountsTo(message.reports);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    const refused = [...this.#refused.keys()].filter((reference) =>
      reference.startsWith(prefix),
    ).length;
    return { accepted, refused, doubles, outcomes, reports };
  }
}

/** Delivered outranks failed; of failures the first stands; no report is no result. */
function amountsTo(reports: readonly WireReceipt[]): string {
  if (reports.some(({ code }) => code === DELIVERED)) return "delivered";
  const [first] = [...reports].sort((a, b) => a.at - b.at);
  return first === undefined ? "no_result" : reasonOf(first.code).reason;
}

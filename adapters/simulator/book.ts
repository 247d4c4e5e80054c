import { DELIVERED, reasonOf } from "./codes.ts";
import type { FateName } from "./fate.ts";

/** A report as the carrier made it. */
export interface Reported {
  /** Its place among all reports, from 1. */
  readonly sequence: number;
  readonly messageId: string;
  readonly reference: string;
  readonly code: string;
  readonly at: number;
  /** Someone took it: a push was answered with 2xx, or it was pulled. */
  taken: boolean;
}

interface Accepted {
  readonly phone: string;
  readonly messageId: string;
  readonly fate: FateName;
  /** How often it was handed in: more than once is a double send. */
  times: number;
  readonly reports: Reported[];
}

/** What the carrier knows, for whoever reconciles. Outcomes are counted by what the reports on a recipient amount to. */
export interface Book {
  readonly accepted: number;
  readonly refused: number;
  /** Recipients handed in more than once. */
  readonly doubles: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly reports: number;
}

/** One recipient's page of the book. */
export interface BookEntry {
  readonly reference: string;
  readonly phone: string;
  readonly messageId: string;
  readonly fate: FateName;
  readonly times: number;
  readonly outcome: string;
  readonly reports: readonly {
    readonly code: string;
    readonly at: number;
    readonly taken: boolean;
  }[];
}

/** Every message a carrier accepted or refused, by our reference, and every report it made. In memory only. */
export class CarrierBook {
  readonly #accepted = new Map<string, Accepted>();
  readonly #refused = new Set<string>();
  readonly #reported: Reported[] = [];

  refuse(reference: string): void {
    this.#refused.add(reference);
  }

  /** Notes that a message was accepted, and says how often it has been by now. */
  accept(reference: string, message: Pick<Accepted, "phone" | "messageId" | "fate">): number {
    const before = this.#accepted.get(reference);
    if (before !== undefined) {
      before.times += 1;
      return before.times;
    }
    this.#accepted.set(reference, { ...message, times: 1, reports: [] });
    return 1;
  }

  timesOf(reference: string): number {
    return this.#accepted.get(reference)?.times ?? 0;
  }

  /** The provider's id of the message with this reference, if it was accepted. */
  messageIdOf(reference: string): string | undefined {
    return this.#accepted.get(reference)?.messageId;
  }

  report(report: Omit<Reported, "sequence" | "taken">): Reported {
    const reported = { ...report, sequence: this.#reported.length + 1, taken: false };
    this.#reported.push(reported);
    this.#accepted.get(report.reference)?.reports.push(reported);
    return reported;
  }

  take(sequence: number): void {
    const report = this.#reported[sequence - 1];
    if (report !== undefined) report.taken = true;
  }

  /** At most `limit` reports since a moment, after a sequence number; `next` goes on from there, null at the end. */
  reportsSince(since: number, after: number, limit: number) {
    const reports: Reported[] = [];
    let at = after;
    for (; at < this.#reported.length && reports.length < limit; at += 1) {
      const report = this.#reported[at];
      if (report !== undefined && report.at >= since) reports.push(report);
    }
    return { reports, next: at < this.#reported.length ? at : null };
  }

  /** Counts over the references that begin with a prefix: one campaign's, or everybody's. */
  counts(prefix = ""): Book {
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
    const refused = [...this.#refused].filter((reference) => reference.startsWith(prefix)).length;
    return { accepted, refused, doubles, outcomes, reports };
  }

  /** How many reports nobody has taken yet. */
  untaken(): number {
    return this.#reported.filter(({ taken }) => !taken).length;
  }

  /** The recipients whose references begin with a prefix, one by one. */
  *entries(prefix = ""): Iterable<BookEntry> {
    for (const [reference, message] of this.#accepted) {
      if (!reference.startsWith(prefix)) continue;
      const reports = message.reports.map(({ code, at, taken }) => ({ code, at, taken }));
      yield { ...message, reference, outcome: amountsTo(message.reports), reports };
    }
  }
}

/** Delivered outranks failed; of failures the first stands; no report is no result. */
function amountsTo(reports: readonly Reported[]): string {
  if (reports.some(({ code }) => code === DELIVERED)) return "delivered";
  const [first] = [...reports].sort((a, b) => a.at - b.at);
  return first === undefined ? "no_result" : reasonOf(first.code).reason;
}

import type { Logger } from "pino";
import type { Clock } from "../clock.ts";
import type { ProviderId } from "../ids.ts";
import { askEach } from "./ask-each.ts";
import { Pace } from "./pace.ts";
import type { Batch, HandedOver, LookupOutcome, Receipt, SubmitOutcome } from "./provider.ts";
import { Unheard } from "./unheard.ts";

interface PullOptions {
  readonly provider: ProviderId;
  readonly clock: Clock;
  readonly log: Logger;
  /** Questions a second, and how many in one go. */
  readonly perSecond: number;
  readonly most: number;
  /** Asks by itself so often (ms) about those whom this process handed over; undefined: never. */
  readonly every: number | undefined;
  /** Asks about one number, and stores what it hears. */
  readonly ask: (handed: HandedOver) => Promise<void>;
  /** Whether an error says only that it was too much at once. */
  readonly tooFast: (error: unknown) => boolean;
}

/** So many of those without a result are remembered: some 5 MB. */
const REMEMBERED = 20_000;

/** Asks a provider that tells of one number at a time: about whoever is out, and by itself where no push gets through. */
export class NumberPull {
  readonly #options: PullOptions;
  readonly #pace: Pace;
  readonly #unheard = new Unheard(REMEMBERED);
  readonly #stopping = new AbortController();
  #polling: Promise<void> = Promise.resolve();

  constructor(options: PullOptions) {
    this.#options = options;
    this.#pace = new Pace(options.clock, options.perSecond);
  }

  start(): void {
    const { every } = this.#options;
    if (every !== undefined) this.#polling = this.#poll(every);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#polling;
  }

  /** Those of a submission whose results will be asked for by and by. */
  remember({ submission, messages }: Batch, outcomes: readonly SubmitOutcome[]): void {
    if (this.#options.every === undefined) return;
    const at = this.#options.clock.now();
    const phones = new Map(messages.map(({ recipient, phone }) => [recipient, phone]));
    for (const outcome of outcomes) {
      const { recipient } = outcome;
      const phone = phones.get(recipient);
      const messageId = nameOf(outcome);
      if (phone === undefined || messageId === undefined) continue;
      this.#unheard.add(messageId, { recipient, phone, messageId, call: { submission, at } }, at);
    }
  }

  /** Results came, however they did. */
  heard(receipts: readonly Receipt[]): void {
    for (const { messageId = "" } of receipts) this.#unheard.heard(messageId);
  }

  /**
   * Asks about the first of these, as many as go in one go, and takes no more of them. Throws when the provider can't be
   * asked; who alone could not be asked about is left out.
   */
  async pull(out: AsyncIterable<HandedOver> | Iterable<HandedOver>): Promise<void> {
    const { clock, log, most, ask, tooFast, provider } = this.#options;
    const failures = await askEach(out, { clock, pace: this.#pace, most, ask, tooFast });
    if (failures.length === 0) return;
    const [err] = failures;
    log.warn({ err, provider, numbers: failures.length }, "some numbers could not be asked about");
  }

  /** Asks about each of these by `find`, which tells how the provider named the message; undefined: it has none. */
  async lookup(
    recipients: readonly HandedOver[],
    find: (handed: HandedOver) => Promise<string | undefined>,
  ): Promise<LookupOutcome[]> {
    const { clock, tooFast } = this.#options;
    const found = new Map<string, string>();
    const ask = async (handed: HandedOver): Promise<void> => {
      const messageId = await find(handed);
      if (messageId !== undefined) found.set(handed.recipient, messageId);
    };
    await askEach(recipients, { clock, pace: this.#pace, ask, tooFast });
    return recipients.map(({ recipient }) => {
      const messageId = found.get(recipient);
      return messageId === undefined
        ? { recipient, kind: "unknown" }
        : { recipient, kind: "accepted", messageId };
    });
  }

  async #poll(every: number): Promise<void> {
    const { clock, log, most, provider } = this.#options;
    const { signal } = this.#stopping;
    for (;;) {
      await clock.sleep(every, signal);
      if (signal.aborted) return;
      const now = clock.now();
      const next = this.#unheard.next(most, now - every, now);
      await this.pull(until(signal, next)).catch((error: unknown) =>
        log.warn({ err: error, provider }, "results could not be asked for"),
      );
    }
  }
}

/** These, as long as nobody says stop. */
function* until<T>(signal: AbortSignal, items: readonly T[]): Iterable<T> {
  for (const item of items) {
    if (signal.aborted) return;
    yield item;
  }
}

/** How receipts name what may have been accepted. */
function nameOf(outcome: SubmitOutcome): string | undefined {
  if (outcome.kind === "accepted") return outcome.messageId;
  return outcome.kind === "unknown" ? outcome.parts?.ids[0] : undefined;
}

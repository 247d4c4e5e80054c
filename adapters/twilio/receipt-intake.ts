import type { Logger } from "pino";
import type { DeliverySink, Receipt } from "../../src/delivery/provider.ts";
import type { ProviderId } from "../../src/ids.ts";
import { RecentlySeen } from "./recently-seen.ts";
import { isKnownStatus, type StatusReport, toReceipt } from "./status.ts";

/** Results remembered, so that a list does not bring again what callbacks brought: some 20 MB. */
const REMEMBERED = 200_000;

/**
 * Hands results on, each once while it is remembered. Callbacks carry no time and the list carries one: without this
 * the same result would be two receipts. What is forgotten is stored again, and changes nothing. The list lacks our
 * reference: a callback that comes after it is handed on all the same, and finds whose call broke off.
 */
export class ReceiptIntake {
  readonly #provider: ProviderId;
  readonly #sink: DeliverySink;
  readonly #log: Logger;
  readonly #stored = new RecentlySeen(REMEMBERED);

  constructor(provider: ProviderId, sink: DeliverySink, log: Logger) {
    this.#provider = provider;
    this.#sink = sink;
    this.#log = log;
  }

  /** Resolves when what is new of them is stored. Throws what the sink throws. */
  async take(reports: readonly StatusReport[]): Promise<void> {
    const fresh = new Map<string, Receipt>();
    for (const report of reports) {
      const { sid, status } = report;
      if (!isKnownStatus(status))
        this.#log.warn({ provider: this.#provider, sid, status }, "Twilio sent an unknown status");
      const receipt = toReceipt(this.#provider, report);
      if (receipt === undefined) continue;
      const key = `${sid} ${receipt.code}`;
      const named = `${key} named`;
      if (this.#stored.has(named)) continue;
      if (receipt.recipient !== undefined) fresh.set(named, receipt);
      else if (!this.#stored.has(key)) fresh.set(key, receipt);
    }
    if (fresh.size === 0) return;
    await this.#sink.receipts([...fresh.values()]);
    for (const key of fresh.keys()) this.#stored.add(key);
  }
}

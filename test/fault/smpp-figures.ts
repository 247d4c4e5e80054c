import type { StoredReceipt } from "../../src/delivery/receipt-store.ts";
import { messageKey, type Recipient } from "../../src/delivery/recipient.ts";
import type { ProviderId } from "../../src/ids.ts";
import type { Book } from "../emulators/smsc/book.ts";

/** What the SMSC's book and qunfa's store say of the same campaign, side by side. */
interface Comparison {
  /** Numbers to send to: what preflight let through. */
  readonly sendable: number;
  /** submit_sm that the SMSC accepted. */
  readonly accepted: number;
  /** Numbers for which it accepted more than one. */
  readonly twice: number;
  /** Numbers that were marked as being sent and never reached the SMSC: without a result, not charged. */
  readonly neverReached: number;
  readonly receiptsMade: number;
  /** Deliveries of receipts, repeated ones counted. */
  readonly receiptsSent: number;
  /** Receipts that were made and never acknowledged, or acknowledged and are not in the store. */
  readonly receiptsLost: number;
  /** Receipts in the store that found nobody. */
  readonly receiptsWaiting: number;
  /** Numbers whose outcome in the store is not what the book says. */
  readonly disagreeing: number;
  /** What qunfa did that SMPP does not allow. */
  readonly violations: number;
}

export interface Figures extends Comparison {
  readonly kills: number;
  readonly cuts: number;
  readonly seconds: number;
  /** Numbers that a kill found being sent: their answers are lost, where there were any. */
  readonly interrupted: number;
  /** Accepted before the last kill: that the kills fell into the sending. */
  readonly acceptedAmidKills: number;
  readonly settled: boolean;
  readonly delivered: number;
  readonly failed: number;
  readonly unreachable: number;
  readonly noResult: number;
  readonly charged: number;
  readonly segmentsDelivered: number;
  readonly quotaBalanced: boolean;
}

/** Compares number by number and receipt by receipt. */
export function compare(
  provider: string,
  book: Book,
  recipients: readonly Recipient[],
  receipts: readonly StoredReceipt[],
): Comparison {
  const times = Map.groupBy(book.messages, ({ destination }) => destination);
  const said = Map.groupBy(book.receipts, ({ destination }) => destination);
  const stored = new Set(receipts.map(({ messageKey: key, code }) => `${key} ${code}`));
  const sent = recipients.filter(({ state }) => state !== "excluded");
  const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);

  /** Delivered outranks failed; nothing said, or never accepted, is no result. */
  const expected = (destination: string) => {
    const stats = said.get(destination)?.map(({ stat }) => stat) ?? [];
    if (stats.includes("DELIVRD")) return "delivered";
    return stats.length > 0 ? "unreachable" : "no_result";
  };
  const outcome = ({ state, reason }: Recipient) => (state === "failed" ? reason : state);
  const digits = ({ phone }: Recipient) => phone?.slice(1) ?? "";

  return {
    sendable: sent.length,
    accepted: sum(book.messages.map(({ parts }) => parts.size)),
    twice: [...times.values()].filter((messages) => messages.length > 1).length,
    neverReached: sent.filter((recipient) => !times.has(digits(recipient))).length,
    receiptsMade: book.receipts.length,
    receiptsSent: sum(book.receipts.map((receipt) => receipt.sent)),
    receiptsLost: book.receipts.filter(
      ({ id, stat, acked }) =>
        !acked || !stored.has(`${messageKey(provider as ProviderId, id)} ${codeOf(stat)}`),
    ).length,
    receiptsWaiting: receipts.filter(({ state }) => state === "waiting").length,
    disagreeing: sent.filter((recipient) => outcome(recipient) !== expected(digits(recipient)))
      .length,
    violations: book.violations.length,
  };
}

/** As the emulated SMSC says it: what it fails, it fails with 001. */
function codeOf(stat: string): string {
  return stat === "DELIVRD" ? stat : `${stat}:001`;
}

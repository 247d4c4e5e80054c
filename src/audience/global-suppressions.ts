import type { Phone } from "../ids.ts";
import type { Suppression } from "./suppression.ts";

/** A number that nobody on this installation may send to: the operator's own list, a regulator's, a carrier's. */
export interface GlobalSuppression {
  readonly phone: Phone;
  readonly reason: Suppression["reason"];
}

/** The suppressions of the whole installation, as they stand now. No merchant adds to them or takes from them. */
export interface GlobalSuppressions {
  /** Which of these numbers are suppressed for everyone, and why. */
  find(phones: readonly Phone[]): Promise<ReadonlyMap<Phone, Suppression["reason"]>>;
  /** How many there are, and the last `most` of them, newest first. */
  latest(
    most: number,
  ): Promise<{ readonly total: number; readonly entries: readonly GlobalSuppression[] }>;
}

/** An installation without such a list. */
export const noGlobalSuppressions: GlobalSuppressions = {
  find: () => Promise.resolve(new Map()),
  latest: () => Promise.resolve({ total: 0, entries: [] }),
};

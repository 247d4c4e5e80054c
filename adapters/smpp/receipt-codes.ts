import type { Receipt } from "../../src/delivery/provider.ts";
import type { CarrierReason } from "../../src/delivery/reason.ts";
import { mainlandReason } from "./mainland-codes.ts";

/** What a state means: a result, or that none is there yet. */
type StateMeaning = "delivered" | "intermediate" | CarrierReason;

/**
 * `stat` in a receipt's text (SMPP 3.4 appendix B). ACCEPTD, by the letter "read by a person at the SMSC", is sent by
 * SMSCs that have merely taken the message, so it is no result; BUFFRED and APPLIED are of gateways.
 */
const STATES: Readonly<Record<string, StateMeaning>> = {
  SCHEDLD: "intermediate",
  ENROUTE: "intermediate",
  ACCEPTD: "intermediate",
  BUFFRED: "intermediate",
  APPLIED: "intermediate",
  DELIVRD: "delivered",
  EXPIRED: "unreachable",
  UNDELIV: "unreachable",
  DELETED: "unknown",
  UNKNOWN: "unknown",
  REJECTD: "unknown",
  SKIPPED: "unknown",
};

/** The TLV message_state (SMPP 3.4 §5.2.28, and 0 and 9 of 5.0), by the name the text form has for it. */
const STATE_NAMES = [
  "SCHEDLD",
  "ENROUTE",
  "DELIVRD",
  "EXPIRED",
  "DELETED",
  "UNDELIV",
  "ACCEPTD",
  "UNKNOWN",
  "REJECTD",
  "SKIPPED",
] as const;

export function stateName(messageState: number): string {
  return STATE_NAMES[messageState] ?? `STATE${messageState}`;
}

/**
 * What a receipt decides; undefined when it is no result yet. The account's own codes go first, then the mainland's,
 * then the state. An error that no table has is marked as not known, so that the operator hears of it.
 */
export function outcomeOf(
  stat: string,
  err: string | undefined,
  own: Readonly<Record<string, CarrierReason>>,
): Receipt["outcome"] | undefined {
  const state = Object.hasOwn(STATES, stat) ? STATES[stat] : undefined;
  if (state === "intermediate") return undefined;
  if (state === "delivered") return { kind: "delivered" };
  const error = err === undefined || /^0*$/u.test(err) ? undefined : err;
  const codes = error === undefined ? [stat] : [`${stat}:${error}`, error, stat];
  const owned = codes.find((code) => Object.hasOwn(own, code));
  const named =
    (owned === undefined ? undefined : own[owned]) ??
    (error === undefined ? undefined : mainlandReason(error)) ??
    mainlandReason(stat);
  if (named !== undefined) return { kind: "failed", reason: named, known: true };
  return {
    kind: "failed",
    reason: state ?? "unknown",
    known: state !== undefined && error === undefined,
  };
}

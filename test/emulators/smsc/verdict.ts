import { createHash } from "node:crypto";
import type { SmscConfig } from "./config.ts";
import { STATUS } from "./pdu.ts";

/** A receipt to be sent. */
export interface PlannedReceipt {
  readonly stat: string;
  readonly err: string;
  /** After the acceptance. */
  readonly afterMs: number;
  /** Sent before the answer. */
  readonly early?: boolean;
}

/** What becomes of one submit_sm. */
export interface Verdict {
  /** Other than 0: refused. */
  readonly status: number;
  /** `bare`: OK without a body, as some SMSCs answer. `nack`: generic_nack. `garbage`: what is no PDU. */
  readonly answer: "now" | "late" | "never" | "cut" | "bare" | "nack" | "garbage";
  readonly receipts: readonly PlannedReceipt[];
}

/** Of the shares, those that decide the answer; the first that applies does. */
const ANSWERS = [
  ["nack", "nack"],
  ["cut", "cut"],
  ["loseAnswer", "never"],
  ["reorder", "late"],
] as const;

/** What the seed has in store for a part of a message to a number. */
export function judge(config: SmscConfig, destination: string, part: number): Verdict {
  const refused = config.statuses.find(({ endsWith }) => destination.endsWith(endsWith));
  if (refused !== undefined && refused.status !== STATUS.ok) {
    return { status: refused.status, answer: "now", receipts: [] };
  }
  const { shares } = config;
  const happens = (what: keyof typeof shares) =>
    drawn(config.seed, what, destination) < shares[what];
  const answer = ANSWERS.find(([share]) => happens(share))?.[1] ?? "now";
  if (config.receipts === "none" || happens("silent")) return { status: 0, answer, receipts: [] };
  const fate = config.fates.find(
    (of) => destination.endsWith(of.endsWith) && (of.part === undefined || of.part === part),
  );
  const failed = { stat: "UNDELIV", err: "001" };
  const delivered = { stat: "DELIVRD", err: "000" };
  const said = fate ?? (happens("fail") ? failed : delivered);
  const final = {
    stat: said.stat,
    err: said.err,
    afterMs: config.receiptMs + config.receiptSpreadMs * drawn(config.seed, "when", destination),
    early: happens("early"),
  };
  const other = said.stat === "DELIVRD" ? failed : delivered;
  return {
    status: 0,
    answer,
    receipts: [
      ...(happens("contradict") ? [{ ...final, ...other }] : []),
      final,
      ...(happens("duplicate") ? [final] : []),
    ],
  };
}

/** In [0, 1), the same for the same. */
function drawn(seed: number, what: string, destination: string): number {
  const digest = createHash("sha256").update(`${seed}|${what}|${destination}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

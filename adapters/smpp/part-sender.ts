import type { Clock } from "../../src/clock.ts";
import type { CarrierReason } from "../../src/delivery/reason.ts";
import type { SmppConfig } from "./config.ts";
import type { Line } from "./line.ts";
import type { SendRate } from "./send-rate.ts";
import { OK, statusMeaning } from "./status-codes.ts";
import type { SubmitFields } from "./submit-pdu.ts";
import type { Window } from "./window.ts";

/** Why a part is surely not accepted though nobody blames the number: the whole line's trouble. */
export type Trouble =
  | { readonly kind: "throttled" | "account"; readonly status: number }
  /** It did not say whom it blames. `at`: when it last said so. */
  | { readonly kind: "unclear"; readonly status: number; readonly at: number }
  | { readonly kind: "unavailable" }
  /** Not tried: the call was to end, or an earlier part failed. */
  | { readonly kind: "unbegun" };

/** What came of one part of a message. */
export type PartFate =
  | { readonly kind: "accepted"; readonly id: string | undefined }
  | { readonly kind: "refused"; readonly reason: CarrierReason; readonly status: number }
  | { readonly kind: "unknown"; readonly why: string }
  | { readonly kind: "trouble"; readonly trouble: Trouble };

export interface SenderDependencies {
  readonly clock: Clock;
  readonly line: Line;
  readonly window: Window;
  readonly rate: SendRate;
  readonly config: Pick<SmppConfig, "statusCodes">;
}

/** Whether a part may still be tried. */
export interface Chances {
  /** Until when, and what calls it off; undefined: not any more. */
  next(): { readonly signal: AbortSignal; readonly until: number } | undefined;
  /** It is written now. */
  writing(): void;
}

/** How often a part is tried that the SMSC refuses without saying why, and how long between. */
const UNCLEAR_TRIES = 3;
const UNCLEAR_PAUSE_MS = 200;

/**
 * Sends one part, and again while it was surely not accepted and there is a chance left. Never again once it
 * was written and not answered.
 */
export async function sendPart(
  { clock, line, window, rate, config }: SenderDependencies,
  fields: SubmitFields,
  chances: Chances,
): Promise<PartFate> {
  let trouble: Trouble = { kind: "unbegun" };
  for (let unclear = 0; ; ) {
    await window.enter();
    let fate: PartFate | undefined;
    try {
      fate = await tryOnce();
    } finally {
      window.leave();
    }
    if (fate === undefined) return { kind: "trouble", trouble };
    if (fate.kind !== "trouble") return fate;
    trouble = fate.trouble;
    if (trouble.kind === "account") return fate;
    if (trouble.kind !== "unclear") continue;
    unclear += 1;
    if (unclear === UNCLEAR_TRIES) return fate;
    await clock.sleep(UNCLEAR_PAUSE_MS * unclear);
  }

  /** Undefined when there was no time left to try. */
  async function tryOnce(): Promise<PartFate | undefined> {
    const before = chances.next();
    if (before === undefined || rate.next > before.until) return undefined;
    await rate.turn(before.signal);
    const chance = chances.next();
    if (chance === undefined) return undefined;
    const connection = await line.bound(Math.max(0, chance.until - clock.now()));
    if (connection === undefined) {
      trouble = { kind: "unavailable" };
      return undefined;
    }
    chances.writing();
    const answer = await connection.request("submit_sm", fields);
    if (answer.kind === "unsent") return { kind: "trouble", trouble: { kind: "unavailable" } };
    if (answer.kind === "unanswered") return { kind: "unknown", why: answer.why };
    const { status, messageId } = answer;
    if (status === OK) {
      rate.accepted();
      return { kind: "accepted", id: messageId === "" ? undefined : messageId };
    }
    const means = statusMeaning(status, config.statusCodes);
    if (means === "throttled") rate.throttled();
    if (means === "throttled" || means === "account") {
      return { kind: "trouble", trouble: { kind: means, status } };
    }
    if (means === "unclear") {
      return { kind: "trouble", trouble: { kind: means, status, at: clock.now() } };
    }
    return { kind: "refused", reason: means, status };
  }
}

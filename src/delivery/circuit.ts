/** What one call to a provider showed of its health. */
export interface Call {
  readonly at: number;
  /** False when it was not reached, or said that it is down. */
  readonly reached: boolean;
  /** People in the call, and of those whose outcome is unknown: the call broke off, or was silent about them. */
  readonly people: number;
  readonly lost: number;
}

/**
 * Whether a provider's account may be used. Open, nothing is sent until `until`; then one small batch tries whether
 * it works again. (Half open is open with `until` behind it: a lane makes one call at a time, so it needs no more.)
 */
export type Circuit =
  | { readonly state: "closed"; readonly recent: readonly Call[] }
  | {
      readonly state: "open";
      readonly since: number;
      readonly until: number;
      /** How long it stays shut the next time the try fails, in milliseconds. */
      readonly backOff: number;
      readonly why: "unreachable" | "losing";
    };

export const CLOSED: Circuit = { state: "closed", recent: [] };

/** People in the batch that tries a provider again: all that one more failure can cost. */
export const PROBE = 5;

/** Calls in a row that did not get through. */
const UNREACHED_RUN = 4;
/** Calls that count: those of the last minute. */
const WINDOW = 60_000;
const RECENT_MOST = 50;
/** With at least so many calls in the window, this share of them lost opens the circuit. */
const CALLS_LEAST = 4;
const LOST_SHARE = 0.5;
const BACK_OFF_FIRST = 10_000;
const BACK_OFF_MOST = 300_000;

/** What may be sent now: everything, one small batch, or nothing. */
export function admits(circuit: Circuit, now: number): "all" | "probe" | "none" {
  if (circuit.state === "closed") return "all";
  return now >= circuit.until ? "probe" : "none";
}

/** The circuit after a call. */
export function afterCall(circuit: Circuit, call: Call): Circuit {
  if (circuit.state === "open") {
    if (badness(call) < LOST_SHARE) return CLOSED;
    const { backOff } = circuit;
    const next = Math.min(BACK_OFF_MOST, backOff * 2);
    return { ...circuit, until: call.at + backOff, backOff: next };
  }
  const recent = [...circuit.recent, call]
    .filter(({ at }) => at > call.at - WINDOW)
    .slice(-RECENT_MOST);
  const why = fault(recent);
  if (why === undefined) return { state: "closed", recent };
  return {
    state: "open",
    since: call.at,
    until: call.at + BACK_OFF_FIRST,
    backOff: BACK_OFF_FIRST * 2,
    why,
  };
}

function fault(recent: readonly Call[]): "unreachable" | "losing" | undefined {
  const run = recent.slice(-UNREACHED_RUN);
  if (run.length === UNREACHED_RUN && run.every(({ reached }) => !reached)) return "unreachable";
  const lost = recent.reduce((sum, call) => sum + badness(call), 0);
  return recent.length >= CALLS_LEAST && lost >= LOST_SHARE * recent.length ? "losing" : undefined;
}

/** The share of a call that came to nothing, 0 to 1. */
function badness({ reached, people, lost }: Call): number {
  if (!reached) return 1;
  return people === 0 ? 0 : lost / people;
}

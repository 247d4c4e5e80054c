/** What a carrier says of a message. */
export interface Report {
  readonly success: boolean;
  readonly code: string;
}

/** What the emulator does with messages to a number. */
export interface NumberScript {
  /** Refuses this number with a code, the others of its call go: so many times, or always. */
  readonly refuse?: { readonly code: string; readonly times?: number };
  /** Takes the call and loses the answer: `breaks` closes the connection, `hangs` leaves it open, `garbled` says nonsense, `stalls` ends in the middle, `cut` too and closes it. */
  readonly answer?: "breaks" | "hangs" | "stalls" | "cut" | "garbled" | "error500";
  /** Leaves this number out of an answer that is well otherwise. */
  readonly unanswered?: boolean;
  /** What is reported, in this order; delivered where not given. */
  readonly reports?: readonly Report[];
  /** Calls back before the call is answered. */
  readonly early?: boolean;
  /** Whether it calls back at all; questions about the number tell anyway. */
  readonly callback?: boolean;
}

export const DELIVERED: Report = { success: true, code: "DELIVRD" };
export const failed = (code: string): Report => ({ success: false, code });

import type { ApiFault } from "./fault.ts";

/** What a carrier says of a message. */
export interface Report {
  readonly success: boolean;
  readonly code: string;
}

/** What the emulator does with messages to a number. */
export interface NumberScript {
  /** Refuses the whole call that it is in: so many times, or always. */
  readonly refuse?: { readonly fault: ApiFault; readonly times?: number };
  /** Takes the call and loses the answer: `breaks` closes the connection, `hangs` leaves it open, `garbled` says nonsense, `stalls` ends in the middle, `cut` too and closes it. */
  readonly answer?: "breaks" | "hangs" | "stalls" | "cut" | "garbled" | "error500";
  /** What is reported, in this order; delivered where not given. */
  readonly reports?: readonly Report[];
  /** Pushes before the call is answered. */
  readonly early?: boolean;
  /** Whether receipts are pushed at all; details have them anyway. */
  readonly push?: boolean;
}

export const DELIVERED: Report = { success: true, code: "DELIVERED" };
export const failed = (code: string): Report => ({ success: false, code });

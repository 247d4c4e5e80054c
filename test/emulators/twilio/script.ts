import type { ApiFault } from "./fault.ts";

/** One step of a message's life after it was accepted: a callback each. */
export interface Step {
  readonly status: string;
  readonly errorCode?: number;
}

/** What the emulator does with messages to a number. */
export interface NumberScript {
  /** Refuses the create call: so many times, or always. */
  readonly refuse?: { readonly fault: ApiFault; readonly times?: number };
  /** Accepts, and loses the answer: `breaks` closes the connection, `hangs` leaves it open, `garbled` says nonsense, `cut` closes it in the middle of the answer. */
  readonly answer?: "breaks" | "hangs" | "cut" | "garbled" | "error500";
  /** What is reported, in this order. */
  readonly steps?: readonly Step[];
  /** Reports before the create call is answered. */
  readonly early?: boolean;
  /** Whether it calls back at all. */
  readonly callbacks?: boolean;
}

export const DELIVERED: readonly Step[] = [{ status: "sent" }, { status: "delivered" }];
export const undelivered = (errorCode: number): readonly Step[] => [
  { status: "sent" },
  { status: "undelivered", errorCode },
];

import { maskPhone } from "../../src/audience/phone.ts";
import type { Phone } from "../../src/ids.ts";

/** Surely nothing reached Twilio: no connection was made. */
export class TwilioUnreached extends Error {
  override readonly name = "TwilioUnreached";
}

/** The request was under way when the connection broke or time ran out: Twilio may have acted on it. */
export class TwilioUncertain extends Error {
  override readonly name = "TwilioUncertain";
}

/** Twilio, or something on the way to it, answered with anything but success. */
export class TwilioAnswer extends Error {
  override readonly name = "TwilioAnswer";
  readonly status: number;
  /** Twilio's own code; undefined when the answer is not in its form. */
  readonly code: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, code: number | undefined, said: string, retryAfterMs?: number) {
    super(said === "" ? `HTTP ${status}` : withoutNumbers(said));
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Twilio's messages name the numbers they are about: masked, so that they may be logged and shown. */
export function withoutNumbers(text: string): string {
  return text.replace(/(?<![0-9A-Za-z])\+?\d{7,15}(?![0-9A-Za-z])/gu, (number) =>
    maskPhone(number as Phone),
  );
}

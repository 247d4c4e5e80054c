import type { Verdict } from "../../src/delivery/conclude.ts";
import { SubmitRefused } from "../../src/delivery/provider.ts";
import { type Meaning, meaningOf } from "./codes.ts";
import { TwilioAnswer, TwilioUnreached } from "./fault.ts";

/** What an error of the create call means for its recipient. Whatever is not surely a refusal is unknown. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof TwilioUnreached)
    return { kind: "held", refusal: new SubmitRefused("unavailable", error.message) };
  if (error instanceof TwilioAnswer) return verdictOfAnswer(error);
  return { kind: "unknown", detail: error instanceof Error ? error.message : "no answer" };
}

function verdictOfAnswer(answer: TwilioAnswer): Verdict {
  const { status, code, retryAfterMs } = answer;
  const known = code === undefined ? undefined : meaningOf(code);
  // After a 5xx a text may have gone out (twilio.com/docs/api/errors/20500); so it may after a proxy's 408.
  if ((status >= 500 || status === 408) && known?.meaning.about !== "service")
    return { kind: "unknown", detail: `Twilio answered ${status}: ${answer.message}` };
  const meaning = known?.meaning ?? meaningOfStatus(status, code);
  const named = code === undefined ? `${status}` : `${code}`;
  if (meaning.about === "person" || meaning.about === "route") {
    const { reason } = meaning;
    const detail = known?.title ?? answer.message;
    return { kind: "refused", shared: meaning.about === "route", reason, code: named, detail };
  }
  const options = {
    providerCode: named,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  return { kind: "held", refusal: new SubmitRefused(KIND[meaning.about], told(answer), options) };
}

const KIND = { account: "account", pace: "throttled", service: "unavailable" } as const;

/** What a status means by itself: the code is none that we know, or something on the way answered. */
function meaningOfStatus(status: number, code: number | undefined): Meaning {
  if (status === 429) return { about: "pace" };
  // Parameters are refused with 400: of this message as a rule, of all where all get it.
  if (status === 400 && code !== undefined) return { about: "route", reason: "unknown" };
  return { about: "account" };
}

/** For the operator: what Twilio says, and where it says what to do. */
export function told({ status, code, message }: TwilioAnswer): string {
  return code === undefined
    ? `Twilio answered ${status}: ${message}`
    : `Twilio ${code}: ${message} (www.twilio.com/docs/api/errors/${code})`;
}

/** The same, of a code that everybody got. */
export function tellSharedFault(code: string, detail: string): string {
  return `Twilio ${code} for everyone: ${detail} (www.twilio.com/docs/api/errors/${code})`;
}

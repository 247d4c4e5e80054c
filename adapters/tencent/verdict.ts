import { SubmitRefused } from "../../src/delivery/provider.ts";
import type { CarrierReason } from "../../src/delivery/reason.ts";
import { meaningOf, titleOf } from "./answer-codes.ts";
import { TencentAnswer, TencentUnreached } from "./fault.ts";

/** What one code, of a number or of a whole call, says of whoever it is about. `shared`: it may be everybody's. */
export type Verdict =
  | {
      readonly kind: "refused";
      /** A single person's: in a call for many it is not known whose. */
      readonly personal: boolean;
      readonly shared: boolean;
      readonly reason: CarrierReason;
      readonly code: string;
      readonly detail: string;
    }
  | { readonly kind: "held"; readonly refusal: SubmitRefused }
  | { readonly kind: "unknown"; readonly detail: string };

/** It is 8 o'clock some time: until then the lane asks now and then. */
const HOURS_AGAIN = 15 * 60_000;

/** What the error of a call means. Whatever is not surely a refusal is unknown. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof TencentUnreached)
    return { kind: "held", refusal: new SubmitRefused("unavailable", error.message) };
  if (error instanceof TencentAnswer) return verdictOfCode(error.code);
  return { kind: "unknown", detail: error instanceof Error ? error.message : "no answer" };
}

export function verdictOfCode(code: string): Verdict {
  const meaning = meaningOf(code);
  switch (meaning.about) {
    case "open":
      return { kind: "unknown", detail: told(code) };
    case "account":
      return held("account", code);
    case "pace":
      return held("throttled", code);
    case "hours":
      return held("throttled", code, HOURS_AGAIN);
    case "person":
    case "text":
    case "request":
      return {
        kind: "refused",
        personal: meaning.about === "person",
        shared: meaning.about === "request",
        reason: meaning.reason,
        code,
        detail: titleOf(code) ?? "not explained",
      };
  }
}

function held(kind: SubmitRefused["code"], code: string, retryAfterMs?: number): Verdict {
  const options = { providerCode: code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return { kind: "held", refusal: new SubmitRefused(kind, told(code), options) };
}

/** Whether an error says only that it was too much at once. */
export function isThrottled(error: unknown): boolean {
  const verdict = verdictOf(error);
  return verdict.kind === "held" && verdict.refusal.code === "throttled";
}

/** For the operator: what Tencent says, and where it says what to do. */
export function told(code: string): string {
  const title = titleOf(code);
  const what = title === undefined ? "" : `: ${title}`;
  return `Tencent Cloud ${code}${what} (cloud.tencent.com/document/api/382/59177)`;
}

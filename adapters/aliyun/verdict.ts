import { SubmitRefused } from "../../src/delivery/provider.ts";
import type { CarrierReason } from "../../src/delivery/reason.ts";
import { type Meaning, meaningOf } from "./codes.ts";
import { AliyunAnswer, AliyunUnreached } from "./fault.ts";

/**
 * What came of a call. It is taken whole or not at all: `refused` does not tell for whose sake.
 * - `person`: it is about a number, one of them.
 * - `text`: it is about what is said, to whoever is told the same. `shared`: or about what all texts have in common.
 */
export type Verdict =
  | { readonly kind: "accepted" }
  | {
      readonly kind: "refused";
      readonly whose: "person" | "text";
      readonly shared: boolean;
      readonly reason: CarrierReason;
      readonly code: string;
      readonly detail: string;
    }
  | { readonly kind: "held"; readonly refusal: SubmitRefused }
  | { readonly kind: "unknown"; readonly detail: string };

/** What the error of a call means. Whatever is not surely a refusal is unknown. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof AliyunUnreached)
    return { kind: "held", refusal: new SubmitRefused("unavailable", error.message) };
  if (error instanceof AliyunAnswer) return verdictOfAnswer(error);
  return { kind: "unknown", detail: error instanceof Error ? error.message : "no answer" };
}

function verdictOfAnswer(answer: AliyunAnswer): Verdict {
  const { code, status, retryAfterMs } = answer;
  const known = code === undefined ? undefined : meaningOf(code);
  const meaning = known?.meaning ?? meaningOfStatus(status, code);
  const named = code ?? `HTTP ${status}`;
  switch (meaning.about) {
    case "open":
      return { kind: "unknown", detail: told(answer) };
    case "account":
    case "pace": {
      const options = {
        providerCode: named,
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      };
      const kind = meaning.about === "pace" ? "throttled" : "account";
      return { kind: "held", refusal: new SubmitRefused(kind, told(answer), options) };
    }
    case "person":
    case "text":
    case "request":
      return {
        kind: "refused",
        whose: meaning.about === "person" ? "person" : "text",
        shared: meaning.about === "request",
        reason: meaning.reason,
        code: named,
        detail: known?.title ?? answer.message,
      };
  }
}

/** What is to be thought of a code that is in no table. */
function meaningOfStatus(status: number, code: string | undefined): Meaning {
  if (status === 429 || code?.startsWith("Throttling") === true) return { about: "pace" };
  // What the service refuses it refuses with 200 and a code of the caller's side; one that is new may be anybody's.
  if (code?.startsWith("isv.") === true) return { about: "request", reason: "unknown" };
  if (code === undefined || code.startsWith("isp.") || status >= 500 || status < 400)
    return { about: "open" };
  return { about: "account" };
}

/** Whether an error says only that it was too much at once. */
export function isThrottled(error: unknown): boolean {
  const verdict = verdictOf(error);
  return verdict.kind === "held" && verdict.refusal.code === "throttled";
}

/** For the operator: what Aliyun says, and where it says what to do. Never the text or the numbers it was about. */
export function told({ code, status, message }: AliyunAnswer): string {
  if (code === undefined) return `Aliyun answered HTTP ${status}`;
  const what = meaningOf(code)?.title ?? message;
  return `Aliyun ${code}: ${what} (help.aliyun.com/zh/document_detail/101346.html)`;
}

import { type SubmitOutcome, SubmitRefused } from "../../src/delivery/provider.ts";
import type { Fate } from "./verdict.ts";

/** So many people can't all be at fault for the same. */
const SHARED_FROM = 3;
const GRAVEST = ["account", "throttled", "unavailable"] as const;

/**
 * What a call says of its recipients, as the port puts it. Throws `SubmitRefused` when nothing was accepted, or may
 * have been, and the account or the line stood in the way: then everyone stays pending.
 */
export function conclude(fates: readonly Fate[]): SubmitOutcome[] {
  const untouched = fates.every(({ kind }) => kind === "refused" || kind === "held");
  if (untouched) {
    const refusal = gravest(fates) ?? sharedFault(fates);
    if (refusal !== undefined) throw refusal;
  }
  return fates.map(outcomeOf);
}

function gravest(fates: readonly Fate[]): SubmitRefused | undefined {
  const refusals = fates.flatMap((fate) => (fate.kind === "held" ? [fate.refusal] : []));
  for (const code of GRAVEST) {
    const found = refusals.find((refusal) => refusal.code === code);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A fault that may be anybody's and that everybody got is the account's: a region not enabled, a new code. */
function sharedFault(fates: readonly Fate[]): SubmitRefused | undefined {
  const [first] = fates;
  if (first?.kind !== "refused" || fates.length < SHARED_FROM) return undefined;
  const { code, detail } = first;
  const same = fates.every((fate) => fate.kind === "refused" && fate.shared && fate.code === code);
  if (!same) return undefined;
  const where = `www.twilio.com/docs/api/errors/${code}`;
  return new SubmitRefused("account", `Twilio ${code} for everyone: ${detail} (${where})`, {
    providerCode: code,
  });
}

function outcomeOf(fate: Fate): SubmitOutcome {
  const { recipient } = fate;
  switch (fate.kind) {
    case "accepted":
      return { recipient, kind: "accepted", messageId: fate.messageId };
    case "unknown":
      return { recipient, kind: "unknown", detail: fate.detail };
    case "refused": {
      const { reason, code, detail } = fate;
      return { recipient, kind: "refused", reason, code, detail };
    }
    case "held":
      return { recipient, kind: "deferred" };
  }
}

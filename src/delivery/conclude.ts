import type { RecipientId } from "../ids.ts";
import { type SubmitOutcome, SubmitRefused } from "./provider.ts";
import type { CarrierReason } from "./reason.ts";

/**
 * What came of one message of a submission that takes several calls.
 * - `refused`: for this person's or text's sake; `shared` when it may be everybody's, which only the others can tell.
 * - `unknown`: `messageId` is how receipts will name it if it was accepted, where that is known beforehand.
 * - `held`: surely not accepted, and nothing about this person: `refusal` says what stood in the way.
 */
export type Verdict =
  | { readonly kind: "accepted"; readonly messageId: string }
  | {
      readonly kind: "refused";
      readonly shared: boolean;
      readonly reason: CarrierReason;
      readonly code: string;
      readonly detail: string;
    }
  | { readonly kind: "unknown"; readonly detail: string; readonly messageId?: string }
  | { readonly kind: "held"; readonly refusal: SubmitRefused };

/** Whose it is. */
export type Fate = Verdict & { readonly recipient: RecipientId };

/** How a code that everybody got is told to the operator. */
type Tell = (code: string, detail: string) => string;

const tellPlainly: Tell = (code, detail) => `${code} for everyone: ${detail}`;

/** So many people can't all be at fault for the same. */
const SHARED_FROM = 3;
const GRAVEST = ["account", "throttled", "unavailable"] as const;

/**
 * What a submission says of its recipients, as the port puts it. Throws `SubmitRefused` when nothing was accepted, or
 * may have been, and the account or the line stood in the way: then everyone stays pending.
 */
export function conclude(fates: readonly Fate[], tell: Tell = tellPlainly): SubmitOutcome[] {
  if (fates.every(({ kind }) => kind === "refused" || kind === "held")) {
    const refusal = gravest(fates) ?? sharedFault(fates, tell);
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

/** A fault that may be anybody's and that everybody got is the account's: a template changed, a region not enabled, a new code. */
function sharedFault(fates: readonly Fate[], tell: Tell): SubmitRefused | undefined {
  const [first] = fates;
  if (first?.kind !== "refused" || fates.length < SHARED_FROM) return undefined;
  const { code, detail } = first;
  const same = fates.every((fate) => fate.kind === "refused" && fate.shared && fate.code === code);
  if (!same) return undefined;
  return new SubmitRefused("account", tell(code, detail), { providerCode: code });
}

function outcomeOf(fate: Fate): SubmitOutcome {
  const { recipient } = fate;
  switch (fate.kind) {
    case "accepted":
      return { recipient, kind: "accepted", messageId: fate.messageId };
    case "unknown": {
      const { detail, messageId } = fate;
      if (messageId === undefined) return { recipient, kind: "unknown", detail };
      // Receipts that name it find their recipient, whatever became of the answer.
      return { recipient, kind: "unknown", detail, parts: { ids: [messageId], of: 1 } };
    }
    case "refused": {
      const { reason, code, detail } = fate;
      return { recipient, kind: "refused", reason, code, detail };
    }
    case "held":
      return { recipient, kind: "deferred", detail: fate.refusal.message };
  }
}

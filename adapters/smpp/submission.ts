import {
  type Batch,
  type Message,
  type SubmitOutcome,
  SubmitRefused,
} from "../../src/delivery/provider.ts";
import type { RecipientId } from "../../src/ids.ts";
import type { SmppConfig } from "./config.ts";
import { normaliseId } from "./message-id.ts";
import {
  type Chances,
  type PartFate,
  type SenderDependencies,
  sendPart,
  type Trouble,
} from "./part-sender.ts";
import { statusMeaning, statusName, statusText } from "./status-codes.ts";
import type { SubmitFields } from "./submit-pdu.ts";

interface Dependencies extends SenderDependencies {
  readonly config: SmppConfig;
  readonly encode: (phone: Message["phone"], text: string) => readonly SubmitFields[];
}

/** So long after the SMSC took a message, errors without a reason are held to be about the numbers … */
const PROVEN_MS = 60_000;
/** … when a call has no more of them than this: more, and the line is in trouble. */
const FEW = 3;

/** Hands batches to an SMSC, message by message within the window. */
export class Submitter {
  readonly #dependencies: Dependencies;
  #acceptedAt = Number.NEGATIVE_INFINITY;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** As `Provider.submit`. What was begun is ended when the signal comes: half a message is of no use to anybody. */
  async submit(batch: Batch, signal: AbortSignal): Promise<readonly SubmitOutcome[]> {
    const { clock, config } = this.#dependencies;
    const call = new Call(clock.now(), config.callMs, signal);
    const sent = await Promise.all(batch.messages.map((message) => this.#send(message, call)));
    const unclear = sent.filter(({ fates }) => worstOf(fates).kind === "unclear").length;
    const outcomes = sent.map(({ recipient, fates }) =>
      this.#outcomeOf(recipient, fates, unclear <= FEW),
    );
    if (outcomes.length > 0 && outcomes.every(({ kind }) => kind === "deferred")) {
      throw this.#refusal(sent.flatMap(({ fates }) => fates));
    }
    return outcomes;
  }

  async #send(
    { recipient, phone, text }: Message,
    call: Call,
  ): Promise<{ readonly recipient: RecipientId; readonly fates: readonly PartFate[] }> {
    let begun = false;
    let broken = false;
    const chances: Chances = {
      next: () => (broken ? undefined : call.chance(begun)),
      writing: () => {
        begun = true;
      },
    };
    const fates = await Promise.all(
      this.#dependencies.encode(phone, text).map(async (fields) => {
        const fate = await sendPart(this.#dependencies, fields, chances);
        if (fate.kind === "accepted") this.#acceptedAt = this.#dependencies.clock.now();
        else broken = true;
        if (fate.kind === "trouble" && fate.trouble.kind === "account") call.stop();
        return fate;
      }),
    );
    return { recipient, fates };
  }

  #outcomeOf(recipient: RecipientId, fates: readonly PartFate[], few: boolean): SubmitOutcome {
    const ids = fates.flatMap((fate) => (fate.kind === "accepted" ? this.#idOf(fate.id) : []));
    const of = fates.length;
    const parts = of > 1 ? { parts: { ids, of } } : {};
    const [first] = ids;
    if (ids.length === of && first !== undefined) {
      return { recipient, kind: "accepted", messageId: ids.join(","), ...parts };
    }
    const refused = fates.find((fate) => fate.kind === "refused");
    if (refused !== undefined) {
      const { reason, status } = refused;
      const detail = statusText(status);
      return { recipient, kind: "refused", reason, code: statusName(status), detail, ...parts };
    }
    const unknown = fates.find((fate) => fate.kind === "unknown");
    if (unknown !== undefined) {
      return { recipient, kind: "unknown", detail: unknown.why, ...parts };
    }
    if (fates.every((fate) => fate.kind === "accepted")) {
      const detail = "accepted without a message id: no receipt can name it";
      return { recipient, kind: "unknown", detail, ...parts };
    }
    return this.#troubled(recipient, fates, few, parts);
  }

  /** Some part was surely not accepted, through no fault that is known to be the number's. */
  #troubled(
    recipient: RecipientId,
    fates: readonly PartFate[],
    few: boolean,
    parts: { readonly parts?: { readonly ids: readonly string[]; readonly of: number } },
  ): SubmitOutcome {
    const worst = worstOf(fates);
    const status = "status" in worst ? worst.status : undefined;
    const code = status === undefined ? worst.kind : statusName(status);
    const partly = fates.some(({ kind }) => kind === "accepted");
    if (partly) {
      const detail = `only some parts were accepted: ${explain(worst)}`;
      return { recipient, kind: "refused", reason: "unknown", code, detail, ...parts };
    }
    if (worst.kind === "unclear" && this.#isProvenAfter(worst.at, few)) {
      return { recipient, kind: "refused", reason: "unknown", code, detail: explain(worst) };
    }
    return { recipient, kind: "deferred", detail: explain(worst) };
  }

  /** Whether the line works, so that what was refused at `at` was refused for its number's sake. */
  #isProvenAfter(at: number, few: boolean): boolean {
    if (this.#acceptedAt > at) return true;
    return few && this.#dependencies.clock.now() - this.#acceptedAt < PROVEN_MS;
  }

  #refusal(fates: readonly PartFate[]): SubmitRefused {
    const { clock, rate, line, config } = this.#dependencies;
    const worst = worstOf(fates);
    if (worst.kind === "account" || worst.kind === "unclear") {
      const code = worst.kind === "account" ? "account" : "unavailable";
      return new SubmitRefused(code, explain(worst), { providerCode: statusName(worst.status) });
    }
    const retryAfterMs = Math.max(0, rate.next - clock.now());
    if (worst.kind === "throttled") {
      const providerCode = statusName(worst.status);
      return new SubmitRefused("throttled", explain(worst), { retryAfterMs, providerCode });
    }
    if (worst.kind === "unbegun" && retryAfterMs > 0) {
      return new SubmitRefused("throttled", explain(worst), { retryAfterMs });
    }
    const { state } = line;
    if (state.kind === "down" && state.refused !== undefined) {
      const account = statusMeaning(state.refused, config.statusCodes) === "account";
      const providerCode = statusName(state.refused);
      return new SubmitRefused(account ? "account" : "unavailable", state.why, { providerCode });
    }
    const why = state.kind === "down" ? state.why : "the line is not bound yet";
    return new SubmitRefused("unavailable", worst.kind === "unavailable" ? why : explain(worst));
  }

  #idOf(id: string | undefined): string[] {
    return id === undefined ? [] : [normaliseId(id, this.#dependencies.config.messageIds.submit)];
  }
}

/** How long one call begins messages; what it has begun it may go on trying for as long again. */
class Call {
  readonly #startedUntil: number;
  readonly #begunUntil: number;
  readonly #signal: AbortSignal;
  readonly #never = new AbortController().signal;
  #stopped = false;

  constructor(now: number, callMs: number, signal: AbortSignal) {
    this.#startedUntil = now + callMs;
    this.#begunUntil = now + 2 * callMs;
    this.#signal = signal;
  }

  stop(): void {
    this.#stopped = true;
  }

  chance(begun: boolean) {
    if (begun) return { signal: this.#never, until: this.#begunUntil };
    if (this.#stopped || this.#signal.aborted) return undefined;
    return { signal: this.#signal, until: this.#startedUntil };
  }
}

const ORDER = ["account", "throttled", "unclear", "unavailable", "unbegun"] as const;

/** The trouble that says most about the line. */
function worstOf(fates: readonly PartFate[]): Trouble {
  const troubles = fates.flatMap((fate) => (fate.kind === "trouble" ? [fate.trouble] : []));
  return (
    troubles.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))[0] ?? { kind: "unbegun" }
  );
}

function explain(trouble: Trouble): string {
  switch (trouble.kind) {
    case "unavailable":
      return "the line was down";
    case "unbegun":
      return "the call ended before it was this number's turn";
    default:
      return statusText(trouble.status);
  }
}

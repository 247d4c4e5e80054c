import {
  type Batch,
  type DeliverySink,
  type Message,
  type Provider,
  type Serving,
  type SubmitOutcome,
  SubmitRefused,
  type TextVerdict,
} from "../../src/delivery/provider.ts";
import type { CarrierReason } from "../../src/delivery/reason.ts";
import { type Approved, findApproved } from "../../src/delivery/template.ts";
import type { ProviderId, RecipientId } from "../../src/ids.ts";
import type { Price } from "../../src/money.ts";

/** What the provider is to do with the next call. */
export type CallScript =
  | { readonly kind: "accept" }
  | { readonly kind: "refuse_call"; readonly code: SubmitRefused["code"] }
  /** Accepts all, then the connection breaks before the answer. */
  | { readonly kind: "break_after" }
  /** The connection breaks before anything was accepted; the caller can't tell. */
  | { readonly kind: "break_before" }
  /** Refuses every nth number for its own sake. */
  | { readonly kind: "refuse_some"; readonly every: number; readonly reason?: CarrierReason };

/** A provider that keeps a book of what it accepted and does as it is told: the port's other side, in process. */
export class ScriptedProvider implements Provider {
  readonly id: ProviderId;
  readonly kind = "scripted";
  readonly name: string;
  readonly limits;
  readonly profile: string;
  readonly weight: number;
  readonly serves: Serving;
  readonly unserved: readonly string[];
  readonly price?: Price;
  readonly takes?: (text: string) => TextVerdict;
  readonly script: CallScript[] = [];
  /** People in each call, whatever came of it. */
  readonly calls: number[] = [];
  /** What it says when asked. */
  well = true;
  /** Message id by recipient, of everything ever accepted; a recipient twice is a double send. */
  readonly accepted: {
    readonly recipient: RecipientId;
    readonly messageId: string;
    readonly message: Message;
  }[] = [];
  readonly refused: RecipientId[] = [];
  sink: DeliverySink | undefined;
  /** Called when a batch was accepted and before the answer is given: receipts may be faster. */
  beforeAnswer: (() => Promise<void>) | undefined;
  readonly #parts: number;
  #next = 0;

  constructor(
    id: string,
    options: {
      readonly profile?: string;
      readonly weight?: number;
      readonly batchSize?: number;
      readonly ratePerSecond?: number;
      readonly serves?: Serving;
      readonly unserved?: readonly string[];
      readonly price?: Price;
      /** It sends these alone. */
      readonly approved?: Approved;
      /** A text goes in so many parts, which receipts name one by one: `<message id>.1` and so on. */
      readonly parts?: number;
    } = {},
  ) {
    this.id = id as ProviderId;
    this.name = id;
    this.profile = options.profile ?? "sim-lenient";
    this.weight = options.weight ?? 1;
    this.limits = {
      batchSize: options.batchSize ?? 7,
      ratePerSecond: options.ratePerSecond ?? 1_000_000,
    };
    this.serves = options.serves ?? {};
    this.unserved = options.unserved ?? [];
    if (options.price !== undefined) this.price = options.price;
    const { approved } = options;
    if (approved !== undefined) {
      this.takes = (text) => {
        const found = findApproved(approved, text);
        return found.kind === "fits" ? { kind: "takes" } : found;
      };
    }
    this.#parts = options.parts ?? 1;
  }

  async submit(batch: Batch): Promise<readonly SubmitOutcome[]> {
    const answer = this.#answer(batch);
    // A broken call is told when the answer is due, not before.
    answer.catch(() => undefined);
    await this.beforeAnswer?.();
    return answer;
  }

  #answer(batch: Batch): Promise<readonly SubmitOutcome[]> {
    this.calls.push(batch.messages.length);
    const script = this.script.shift() ?? { kind: "accept" };
    switch (script.kind) {
      case "refuse_call":
        return Promise.reject(
          new SubmitRefused(script.code, "scripted refusal", { retryAfterMs: 0 }),
        );
      case "break_before":
        return Promise.reject(new Error("scripted break before the call"));
      case "break_after":
        for (const message of batch.messages) this.#accept(message);
        return Promise.reject(new Error("scripted break after the call"));
      case "accept":
        return Promise.resolve(batch.messages.map((message) => this.#accept(message)));
      case "refuse_some":
        return Promise.resolve(
          batch.messages.map((message, i) =>
            i % script.every === 0
              ? this.#refuse(message, script.reason ?? "blacklisted")
              : this.#accept(message),
          ),
        );
    }
  }

  #accept(message: Message): SubmitOutcome {
    this.#next += 1;
    const messageId = `${this.id}-${this.#next}`;
    const { recipient } = message;
    this.accepted.push({ recipient, messageId, message });
    if (this.#parts === 1) return { recipient, kind: "accepted", messageId };
    const ids = Array.from({ length: this.#parts }, (_, i) => `${messageId}.${i + 1}`);
    return { recipient, kind: "accepted", messageId, parts: { ids, of: this.#parts } };
  }

  #refuse({ recipient }: Message, reason: CarrierReason): SubmitOutcome {
    this.refused.push(recipient);
    return { recipient, kind: "refused", reason, code: "BL", detail: "scripted" };
  }

  start(sink: DeliverySink): Promise<void> {
    this.sink = sink;
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  health() {
    return Promise.resolve({ ok: this.well, detail: "scripted" });
  }
}

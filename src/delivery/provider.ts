import type { Phone, ProviderId, RecipientId } from "../ids.ts";
import type { Price } from "../money.ts";
import type { Carrier } from "../policy/number-carrier.ts";
import type { CarrierReason } from "./reason.ts";

/** What a provider takes at most. */
export interface ProviderLimits {
  /** Recipients in one call. */
  readonly batchSize: number;
  /** Recipients per second the account may submit. */
  readonly ratePerSecond: number;
  /** Local hours in which it takes marketing, `[from, to)` in minutes after midnight; undefined: any time. */
  readonly hours?: { readonly from: number; readonly to: number };
}

/** Whose numbers an account serves; what is not said is not restricted. */
export interface Serving {
  /** Beginnings of the numbers (E.164): `+86`, `+852`. */
  readonly prefixes?: readonly string[];
  /** Weights by the mainland carrier a number was issued by, times the account's own weight; a carrier left out is not served. */
  readonly carriers?: Readonly<Partial<Record<Carrier, number>>>;
}

/** One recipient as handed to a provider. */
export interface Message {
  readonly recipient: RecipientId;
  readonly phone: Phone;
  /** The text as it will arrive, signature and opt-out line included. */
  readonly text: string;
  readonly segments: number;
}

/** One call: recipients of one campaign. */
export interface Batch {
  /** Our own reference of the call, unique and stable across crashes. */
  readonly submission: string;
  readonly messages: readonly Message[];
}

/** A text that went in several parts, where receipts name each part by an id of its own. */
export interface MessageParts {
  /** Ids of the parts that were accepted: all of them, unless the outcome is `refused` or `unknown`. */
  readonly ids: readonly string[];
  /** How many parts the text has: it is delivered when so many are. */
  readonly of: number;
}

/**
 * What a provider said of one recipient.
 * - `accepted`: it will try; `messageId` is how receipts name it. With `parts`, receipts name those instead.
 * - `refused`: not accepted (as a whole), for a reason about this person (or text).
 * - `unknown`: it may or may not have been accepted (time-out, connection lost after sending): never sent again.
 * - `deferred`: surely not accepted while others of the call were, and that says nothing about the person: pending again. Where
 *   nobody at all was accepted, `SubmitRefused` says so for the whole call.
 */
export type SubmitOutcome =
  | {
      readonly recipient: RecipientId;
      readonly kind: "accepted";
      readonly messageId: string;
      readonly parts?: MessageParts;
    }
  | {
      readonly recipient: RecipientId;
      readonly kind: "refused";
      readonly reason: CarrierReason;
      readonly code: string;
      readonly detail: string;
      readonly parts?: MessageParts;
    }
  | {
      readonly recipient: RecipientId;
      readonly kind: "unknown";
      readonly detail: string;
      readonly parts?: MessageParts;
    }
  | { readonly recipient: RecipientId; readonly kind: "deferred"; readonly detail?: string };

/**
 * The whole call was surely not accepted, and it says nothing about the people in it: they stay pending.
 * - `throttled`: slow down, again after `retryAfterMs`.
 * - `unavailable`: not reached, or it said that it is down.
 * - `account`: signature, template, balance, address, limits: the lane stops until someone fixes `message`.
 */
export class SubmitRefused extends Error {
  override readonly name = "SubmitRefused";
  readonly code: "throttled" | "unavailable" | "account";
  readonly retryAfterMs: number | undefined;
  /** The provider's own code, kept for the operator. */
  readonly providerCode: string | undefined;
  constructor(
    code: SubmitRefused["code"],
    message: string,
    options: { retryAfterMs?: number; providerCode?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.providerCode = options.providerCode;
  }
}

/** A carrier's report on one recipient. At least one of `messageId` and `recipient` (our own reference, echoed) is there. */
export interface Receipt {
  readonly provider: ProviderId;
  readonly messageId?: string;
  readonly recipient?: RecipientId;
  readonly outcome:
    | { readonly kind: "delivered" }
    | { readonly kind: "failed"; readonly reason: CarrierReason; readonly known: boolean };
  /** The carrier's code and text, kept as they came. */
  readonly code: string;
  readonly detail: string;
  /** When the carrier decided, epoch ms by its own clock. */
  readonly at: number;
}

/** A text someone sent back: an opt-out, perhaps. */
export interface InboundReply {
  readonly provider: ProviderId;
  readonly phone: Phone;
  readonly text: string;
  /** The provider's id of the reply, or one derived from its content: the same twice is a repetition. */
  readonly id: string;
  readonly at: number;
}

/** Where a provider hands what carriers say. Both resolve only when stored; only then may the source be acknowledged. */
export interface DeliverySink {
  receipts(receipts: readonly Receipt[]): Promise<void>;
  replies(replies: readonly InboundReply[]): Promise<void>;
}

/** What our own reference tells about a recipient left `submitting` by a crash. */
export type LookupOutcome =
  | { readonly recipient: RecipientId; readonly kind: "accepted"; readonly messageId: string }
  | { readonly recipient: RecipientId; readonly kind: "unknown" };

/** A webhook as it came. */
export interface WebhookRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}
export interface WebhookReply {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}

/** An account at an SMS company or carrier. */
export interface Provider {
  readonly id: ProviderId;
  /** Names the adapter: `simulator`, `smpp` … */
  readonly kind: string;
  /** As people call it. */
  readonly name: string;
  readonly limits: ProviderLimits;
  /** Which content-policy profile applies to it (see `policy/`). */
  readonly profile: string;
  /** Share of the routing among providers that take a text; 0 takes none. */
  readonly weight: number;
  /** Whose numbers it serves. Undefined: anyone's. */
  readonly serves?: Serving;
  /** Regions whose numbers it does not take, as `regionSchema` has them. Undefined: none. */
  readonly unserved?: readonly string[];
  /** What a segment costs; undefined where nobody has said. */
  readonly price?: Price;
  /** One outcome per message. Throws `SubmitRefused` when surely nothing was accepted; any other error means unknown. */
  submit(batch: Batch, signal: AbortSignal): Promise<readonly SubmitOutcome[]>;
  /** Starts taking receipts and replies (a connection, a poll); webhooks come through `webhook`. */
  start(sink: DeliverySink): Promise<void>;
  stop(): Promise<void>;
  /** Authenticates and stores what `POST /providers/<id>/<path>` brought. Undefined: no webhooks. */
  webhook?(path: string, request: WebhookRequest): Promise<WebhookReply>;
  /** Asks by our own references. Undefined: the provider can't be asked. */
  lookup?(
    recipients: readonly { readonly recipient: RecipientId; readonly phone: Phone }[],
  ): Promise<readonly LookupOutcome[]>;
  /** Fetches receipts that a push may have missed since `since` (epoch ms) into the sink. Called before settlements. */
  reconcile?(since: number): Promise<void>;
  health(): Promise<{ readonly ok: boolean; readonly detail: string }>;
}

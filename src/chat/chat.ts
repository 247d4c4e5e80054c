import type { Answer, FormOutcome } from "./answer.ts";
import type { Card } from "./card.ts";
import type { Form, FormValues, IncomingFile } from "./form.ts";
import type { Invocation } from "./invocation.ts";
import type { Platform } from "./platform.ts";

/** Where a message is, so that any instance can edit it. `id` is Slack's ts or Telegram's message id. */
export interface MessageRef {
  readonly platform: Platform;
  readonly workspace: string;
  readonly channel: string;
  readonly id: string;
}

export interface Channel {
  readonly platform: Platform;
  readonly workspace: string;
  readonly channel: string;
}

/**
 * Why a chat did not do as asked. `certain` is whether the chat surely did not do it, and asking again can't double it.
 * - `busy`: slow down, again after `retryAfterMs` (429, flood control); certain.
 * - `unavailable`: not reached, time-out, 5xx; certain only when the connection was never made.
 * - `gone`: the message or channel no longer exists or can't be edited: post anew, or give up on the channel.
 * - `forbidden`: blocked, kicked, missing scope; `message` says what to do.
 * - `moved`: the channel has another id now (`movedTo`), as Telegram groups do on upgrade.
 * - `refused`: the content is not accepted; a defect of ours.
 */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly code: "busy" | "unavailable" | "gone" | "forbidden" | "moved" | "refused";
  readonly certain: boolean;
  readonly retryAfterMs: number | undefined;
  readonly movedTo: string | undefined;
  constructor(
    code: ChatError["code"],
    message: string,
    options: { certain: boolean; retryAfterMs?: number; movedTo?: string; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.certain = options.certain;
    this.retryAfterMs = options.retryAfterMs;
    this.movedTo = options.movedTo;
  }
}

/** A chat as the core pushes to it. Errors: `ChatError`, nothing else. */
export interface Chat {
  readonly platform: Platform;
  /** Posts a card. `key` marks the message where the chat allows it, so that `findPosted` can tell whether it went. */
  post(channel: Channel, card: Card, key: string): Promise<MessageRef>;
  /** Makes the message show the card; the same content again is success. */
  edit(ref: MessageRef, card: Card): Promise<void>;
  /**
   * After a post whose outcome is unknown: the message with this key, `"absent"` when surely none,
   * `"unknown"` where the chat can't say. `since` (epoch ms) bounds the search.
   */
  findPosted(
    channel: Channel,
    key: string,
    since: number,
  ): Promise<MessageRef | "absent" | "unknown">;
}

/** What a chat adapter calls: the whole product behind one door, the same for every chat. Never throws; faults are answers. */
export interface ChatDesk {
  /** `line` is what follows `/sms`, e.g. `check 双11全场五折`; empty is help. */
  command(invocation: Invocation, line: string): Promise<Answer>;
  /** A pressed button. */
  action(invocation: Invocation, id: string, args: readonly string[]): Promise<Answer>;
  /** A live field changed: the form to show now. `undefined` when the form no longer exists. */
  formChange(
    invocation: Invocation,
    id: string,
    ref: string,
    values: FormValues,
  ): Promise<Form | undefined>;
  formSubmit(
    invocation: Invocation,
    id: string,
    ref: string,
    values: FormValues,
  ): Promise<FormOutcome>;
  formCancel(invocation: Invocation, id: string, ref: string): Promise<void>;
  /** A file dropped in a chat where the bot can see it. */
  file(invocation: Invocation, file: IncomingFile): Promise<Answer>;
  /** The sub-commands for a chat's menu, in a language. */
  menu(
    language: string | undefined,
  ): readonly { readonly name: string; readonly description: string }[];
  /** True the first time this delivery key is claimed, so that a redelivery is acted on once. */
  claim(key: string): Promise<boolean>;
}

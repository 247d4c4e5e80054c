import type { Card } from "./card.ts";
import type { Platform } from "./platform.ts";

/** A person as the chat knows them; `workspace` is Slack's team id, and empty on Telegram, where user ids are global. */
export interface ChatIdentity {
  readonly platform: Platform;
  readonly workspace: string;
  readonly userId: string;
  /** As the chat shows it; may change. */
  readonly displayName: string;
  /** The chat's language tag for the person, where it says. */
  readonly language?: string;
}

/** Where something happened: a Slack channel or DM, a Telegram group or private chat. */
export interface Place {
  readonly platform: Platform;
  /** Slack team id; empty on Telegram. */
  readonly workspace: string;
  readonly channel: string;
  /** A one-to-one chat with the bot. */
  readonly direct: boolean;
}

/** One thing a person did in a chat. `key` is the delivery's own id (trigger, update, event): the same twice is a redelivery. */
export interface Invocation {
  readonly key: string;
  readonly who: ChatIdentity;
  readonly place: Place;
  /**
   * Shows whoever asked how something long is going, until it is answered; each card replaces the one before. Best
   * effort, at the chat's own pace; it never throws and nothing waits for it.
   */
  readonly show?: (card: Card) => void;
}

import type { KnownBlock } from "@slack/types";
import { WebAPIPlatformError, type WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import { z } from "zod";
import type { Card } from "../../src/chat/card.ts";
import { type Channel, type Chat, ChatError, type MessageRef } from "../../src/chat/chat.ts";
import { type SlackText, slackText } from "../../src/locale/slack.ts";
import { renderCard } from "./card-blocks.ts";
import { slackCode, toChatError } from "./errors.ts";
import type { SlackIdentity } from "./startup.ts";
import { localeOf } from "./text.ts";
import type { Uploads } from "./uploads.ts";

/** The mark a post carries in its metadata. */
const EVENT_TYPE = "qunfa";
const HISTORY_PAGE = 200;
const HISTORY_PAGES = 10;
/** Slack's clock and ours may differ. */
const CLOCK_SKEW_MS = 60_000;

const marked = z.object({
  ts: z.string(),
  metadata: z.object({
    event_type: z.literal(EVENT_TYPE),
    event_payload: z.object({ key: z.string() }),
  }),
});

export interface SlackChatOptions {
  readonly client: WebClient;
  readonly uploads: Uploads;
  readonly text: SlackText;
  readonly log: Logger;
  /** `undefined` until Slack has been reached for the first time. */
  readonly identity: () => SlackIdentity | undefined;
}

/** Slack as the core pushes to it. */
export class SlackChat implements Chat {
  readonly platform = "slack";
  readonly #options: SlackChatOptions;

  constructor(options: SlackChatOptions) {
    this.#options = options;
  }

  async post(channel: Channel, card: Card, key: string): Promise<MessageRef> {
    this.#checkWorkspace(channel.workspace);
    const metadata = { event_type: EVENT_TYPE, event_payload: { key } };
    const posted = await this.#show(card, (text, blocks) =>
      this.#options.client.chat.postMessage({
        channel: channel.channel,
        text,
        blocks,
        metadata,
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    const { channel: at, ts } = posted.result;
    if (at === undefined || ts === undefined)
      throw new ChatError("unavailable", "Slack: a post without its place", { certain: false });
    const ref = { platform: "slack", workspace: channel.workspace, channel: at, id: ts } as const;
    if (posted.pictureLeft) await this.#pictureInThread(ref, card);
    return ref;
  }

  async edit(ref: MessageRef, card: Card): Promise<void> {
    this.#checkWorkspace(ref.workspace);
    await this.#show(card, (text, blocks) =>
      this.#options.client.chat.update({ channel: ref.channel, ts: ref.id, text, blocks }),
    );
  }

  async findPosted(
    channel: Channel,
    key: string,
    since: number,
  ): Promise<MessageRef | "absent" | "unknown"> {
    this.#checkWorkspace(channel.workspace);
    let cursor: string | undefined;
    for (let page = 0; page < HISTORY_PAGES; page += 1) {
      const history = await this.#history(channel.channel, since, cursor);
      if (history === undefined) return "unknown";
      const found = history.messages
        ?.map((m) => marked.safeParse(m).data)
        .find((m) => m?.metadata.event_payload.key === key);
      if (found !== undefined) return { platform: "slack", ...place(channel), id: found.ts };
      cursor = history.response_metadata?.next_cursor;
      if (history.has_more !== true || cursor === undefined || cursor === "") return "absent";
    }
    return "unknown";
  }

  /** A page of history, or `undefined` where we may never read it. Throws `ChatError` when it may work later. */
  async #history(channel: string, since: number, cursor: string | undefined) {
    const { client, text } = this.#options;
    try {
      return await client.conversations.history({
        channel,
        oldest: String(Math.max(0, since - CLOCK_SKEW_MS) / 1000),
        inclusive: true,
        include_all_metadata: true,
        limit: HISTORY_PAGE,
        ...(cursor === undefined ? {} : { cursor }),
      });
    } catch (error) {
      const failure = toChatError(error, text);
      if (failure.code === "busy" || failure.code === "unavailable") throw failure;
      return undefined;
    }
  }

  /**
   * Sends a card with its picture where Slack can show it. A refused picture is a certain refusal of the message, so
   * that sending it once more without the picture doubles nothing.
   */
  async #show<T>(
    card: Card,
    send: (text: string, blocks: KnownBlock[]) => Promise<T>,
  ): Promise<{ result: T; pictureLeft: boolean }> {
    const { text } = this.#options;
    try {
      const imageFileId = await this.#upload(card);
      try {
        return { result: await this.#send(card, { imageFileId }, send), pictureLeft: false };
      } catch (error) {
        if (imageFileId === undefined || !isRefusedPicture(error)) throw error;
        this.#options.uploads.forgetPictures();
        return { result: await this.#send(card, { inThread: true }, send), pictureLeft: true };
      }
    } catch (error) {
      throw toChatError(error, text);
    }
  }

  #send<T>(
    card: Card,
    picture: { readonly imageFileId?: string | undefined; readonly inThread?: boolean },
    send: (text: string, blocks: KnownBlock[]) => Promise<T>,
  ): Promise<T> {
    const own = slackText[localeOf(card.title)];
    const remark =
      card.image === undefined || picture.imageFileId !== undefined
        ? undefined
        : picture.inThread === true
          ? own.pictureInThread
          : own.pictureMissing;
    const { text, blocks } = renderCard(card, {
      surface: "message",
      ...(picture.imageFileId === undefined ? {} : { imageFileId: picture.imageFileId }),
      ...(remark === undefined ? {} : { remark }),
    });
    return send(text, blocks);
  }

  /** `undefined` when there is no picture or Slack will not take it; nothing has been posted when this throws. */
  async #upload(card: Card): Promise<string | undefined> {
    if (card.image === undefined) return undefined;
    try {
      return await this.#options.uploads.picture(card.image.png, card.image.alt);
    } catch (error) {
      const failure = toChatError(error, this.#options.text);
      if (failure.code === "busy" || failure.code === "unavailable")
        throw new ChatError(failure.code, failure.message, {
          certain: true,
          cause: error,
          ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
        });
      this.#options.log.warn({ why: failure.message }, "a card goes out without its picture");
      return undefined;
    }
  }

  /** The card is out: a picture that fails now is logged, not thrown, or the card would be posted again. */
  async #pictureInThread(ref: MessageRef, card: Card): Promise<void> {
    if (card.image === undefined) return;
    try {
      await this.#options.uploads.share(
        { channel: ref.channel, thread: ref.id },
        { name: "summary.png", content: card.image.png },
      );
    } catch (error) {
      const why = slackCode(error) ?? "no answer";
      this.#options.log.warn({ why }, "a picture could not be put into its card's thread");
    }
  }

  #checkWorkspace(workspace: string): void {
    const identity = this.#options.identity();
    if (identity !== undefined && identity.teamId !== workspace)
      throw new ChatError("forbidden", this.#options.text.refused.workspace(workspace), {
        certain: true,
      });
  }
}

const place = ({ workspace, channel }: Channel) => ({ workspace, channel });

function isRefusedPicture(error: unknown): boolean {
  if (!(error instanceof WebAPIPlatformError) || error.data.error !== "invalid_blocks")
    return false;
  return (error.data.response_metadata?.messages ?? []).some((m) => m.includes("slack_file"));
}

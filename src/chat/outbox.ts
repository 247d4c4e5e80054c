import type { Core } from "../core.ts";
import type { Update } from "../store/collection.ts";
import type { Card } from "./card.ts";
import { type Chat, ChatError, type MessageRef } from "./chat.ts";
import type { LiveMessage } from "./live-message.ts";
import type { Platform } from "./platform.ts";

/** Renders what a message shows now; undefined when there is nothing to show any more. */
export type RenderMessage = (message: LiveMessage) => Promise<Card | undefined>;

type Fields = NonNullable<Update["$set"]>;

const RETRY_FIRST = 1_000;
const RETRY_MOST = 60_000;

/**
 * Shows every message that is out of date, at the pace its chat bears: posts what is due, edits what stands.
 * Each under a lease, so that one instance does it. Returns how many were shown.
 */
export async function pumpOutbox(
  core: Core,
  chats: ReadonlyMap<Platform, Chat>,
  render: RenderMessage,
): Promise<number> {
  for (let shown = 0; ; shown += 1) {
    const now = core.clock.now();
    const message = await core.store.messages.findOneAndUpdate(
      {
        dirty: true,
        notBefore: { $lte: now },
        leaseUntil: { $lte: now },
        "channel.platform": { $in: [...chats.keys()] },
      },
      { $set: { leaseUntil: now + core.timings.lease * 2 } },
      { sort: { notBefore: 1 } },
    );
    if (message === undefined) return shown;
    const chat = chats.get(message.channel.platform);
    if (chat === undefined) return shown;
    try {
      await show(core, chat, message, render);
    } catch (error) {
      await failed(core, message, error);
    }
  }
}

async function show(
  core: Core,
  chat: Chat,
  message: LiveMessage,
  render: RenderMessage,
): Promise<void> {
  const card = await render(message);
  if (card === undefined || message.state === "lost" || message.state === "failed") {
    await done(core, message, {});
    return;
  }
  if (message.state === "posted" && message.ref !== null) {
    await chat.edit(message.ref, card);
    await done(core, message, {});
    return;
  }
  const found = message.state === "posting" ? await find(chat, message) : "absent";
  if (found === "unknown") {
    core.log.warn(
      { message: message._id },
      "whether this message was posted is unknown; it is not posted again",
    );
    await done(core, message, { state: "lost" });
    return;
  }
  if (found !== "absent") {
    // It stands, with what it showed when it was posted: the next round brings it up to date.
    await core.store.messages.updateOne(
      { _id: message._id },
      { $set: { state: "posted", ref: { ...found }, leaseUntil: 0, attempts: 0, error: null } },
    );
    return;
  }
  await core.store.messages.updateOne(
    { _id: message._id },
    { $set: { state: "posting", postingSince: core.clock.now() } },
  );
  const ref = await chat.post(message.channel, card, message._id);
  await done(core, message, { state: "posted", ref: { ...ref } });
}

function find(chat: Chat, message: LiveMessage): Promise<MessageRef | "absent" | "unknown"> {
  return chat.findPosted(message.channel, message._id, message.postingSince ?? 0);
}

/** Stores what came of it; a request that came meanwhile leaves the message dirty. */
async function done(core: Core, message: LiveMessage, set: Fields): Promise<void> {
  const notBefore = core.clock.now() + core.timings.cardGap[message.channel.platform];
  const always = { ...set, notBefore, leaseUntil: 0, attempts: 0, error: null };
  const { matched } = await core.store.messages.updateOne(
    { _id: message._id, wanted: message.wanted },
    { $set: { ...always, dirty: false } },
  );
  if (matched === 0) await core.store.messages.updateOne({ _id: message._id }, { $set: always });
}

async function failed(core: Core, message: LiveMessage, error: unknown): Promise<void> {
  const known =
    error instanceof ChatError
      ? error
      : new ChatError("refused", String((error as Error).message), { certain: true, cause: error });
  const now = core.clock.now();
  const backOff = Math.min(RETRY_MOST, RETRY_FIRST * 2 ** Math.min(message.attempts, 6));
  const again = { leaseUntil: 0, attempts: message.attempts + 1, error: known.message };
  // An uncertain post stays `posting`: it is looked for before it is posted again.
  const posting = message.state !== "posted";
  const back = posting && known.certain ? { state: "due" } : {};
  const set = (fields: Fields) =>
    core.store.messages.updateOne({ _id: message._id }, { $set: { ...again, ...fields } });
  switch (known.code) {
    case "busy":
      await set({ ...back, notBefore: now + (known.retryAfterMs ?? backOff) });
      return;
    case "unavailable":
      await set({ ...back, notBefore: now + backOff });
      return;
    case "moved":
      await moveChannel(core, message, known.movedTo ?? "");
      return;
    case "gone":
      // The card was deleted: it is posted once more where it stood, unless that is what failed.
      await set(posting ? { state: "failed", dirty: false } : { state: "due", ref: null });
      return;
    case "forbidden":
    case "refused":
      core.log.error(
        { message: message._id, reason: known.message },
        "a chat does not take this message",
      );
      await set({ state: posting ? "failed" : message.state, dirty: false });
  }
}

/** A Telegram group became a supergroup: everything of it has another id now. */
async function moveChannel(core: Core, message: LiveMessage, to: string): Promise<void> {
  const { platform, channel } = message.channel;
  const ours = { "channel.platform": platform, "channel.channel": channel };
  // What stood in the old group can't be edited from the new one: it is posted anew there.
  await core.store.messages.updateMany(ours, {
    $set: { "channel.channel": to, state: "due", ref: null, leaseUntil: 0, notBefore: 0 },
  });
  const place = await core.store.places.findOne({ _id: `${platform}:${channel}` });
  if (place === undefined) return;
  await core.store.places.insertMany([{ ...place, _id: `${platform}:${to}` }]);
  const oldKey = `${platform}:${message.channel.workspace}:${channel}`;
  const listed = await core.store.channels.findOne({ _id: oldKey });
  if (listed === undefined) return;
  await core.store.channels.insertMany([
    { ...listed, _id: `${platform}:${listed.workspace}:${to}`, channel: to },
  ]);
  await core.store.channels.deleteOne({ _id: oldKey });
}

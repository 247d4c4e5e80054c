import { z } from "zod";
import { type Block, type Metadata, metadata as metadataSchema } from "./block-schema.ts";
import { type Call, failed, json, type Method, type Reply } from "./call.ts";
import { SLACK_RULES as R } from "./limits.ts";
import { checkMessageBlocks } from "./validation.ts";
import type { EmulatedChannel, EmulatedMessage, Workspace } from "./workspace.ts";
import { withIds } from "./workspace.ts";

/** A message as the API shows it. */
export function messageJson(workspace: Workspace, message: EmulatedMessage, full = true): object {
  const own = message.author === workspace.botUserId;
  return {
    type: "message",
    user: message.author,
    ts: message.ts,
    text: message.text,
    blocks: message.blocks,
    team: workspace.teamId,
    ...(own ? { bot_id: workspace.botId, app_id: workspace.appId } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.editedAt === undefined
      ? {}
      : { edited: { user: message.author, ts: String(message.editedAt / 1000) } }),
    ...(full && message.metadata !== undefined ? { metadata: message.metadata } : {}),
    ...(message.files.length === 0 ? {} : { files: message.files.map((f) => ({ id: f.id })) }),
  };
}

const fileReady = (workspace: Workspace) => (id: string) => {
  const file = workspace.files.get(id);
  return file?.complete === true && file.readyAt <= workspace.clock.now();
};

interface Content {
  readonly text: string;
  readonly blocks: Block[];
  readonly metadata: Metadata | undefined;
}

/** Checks what a message says; a refusal is the reply to give. */
function content(call: Call, surface: "message" | "ephemeral"): Content | Reply {
  const text = call.args.text ?? "";
  let blocks: Block[] = [];
  if (call.args.blocks !== undefined) {
    const checked = checkMessageBlocks(json(call.args.blocks), surface, fileReady(call.workspace));
    if (!checked.ok) return failed(checked.error, checked.messages);
    blocks = checked.value;
  }
  if (text.length > R.messageText) return failed("msg_too_long");
  if (text === "" && blocks.length === 0) return failed("no_text");
  const metadata = metadataSchema.optional().safeParse(json(call.args.metadata));
  if (!metadata.success) return failed("invalid_metadata_format");
  if ((call.args.metadata?.length ?? 0) > R.metadataBytes) return failed("metadata_too_large");
  return { text, blocks, metadata: metadata.data };
}

const isReply = (value: Content | Reply): value is Reply => "ok" in value;

/** The channel to write to, or why not. A person's id means their DM. */
function writable(workspace: Workspace, id: string | undefined): EmulatedChannel | Reply {
  const person = workspace.people.get(id ?? "");
  const channel =
    person === undefined ? workspace.channels.get(id ?? "") : workspace.directChannel(person.id);
  if (channel === undefined) return failed("channel_not_found");
  if (channel.archived) return failed("is_archived");
  if (!channel.botIn) return failed("not_in_channel");
  return channel;
}

const isRefusal = (value: EmulatedChannel | Reply): value is Reply => "ok" in value;

function find(workspace: Workspace, call: Call): EmulatedMessage | Reply {
  const channel = workspace.channels.get(call.args.channel ?? "");
  if (channel === undefined) return failed("channel_not_found");
  const message = channel.messages.find((m) => m.ts === call.args.ts);
  if (message === undefined || message.deleted || message.ephemeralTo !== undefined)
    return failed("message_not_found");
  return message;
}

const postMessage: Method = {
  scope: "chat:write",
  tier: "special",
  run(call) {
    const { workspace } = call;
    const channel = writable(workspace, call.args.channel);
    if (isRefusal(channel)) return channel;
    const said = content(call, "message");
    if (isReply(said)) return said;
    const message = workspace.addMessage(channel, {
      ...said,
      author: workspace.botUserId,
      threadTs: call.args.thread_ts,
    });
    return {
      ok: true,
      channel: channel.id,
      ts: message.ts,
      message: messageJson(workspace, message),
    };
  },
};

const update: Method = {
  scope: "chat:write",
  tier: 3,
  run(call) {
    const { workspace } = call;
    const message = find(workspace, call);
    if ("ok" in message) return message;
    if (message.author !== workspace.botUserId) return failed("cant_update_message");
    const keepsAll = call.args.text === undefined && call.args.blocks === undefined;
    if (!keepsAll) {
      const said = content(call, "message");
      if (isReply(said)) return said;
      if (call.args.text !== undefined) message.text = said.text;
      message.blocks = withIds(said.blocks);
    }
    const metadata = json(call.args.metadata);
    if (metadata !== undefined) {
      const parsed = metadataSchema.safeParse(metadata);
      message.metadata = parsed.success ? parsed.data : undefined;
    }
    message.editedAt = workspace.clock.now();
    workspace.changed();
    return { ok: true, channel: message.channel, ts: message.ts, text: message.text };
  },
};

const remove: Method = {
  scope: "chat:write",
  tier: 3,
  run(call) {
    const message = find(call.workspace, call);
    if ("ok" in message) return message;
    if (message.author !== call.workspace.botUserId) return failed("cant_delete_message");
    message.deleted = true;
    call.workspace.changed();
    return { ok: true, channel: message.channel, ts: message.ts };
  },
};

const postEphemeral: Method = {
  scope: "chat:write",
  tier: 4,
  run(call) {
    const { workspace } = call;
    const channel = writable(workspace, call.args.channel);
    if (isRefusal(channel)) return channel;
    const person = workspace.people.get(call.args.user ?? "");
    if (person === undefined) return failed("user_not_in_channel");
    const said = content(call, "ephemeral");
    if (isReply(said)) return said;
    const message = workspace.addMessage(channel, {
      ...said,
      author: workspace.botUserId,
      ephemeralTo: person.id,
    });
    return { ok: true, message_ts: message.ts };
  },
};

const responseBody = z.object({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(["ephemeral", "in_channel"]).default("ephemeral"),
  replace_original: z.boolean().default(false),
  delete_original: z.boolean().default(false),
});

/** A post to a response_url: no token, five times within 30 minutes. */
export function respond(workspace: Workspace, id: string, raw: unknown): Reply {
  const url = workspace.useResponseUrl(id);
  if ("error" in url) return failed(url.error);
  const body = responseBody.safeParse(raw);
  if (!body.success) return failed("invalid_payload");
  const channel = workspace.channels.get(url.channel);
  if (channel === undefined) return failed("channel_not_found");
  const checked = checkMessageBlocks(body.data.blocks ?? [], "ephemeral", fileReady(workspace));
  if (!checked.ok) return failed(checked.error, checked.messages);
  const text = body.data.text ?? "";
  if (text === "" && checked.value.length === 0 && !body.data.delete_original)
    return failed("no_text");
  if (url.message !== undefined && body.data.delete_original) url.message.deleted = true;
  else if (url.message !== undefined && body.data.replace_original) {
    url.message.text = text;
    url.message.blocks = withIds(checked.value);
  } else
    workspace.addMessage(channel, {
      author: workspace.botUserId,
      text,
      blocks: checked.value,
      ephemeralTo: body.data.response_type === "ephemeral" ? url.person : undefined,
    });
  workspace.changed();
  return { ok: true };
}

export const chatMethods: Readonly<Record<string, Method>> = {
  "chat.postMessage": postMessage,
  "chat.update": update,
  "chat.delete": remove,
  "chat.postEphemeral": postEphemeral,
};

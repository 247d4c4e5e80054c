import { z } from "zod";
import { type Call, failed, json, type Method } from "./call.ts";
import type { EmulatedFile, Workspace } from "./workspace.ts";

/** A file as the API shows it. `mimetype` stays empty until Slack has processed the file. */
export function fileJson(workspace: Workspace, file: EmulatedFile, origin: string): object {
  const ready = file.readyAt <= workspace.clock.now();
  const extension = file.name.split(".").at(-1) ?? "";
  const url = `${origin}/files/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    created: Math.floor(workspace.clock.now() / 1000),
    name: file.name,
    title: file.title,
    mimetype: ready ? (MIME[extension] ?? "application/octet-stream") : "",
    filetype: ready ? extension : "",
    user: file.owner,
    size: file.size,
    mode: "hosted",
    url_private: url,
    url_private_download: url,
    is_external: false,
  };
}

const MIME: Readonly<Record<string, string>> = {
  csv: "text/csv",
  txt: "text/plain",
  png: "image/png",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

const toComplete = z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1);

const getUploadUrl: Method = {
  scope: "files:write",
  tier: 4,
  run({ workspace, args, origin }) {
    const size = Number(args.length);
    if (args.filename === undefined || !Number.isInteger(size) || size <= 0)
      return failed("invalid_arguments", ["[ERROR] length must be greater than 0"]);
    const file = workspace.addFile({
      name: args.filename,
      owner: workspace.botUserId,
      size,
      bytes: new Uint8Array(),
    });
    return { ok: true, upload_url: `${origin}/upload/${file.id}`, file_id: file.id };
  },
};

/** `processingMs` is how long Slack takes until a completed file can be used in a block. */
export function fileMethods(processingMs: number): Readonly<Record<string, Method>> {
  return {
    "files.getUploadURLExternal": getUploadUrl,
    "files.completeUploadExternal": {
      scope: "files:write",
      tier: 4,
      run: (call) => complete(call, processingMs),
    },
    "files.info": {
      scope: "files:read",
      tier: 4,
      run({ workspace, args, origin }) {
        const file = workspace.files.get(args.file ?? "");
        return file === undefined
          ? failed("file_not_found")
          : { ok: true, file: fileJson(workspace, file, origin) };
      },
    },
  };
}

function complete({ workspace, args }: Call, processingMs: number) {
  const asked = toComplete.safeParse(json(args.files));
  if (!asked.success) return failed("invalid_arguments");
  const files = asked.data.map(({ id, title }) => ({ title, file: workspace.files.get(id) }));
  const done: EmulatedFile[] = [];
  for (const { file, title } of files) {
    if (file === undefined || file.bytes.byteLength !== file.size) return failed("file_not_found");
    file.complete = true;
    file.title = title ?? file.name;
    file.readyAt = workspace.clock.now() + processingMs;
    done.push(file);
  }
  if (args.channel_id !== undefined) {
    const channel = workspace.channels.get(args.channel_id);
    if (channel === undefined) return failed("channel_not_found");
    if (!channel.botIn) return failed("not_in_channel");
    workspace.addMessage(channel, {
      author: workspace.botUserId,
      text: args.initial_comment ?? "",
      blocks: [],
      files: done,
      threadTs: args.thread_ts,
    });
  }
  workspace.changed();
  return { ok: true, files: done.map((f) => ({ id: f.id, title: f.title })) };
}

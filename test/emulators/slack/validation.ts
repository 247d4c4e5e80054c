import { z } from "zod";
import { type Block, block, type View, view } from "./block-schema.ts";
import { SLACK_RULES as R } from "./limits.ts";

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string; readonly messages: readonly string[] };

type Surface = "message" | "ephemeral" | "modal";

/** Blocks Slack's own schema keeps off a surface. */
const FORBIDDEN: Readonly<Record<Surface, readonly Block["type"][]>> = {
  message: ["alert"],
  ephemeral: ["alert"],
  modal: ["table"],
};

const refuse = (error: string, messages: readonly string[]): Checked<never> => ({
  ok: false,
  error,
  messages: messages.map((m) => `[ERROR] ${m}`),
});

const pointer = (path: readonly PropertyKey[], root: string) =>
  `[json-pointer:${root}${path.map((p) => `/${String(p)}`).join("")}]`;

function issues(error: z.ZodError, root: string): string[] {
  return error.issues.map((issue) => `${issue.message} ${pointer(issue.path, root)}`);
}

/** All text a person reads in a block: what Slack counts, and what a test or a page may look for. */
export function textOf(value: unknown): string {
  const found: string[] = [];
  const walk = (v: unknown): void => {
    if (Array.isArray(v)) {
      for (const item of v) walk(item);
      return;
    }
    if (typeof v !== "object" || v === null) return;
    for (const [key, inner] of Object.entries(v)) {
      if ((key === "text" || key === "alt_text") && typeof inner === "string") found.push(inner);
      else if (key !== "confirm") walk(inner);
    }
  };
  walk(value);
  return found.join("\n");
}

function duplicates(blocks: readonly Block[], root: string): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const [i, b] of blocks.entries()) {
    if (b.block_id !== undefined) {
      if (seen.has(b.block_id)) faults.push(`block_id already exists ${pointer([i], root)}`);
      seen.add(b.block_id);
    }
    if (b.type !== "actions") continue;
    const ids = new Set<string>();
    for (const element of b.elements) {
      if (ids.has(element.action_id))
        faults.push(`action_id "${element.action_id}" already exists ${pointer([i], root)}`);
      ids.add(element.action_id);
    }
  }
  return faults;
}

function surfaceFaults(blocks: readonly Block[], surface: Surface, root: string): string[] {
  const faults: string[] = [];
  for (const [i, b] of blocks.entries()) {
    if (FORBIDDEN[surface].includes(b.type))
      faults.push(`unsupported type: ${b.type} ${pointer([i, "type"], root)}`);
    if (surface !== "modal" && b.type === "input" && b.element.type === "file_input")
      faults.push(`unsupported type: file_input ${pointer([i, "element", "type"], root)}`);
    if (b.type === "rich_text" && textOf(b).length > R.richTextCharacters)
      faults.push(`must be less than ${R.richTextCharacters + 1} characters ${pointer([i], root)}`);
  }
  return faults;
}

function tableFaults(blocks: readonly Block[]): string[] {
  const tables = blocks.filter((b) => b.type === "table");
  if (tables.length > R.tablesPerMessage) return ["only one table is allowed in a message"];
  if (tables.some((t) => textOf(t).replaceAll("\n", "").length > R.tableCharacters))
    return ["the table has too many characters"];
  return [];
}

/** `fileReady` says whether a `slack_file` can be shown; a response_url and an ephemeral message can't show one. */
export function checkMessageBlocks(
  raw: unknown,
  surface: "message" | "ephemeral",
  fileReady: (id: string) => boolean,
): Checked<Block[]> {
  const parsed = z.array(block).max(R.blocksPerMessage).safeParse(raw);
  if (!parsed.success) return refuse("invalid_blocks", issues(parsed.error, "/blocks"));
  const blocks = parsed.data;
  const faults = [
    ...duplicates(blocks, "/blocks"),
    ...surfaceFaults(blocks, surface, "/blocks"),
    ...tableFaults(blocks),
    ...blocks.flatMap((b, i) =>
      b.type === "image" &&
      b.slack_file !== undefined &&
      (surface === "ephemeral" || !fileReady(b.slack_file.id))
        ? [`invalid slack file ${pointer([i, "slack_file"], "/blocks")}`]
        : [],
    ),
  ];
  if (faults.length > 0) return refuse("invalid_blocks", faults);
  if (textOf(blocks).length > R.blockCharacters) return refuse("msg_blocks_too_long", []);
  return { ok: true, value: blocks };
}

export function checkView(raw: unknown): Checked<View> {
  if (JSON.stringify(raw ?? null).length > R.viewBytes) return refuse("view_too_large", []);
  const parsed = view.safeParse(raw);
  if (!parsed.success) return refuse("invalid_arguments", issues(parsed.error, "/view"));
  const faults = [
    ...duplicates(parsed.data.blocks, "/view/blocks"),
    ...surfaceFaults(parsed.data.blocks, "modal", "/view/blocks"),
  ];
  if (parsed.data.submit === undefined && parsed.data.blocks.some((b) => b.type === "input"))
    faults.push("missing required field: submit [json-pointer:/view]");
  return faults.length > 0 ? refuse("invalid_arguments", faults) : { ok: true, value: parsed.data };
}

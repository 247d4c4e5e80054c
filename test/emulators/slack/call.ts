import { z } from "zod";
import type { Tier } from "./limits.ts";
import type { Workspace } from "./workspace.ts";

/** One Web API call, authenticated: its arguments as the form sent them, nested values still JSON text. */
export interface Call {
  readonly workspace: Workspace;
  readonly args: Readonly<Record<string, string>>;
  /** `http://host:port`, for the addresses answers carry. */
  readonly origin: string;
}

export type Reply = Readonly<Record<string, unknown>> & { readonly ok: boolean };

export interface Method {
  /** The scope the bot token needs; `undefined` needs none, `"app"` an app-level token. */
  readonly scope: string | undefined;
  readonly tier: Tier;
  run(call: Call): Reply;
}

export const failed = (error: string, messages?: readonly string[]): Reply => ({
  ok: false,
  error,
  ...(messages === undefined || messages.length === 0
    ? {}
    : { response_metadata: { messages }, errors: messages.map((m) => m.replace("[ERROR] ", "")) }),
});

/** A nested argument. Slack reads it as JSON, whatever the form's encoding. */
export function json(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return Symbol("not JSON");
  }
}

export const flag = (text: string | undefined): boolean =>
  z.enum(["true", "1"]).safeParse(text).success;

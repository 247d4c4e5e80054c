import { SLACK_LIMITS } from "./limits.ts";
import { RenderError } from "./render-error.ts";

/** `id|arg|arg`: what a button carries, as its action_id (unique in its block) and its value. */
export function encodeAction(id: string, args: readonly string[]): string {
  const encoded = [id, ...args].join("|");
  if ([id, ...args].some((part) => part.includes("|")))
    throw new RenderError(`the action "${encoded}" has a "|" inside its id or an argument`);
  if (encoded.length > SLACK_LIMITS.actionId)
    throw new RenderError(`the action "${id}" is ${encoded.length} characters with its arguments`);
  return encoded;
}

export function decodeAction(encoded: string): { id: string; args: readonly string[] } {
  const [id = "", ...args] = encoded.split("|");
  return { id, args };
}

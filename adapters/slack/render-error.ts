/** A card or form that Slack can't show as it is: a defect of its author. The message says which part and by how much. */
export class RenderError extends Error {
  override readonly name = "RenderError";
}

/** The text, if it is 1 to `max` UTF-16 units long. Throws `RenderError` otherwise: nothing is cut silently. */
export function within(text: string, max: number, what: string): string {
  if (text.length > max)
    throw new RenderError(`${what} is ${text.length} characters long; Slack takes ${max}`);
  return orDash(text);
}

/** Slack refuses empty texts; a dash shows that there is none. */
export const orDash = (text: string): string => (text.trim() === "" ? "—" : text);

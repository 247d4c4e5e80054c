import type { MessageIdForm } from "./config.ts";

const DIGITS: Readonly<Record<Exclude<MessageIdForm, "text">, RegExp>> = {
  decimal: /^\d+$/u,
  hex: /^[0-9a-f]+$/iu,
};

/**
 * One name for a message, however the SMSC writes its id here: as a number in decimal without leading zeros, or as it
 * is. What should be a number and is none stays as it is.
 */
export function normaliseId(id: string, form: MessageIdForm): string {
  if (form === "text" || !DIGITS[form].test(id)) return id;
  return BigInt(form === "hex" ? `0x${id}` : id).toString();
}

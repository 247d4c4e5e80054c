import pino, { type DestinationStream, type Logger } from "pino";

/** What of an error may be logged: SDKs' errors carry requests, and those carry tokens, texts and numbers. */
function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: "a non-error was thrown" };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: redact(error.message),
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    stack: redact(error.stack ?? ""),
    ...(error.cause instanceof Error ? { cause: safeError(error.cause) } : {}),
  };
}

/** Takes tokens and whole phone numbers out of a text that someone else wrote. */
export function redact(text: string): string {
  return text
    .replace(/(?<!\d)\d{6,12}:[\w-]{20,}/gu, "<telegram token>")
    .replace(/xox[a-z]-[\w-]+|xapp-[\w-]+/gu, "<slack token>")
    .replace(/(?<!\d)(\+?86)?(1[3-9]\d)\d{4}(\d{4})(?!\d)/gu, "$1$2****$3");
}

/** The log: JSON lines on standard output unless told elsewhere. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: safeError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

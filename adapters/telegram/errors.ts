import { GrammyError, HttpError } from "grammy";
import { ChatError } from "../../src/chat/chat.ts";

/** The network's own codes for "no connection was made": surely nothing was done. */
const UNREACHED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/** True where Telegram says that a message already shows what it should. */
export function isNotModified(error: unknown): boolean {
  return error instanceof GrammyError && error.description.includes("message is not modified");
}

/** Says what went wrong in the core's words. Nothing of the request is kept: it holds texts, and its URL the token. */
export function toChatError(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  if (error instanceof HttpError) {
    const code = (error.error as { code?: unknown } | undefined)?.code;
    const certain = typeof code === "string" && UNREACHED.has(code);
    return new ChatError(
      "unavailable",
      `Telegram can't be reached${typeof code === "string" ? ` (${code})` : ""}`,
      { certain },
    );
  }
  if (error instanceof GrammyError) return fromTelegram(error);
  return new ChatError("refused", (error as Error).message, { certain: true });
}

function fromTelegram({ error_code, description, parameters }: GrammyError): ChatError {
  const certain = true;
  if (parameters.migrate_to_chat_id !== undefined) {
    return new ChatError("moved", description, {
      certain,
      movedTo: String(parameters.migrate_to_chat_id),
    });
  }
  if (error_code === 429) {
    const retryAfterMs = (parameters.retry_after ?? 1) * 1000;
    return new ChatError("busy", description, { certain, retryAfterMs });
  }
  if (error_code === 401) {
    return new ChatError(
      "forbidden",
      "Telegram does not accept the token: check TELEGRAM_BOT_TOKEN with @BotFather",
      { certain },
    );
  }
  if (error_code === 403) return new ChatError("forbidden", description, { certain });
  if (error_code >= 500) return new ChatError("unavailable", description, { certain: false });
  const gone = /message to (?:edit|delete) not found|message can't be edited|chat not found/u.test(
    description,
  );
  return new ChatError(gone ? "gone" : "refused", description, { certain });
}

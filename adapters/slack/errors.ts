import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { ChatError } from "../../src/chat/chat.ts";
import type { SlackText } from "../../src/locale/slack.ts";
import { RenderError } from "./render-error.ts";

type Code = ChatError["code"];

/** Slack's error codes that are not a defect of ours. What is not listed is `refused`. */
const CODES: Readonly<Record<string, Code>> = Object.freeze({
  message_not_found: "gone",
  cant_update_message: "gone",
  edit_window_closed: "gone",
  channel_not_found: "gone",
  is_archived: "gone",
  user_not_found: "gone",
  file_not_found: "gone",
  not_found: "gone",
  not_in_channel: "forbidden",
  user_not_in_channel: "forbidden",
  missing_scope: "forbidden",
  not_allowed_token_type: "forbidden",
  invalid_auth: "forbidden",
  not_authed: "forbidden",
  token_revoked: "forbidden",
  token_expired: "forbidden",
  account_inactive: "forbidden",
  restricted_action: "forbidden",
  restricted_action_read_only_channel: "forbidden",
  restricted_action_thread_only_channel: "forbidden",
  access_denied: "forbidden",
  ekm_access_denied: "forbidden",
  messages_tab_disabled: "forbidden",
  team_access_not_granted: "forbidden",
  ratelimited: "busy",
  rate_limited: "busy",
  internal_error: "unavailable",
  fatal_error: "unavailable",
  service_unavailable: "unavailable",
  request_timeout: "unavailable",
  team_added_to_org: "unavailable",
});

/** Failures of connecting: the request was never sent. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const BUSY_WITHOUT_HINT_MS = 30_000;

/** Slack's own code, where it answered with one. */
export function slackCode(error: unknown): string | undefined {
  if (error instanceof ChatError) return slackCode(error.cause);
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

/** What the SDK threw, as the core knows it. */
export function toChatError(error: unknown, text: SlackText): ChatError {
  if (error instanceof ChatError) return error;
  if (error instanceof RenderError)
    return new ChatError("refused", error.message, { certain: true, cause: error });
  if (error instanceof WebAPIRateLimitedError)
    return new ChatError("busy", "Slack: rate limited", {
      certain: true,
      retryAfterMs: error.retryAfter * 1000,
      cause: error,
    });
  if (error instanceof WebAPIPlatformError) return fromPlatform(error, text);
  if (error instanceof WebAPIHTTPError)
    return new ChatError("unavailable", `Slack: HTTP ${error.statusCode}`, {
      certain: error.statusCode < 500,
      cause: error,
    });
  if (error instanceof WebAPIRequestError)
    return new ChatError("unavailable", `Slack: ${codeOf(error.original) ?? "no answer"}`, {
      certain: NEVER_SENT.has(codeOf(error.original) ?? ""),
      cause: error,
    });
  // The SDK answers a 429 without a usable Retry-After with a bare Error.
  if (error instanceof Error && error.message.startsWith("Retry header did not contain"))
    return new ChatError("busy", "Slack: rate limited", {
      certain: true,
      retryAfterMs: BUSY_WITHOUT_HINT_MS,
      cause: error,
    });
  return new ChatError("unavailable", "Slack: unexpected failure", {
    certain: NEVER_SENT.has(codeOf(error) ?? ""),
    cause: error,
  });
}

function fromPlatform(error: WebAPIPlatformError, text: SlackText): ChatError {
  const slack = error.data.error;
  const code = CODES[slack] ?? "refused";
  return new ChatError(code, `Slack: ${slack}: ${advice(error, text) ?? "not accepted"}`, {
    // An internal error may come after the act.
    certain: code !== "unavailable",
    ...(code === "busy" ? { retryAfterMs: BUSY_WITHOUT_HINT_MS } : {}),
    cause: error,
  });
}

/** What a person can do about it. */
function advice(error: WebAPIPlatformError, text: SlackText): string | undefined {
  const slack = error.data.error;
  switch (slack) {
    case "not_in_channel":
    case "user_not_in_channel":
      return text.refused.invite;
    case "is_archived":
      return text.refused.archived;
    case "missing_scope": {
      const needed = "needed" in error.data ? String(error.data.needed) : "?";
      return text.refused.scope(needed);
    }
    case "invalid_auth":
    case "not_authed":
    case "token_revoked":
    case "token_expired":
    case "account_inactive":
      return text.refused.token;
    default:
      return CODES[slack] === "forbidden" ? text.refused.policy(slack) : undefined;
  }
}

/** The system's code at the bottom of a chain of causes. */
function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ("code" in at && typeof at.code === "string") return at.code;
    if (at instanceof AggregateError) return codeOf(at.errors[0]);
  }
  return undefined;
}

import { WebAPIPlatformError, type WebClient } from "@slack/web-api";
import type { SlackText } from "../../src/locale/slack.ts";
import { toChatError } from "./errors.ts";

/** Scopes that nothing works without. `slack-manifest.yaml` asks for these. */
export const REQUIRED_SCOPES = Object.freeze([
  "commands",
  "chat:write",
  "files:write",
  "files:read",
  "im:write",
  "im:history",
  "users:read",
  "channels:history",
  "groups:history",
]);

/** Slack will not let us in as we are set up. The message says what to change; trying again does not help. */
export class SlackSetupError extends Error {
  override readonly name = "SlackSetupError";
}

export interface SlackIdentity {
  readonly teamId: string;
  readonly botUserId: string;
  readonly botId: string;
}

/** Asks Slack who we are. Throws `SlackSetupError` for a wrong token or missing scopes, `ChatError` when Slack is not reached. */
export async function identify(client: WebClient, text: SlackText): Promise<SlackIdentity> {
  const me = await client.auth.test().catch((error: unknown) => {
    throw setupError(error, "bot", text) ?? toChatError(error, text);
  });
  const scopes = me.response_metadata?.scopes ?? [];
  const missing = REQUIRED_SCOPES.filter((scope) => !scopes.includes(scope));
  // An answer without the header says nothing about scopes.
  if (scopes.length > 0 && missing.length > 0)
    throw new SlackSetupError(text.startup.missingScopes(missing.join(", ")));
  if (me.team_id === undefined || me.user_id === undefined || me.bot_id === undefined)
    throw new SlackSetupError(text.startup.botToken);
  return { teamId: me.team_id, botUserId: me.user_id, botId: me.bot_id };
}

/** What is set up wrongly, if that is why Slack refused. */
export function setupError(
  error: unknown,
  token: "bot" | "app",
  text: SlackText,
): SlackSetupError | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined;
  const why = (message: string) => new SlackSetupError(message, { cause: error });
  switch (error.data.error) {
    case "invalid_auth":
    case "not_authed":
    case "not_allowed_token_type":
    case "token_revoked":
    case "token_expired":
    case "missing_scope":
      return why(token === "bot" ? text.startup.botToken : text.startup.appToken);
    case "account_inactive":
    case "team_disabled":
    case "user_removed_from_team":
      return why(text.startup.inactive);
    case "socket_mode_not_enabled":
      return why(text.startup.socketMode);
    case "internal_error":
    case "fatal_error":
    case "service_unavailable":
    case "request_timeout":
    case "ratelimited":
      return undefined;
    default:
      return why(text.startup.other(error.data.error));
  }
}

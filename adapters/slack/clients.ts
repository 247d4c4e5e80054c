import type { Logger as SdkLogger } from "@slack/bolt";
import { WebClient, type WebClientOptions } from "@slack/web-api";
import { SLACK_TIMES } from "./limits.ts";

export interface SlackClients {
  /** For what a person waits for: windows, ephemeral answers, who somebody is. */
  readonly interactive: WebClient;
  /** For posts, edits and files. */
  readonly background: WebClient;
}

/**
 * Two clients, because a 429 pauses all calls of one. Neither waits nor tries again by itself: a retried
 * `chat.postMessage` whose answer was lost posts twice. Each is given options of its own and no `headers`: the SDK
 * writes into both, tokens included.
 */
export function slackClients(
  botToken: string,
  apiUrl: string | undefined,
  logger: SdkLogger,
): SlackClients {
  return {
    interactive: new WebClient(
      botToken,
      clientOptions(apiUrl, logger, SLACK_TIMES.interactiveTimeoutMs),
    ),
    background: new WebClient(
      botToken,
      clientOptions(apiUrl, logger, SLACK_TIMES.backgroundTimeoutMs),
    ),
  };
}

/** Fresh options for one SDK client. */
export function clientOptions(
  apiUrl: string | undefined,
  logger: SdkLogger,
  timeout: number,
): WebClientOptions {
  return {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    logger,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
}

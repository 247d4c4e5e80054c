import type { IncomingMessage, ServerResponse } from "node:http";
import { type App, HTTPReceiver, type Logger as SdkLogger } from "@slack/bolt";
import type { Clock } from "../../src/clock.ts";
import { SLACK_TIMES } from "./limits.ts";

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

const ENDPOINT = "/slack/events";
const BODY_BYTES = 1_000_000;

/**
 * Slack's request URL, to be mounted at `POST /slack/events` of somebody else's server: Bolt's receiver, which checks
 * the signature, with what it leaves out. It must get the request with its body unread, or as a Buffer in `rawBody`.
 */
export function httpLink(
  app: App,
  signingSecret: string,
  clock: Clock,
  logger: SdkLogger,
): RequestListener {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: ENDPOINT,
    logger,
    bodyLimit: BODY_BYTES,
    processEventErrorHandler: async ({ response }) => {
      // Slack sends an event again that was not taken.
      if (!response.headersSent) response.writeHead(500).end();
      return false;
    },
  });
  receiver.init(app);
  return (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname !== ENDPOINT || request.method !== "POST") {
      response.writeHead(404).end();
      return;
    }
    if (isFromTheFuture(request, clock.now())) {
      response.writeHead(401).end();
      return;
    }
    receiver.requestListener(request, response);
  };
}

/** Bolt refuses requests that are too old and takes any that are too new: a captured one could be replayed later. */
function isFromTheFuture(request: IncomingMessage, now: number): boolean {
  const seconds = Number(request.headers["x-slack-request-timestamp"]);
  return seconds * 1000 > now + SLACK_TIMES.signatureSkewMs;
}

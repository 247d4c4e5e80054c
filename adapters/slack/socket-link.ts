import { type App, type Logger as SdkLogger, SocketModeReceiver } from "@slack/bolt";
import { WebAPIRateLimitedError } from "@slack/web-api";
import type { Logger } from "pino";
import type { Clock } from "../../src/clock.ts";
import type { SlackText } from "../../src/locale/slack.ts";
import { clientOptions } from "./clients.ts";
import { SLACK_TIMES } from "./limits.ts";
import { setupError } from "./startup.ts";

export interface SocketLinkOptions {
  readonly appToken: string;
  readonly apiUrl: string | undefined;
  readonly sdkLog: SdkLogger;
  readonly clock: Clock;
  readonly log: Logger;
  readonly text: SlackText;
  /** Resolves when nothing is being worked on, or after `ms`. */
  readonly idle: (ms: number) => Promise<void>;
}

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 30_000;

/**
 * One Socket Mode connection, kept up. The SDK's own reconnecting is off: it waits 5 s after every refresh, and a
 * failure in it is an unhandled rejection that ends the process.
 */
export class SocketLink {
  readonly #receiver: SocketModeReceiver;
  readonly #options: SocketLinkOptions;
  readonly #stopping = new AbortController();
  #up = false;
  #running: Promise<void> | undefined;

  constructor(app: App, options: SocketLinkOptions) {
    this.#options = options;
    const { apiUrl, sdkLog, appToken, log } = options;
    this.#receiver = new SocketModeReceiver({
      appToken,
      logger: sdkLog,
      autoReconnectEnabled: false,
      installerOptions: { clientOptions: clientOptions(apiUrl, sdkLog, SLACK_TIMES.connectMs) },
      processEventErrorHandler: async ({ error }) => {
        log.warn({ error: error.message }, "a Slack delivery failed before it was acknowledged");
        // Acknowledging would hide it, and throws when the connection is what failed.
        return false;
      },
    });
    this.#receiver.init(app);
    this.#wrapMessages();
  }

  get up(): boolean {
    return this.#up;
  }

  /**
   * Resolves when the first attempt is over, and tries on while Slack is out of reach: `up` says how it stands.
   * Rejects with `SlackSetupError` when it can never be.
   */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#running = this.#keepUp(resolve, reject);
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const { client } = this.#receiver;
    const stopped = new AbortController();
    const late = this.#options.clock.sleep(SLACK_TIMES.stopMs, stopped.signal);
    await Promise.race([Promise.all([client.disconnect(), this.#running]), late]);
    stopped.abort();
  }

  async #keepUp(attempted: () => void, impossible: (why: Error) => void): Promise<void> {
    const { clock, log, text } = this.#options;
    const { signal } = this.#stopping;
    let failures = 0;
    let everUp = false;
    while (!signal.aborted) {
      const lost = new Promise((resolve) => this.#receiver.client.once("disconnected", resolve));
      try {
        await this.#connect();
      } catch (error) {
        const setup = setupError(error, "app", text);
        if (setup !== undefined && !everUp) {
          impossible(setup);
          return;
        }
        const wait = waitAfter(error, failures);
        failures += 1;
        log.warn({ inMs: wait, why: setup?.message ?? String(error) }, "no Slack connection");
        attempted();
        await clock.sleep(wait, signal);
        continue;
      }
      failures = 0;
      everUp = true;
      this.#up = true;
      attempted();
      await lost;
      this.#up = false;
    }
    attempted();
  }

  /**
   * Stands before the SDK's own listener, which rejects unheard on an envelope it can't read (that would end the
   * process), and closes at once when asked to reconnect (what it has taken could then not be acknowledged).
   */
  #wrapMessages(): void {
    const { client } = this.#receiver;
    const { clock, log, idle } = this.#options;
    for (const listener of client.listeners("ws_message")) {
      client.removeListener("ws_message", listener);
      client.on("ws_message", async (data: unknown, ...more: unknown[]) => {
        try {
          if (isDisconnect(data)) {
            await clock.sleep(SLACK_TIMES.drainMs, this.#stopping.signal);
            await idle(SLACK_TIMES.submitGuardMs);
          }
          await Reflect.apply(listener, client, [data, ...more]);
        } catch (error) {
          log.warn({ error: String(error) }, "Slack sent an envelope that can't be read");
        }
      });
    }
  }

  /** One attempt, bounded: a server that accepts and never says hello would hold it for ever. */
  async #connect(): Promise<void> {
    const { client } = this.#receiver;
    const { signal } = this.#stopping;
    const done = new AbortController();
    const late = this.#options.clock
      .sleep(SLACK_TIMES.connectMs, AbortSignal.any([done.signal, signal]))
      .then(() => {
        if (done.signal.aborted) return;
        void client.disconnect();
        throw new Error("no hello from Slack in time");
      });
    try {
      await Promise.race([client.start(), late]);
    } finally {
      done.abort();
    }
  }
}

function waitAfter(error: unknown, failures: number): number {
  if (error instanceof WebAPIRateLimitedError) return error.retryAfter * 1000;
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
}

const isDisconnect = (data: unknown): boolean =>
  typeof data === "string" && /^\{"type":\s*"disconnect"/.test(data);

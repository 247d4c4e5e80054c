import { App } from "@slack/bolt";
import type { Logger } from "pino";
import { ZodError } from "zod";
import type { Chat, ChatDesk } from "../../src/chat/chat.ts";
import type { Clock } from "../../src/clock.ts";
import type { Locale } from "../../src/locale/locale.ts";
import { slackText } from "../../src/locale/slack.ts";
import { Answers } from "./answers.ts";
import { clientOptions, slackClients } from "./clients.ts";
import { Downloads } from "./downloads.ts";
import { httpLink, type RequestListener } from "./http-link.ts";
import { InFlight } from "./in-flight.ts";
import { SLACK_TIMES } from "./limits.ts";
import { onCommand } from "./listeners/command.ts";
import type { ListenerContext } from "./listeners/context.ts";
import { onFile } from "./listeners/file.ts";
import { onFormChange } from "./listeners/form-change.ts";
import { onFormClose } from "./listeners/form-close.ts";
import { onFormSubmit } from "./listeners/form-submit.ts";
import { onMessageAction } from "./listeners/message-action.ts";
import { LiveForms } from "./live-forms.ts";
import { sdkLogger } from "./logger.ts";
import { PendingForms } from "./pending-forms.ts";
import { People } from "./people.ts";
import { SlackChat } from "./slack-chat.ts";
import { SocketLink } from "./socket-link.ts";
import { identify, type SlackIdentity, SlackSetupError } from "./startup.ts";
import { Uploads } from "./uploads.ts";

export { SlackSetupError } from "./startup.ts";

export type SlackOptions = SlackCommon &
  /** Socket Mode needs no address of ours; HTTP events need `requestListener` mounted at `POST /slack/events`. */
  (
    | { readonly mode: "socket"; readonly appToken: string; readonly connections?: number }
    | { readonly mode: "http"; readonly signingSecret: string }
  );

interface SlackCommon {
  readonly botToken: string;
  /** Another Slack than slack.com, ending in `/api/`. */
  readonly apiUrl?: string | undefined;
  readonly desk: ChatDesk;
  readonly clock: Clock;
  readonly log: Logger;
  /** For people whose language Slack does not say, and for the operator. */
  readonly locale?: Locale;
  /** The slash command; `/sms`. */
  readonly command?: string;
}

export interface SlackAdapter {
  readonly chat: Chat;
  /**
   * Connects. Throws `SlackSetupError`, which says what to change, when Slack refuses the tokens or scopes; resolves
   * and keeps trying when Slack is out of reach.
   */
  start(): Promise<void>;
  /** Disconnects, and waits at most some 12 s for what was taken. */
  stop(): Promise<void>;
  /** In HTTP mode. The body must be unread, or a Buffer in `rawBody`. */
  readonly requestListener: RequestListener | undefined;
  /** Slack knows us and can reach us. */
  healthy(): boolean;
}

/** A refresh of one connection must not lose a command: there is always another. */
const CONNECTIONS = 2;
const RETRY_MS = 5_000;

/** Slack as one chat of qunfa. Nothing is sent before `start`. */
export async function createSlack(options: SlackOptions): Promise<SlackAdapter> {
  const { desk, clock, apiUrl, botToken } = options;
  const locale = options.locale ?? "zh-CN";
  const text = slackText[locale];
  const log = options.log.child({ chat: "slack" });
  const sdkLog = sdkLogger(log);
  const { interactive, background } = slackClients(botToken, apiUrl, sdkLog);
  const uploads = new Uploads(background, clock);
  const live = new LiveForms(interactive, clock, text);
  const pending = new PendingForms(clock);
  const inFlight = new InFlight();
  const stopping = new AbortController();
  let me: SlackIdentity | undefined;
  const identity = () => me;

  const context: ListenerContext = {
    desk,
    live,
    pending,
    inFlight,
    interactive,
    clock,
    log,
    locale,
    identity,
    people: new People(interactive, clock),
    downloads: new Downloads(background, botToken, apiUrl, text),
    answers: new Answers({ interactive, background, uploads, live, pending, apiUrl, text, log }),
  };

  const app = new App({
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    logger: sdkLog,
    clientOptions: clientOptions(apiUrl, sdkLog, SLACK_TIMES.interactiveTimeoutMs),
    authorize: async () => ({
      botToken,
      ...(me === undefined ? {} : { botId: me.botId, botUserId: me.botUserId, teamId: me.teamId }),
    }),
    convoStore: false,
    attachFunctionToken: false,
  });
  app.error(async (error) => {
    log.error({ why: whatFailed(error) }, "a Slack event was not handled");
  });
  onCommand(app, options.command ?? "/sms", context);
  onMessageAction(app, context);
  onFormChange(app, context);
  onFormSubmit(app, context);
  onFormClose(app, context);
  onFile(app, context);

  async function idleWithin(ms: number): Promise<void> {
    const idle = new AbortController();
    const late = clock.sleep(ms, idle.signal);
    await Promise.race([inFlight.idle(), late]);
    idle.abort();
  }

  const links =
    options.mode === "socket"
      ? Array.from(
          { length: options.connections ?? CONNECTIONS },
          () =>
            new SocketLink(app, {
              appToken: options.appToken,
              apiUrl,
              sdkLog,
              clock,
              log,
              text,
              idle: idleWithin,
            }),
        )
      : [];

  async function connect(): Promise<void> {
    me = await identify(interactive, text);
    await Promise.all(links.map((link) => link.start()));
  }

  async function keepConnecting(): Promise<void> {
    while (!stopping.signal.aborted && me === undefined) {
      await clock.sleep(RETRY_MS, stopping.signal);
      if (stopping.signal.aborted) return;
      await connect().catch((error: Error) =>
        log.error({ why: error.message }, "Slack can't be reached yet"),
      );
    }
  }

  return {
    chat: new SlackChat({ client: background, uploads, text, log, identity }),
    requestListener:
      options.mode === "http" ? httpLink(app, options.signingSecret, clock, sdkLog) : undefined,
    healthy: () => me !== undefined && (links.length === 0 || links.some((link) => link.up)),
    async start() {
      try {
        await connect();
      } catch (error) {
        if (error instanceof SlackSetupError) {
          await Promise.all(links.map((link) => link.stop()));
          throw error;
        }
        log.error({ why: String(error) }, "Slack can't be reached yet");
        void keepConnecting();
      }
    },
    async stop() {
      stopping.abort();
      // A submission is acknowledged with its outcome, over the connection it came on: that stays up for it.
      await idleWithin(SLACK_TIMES.submitGuardMs);
      await Promise.all(links.map((link) => link.stop()));
      await idleWithin(SLACK_TIMES.stopMs);
    },
  };
}

/** A payload we can't read is named by the places that are wrong, never by what is in them. */
function whatFailed(error: Error): string {
  const original = "original" in error ? error.original : error;
  if (original instanceof ZodError)
    return original.issues.map((i) => `${i.path.join(".")}: ${i.message}`).join("; ");
  return original instanceof Error ? `${original.name}: ${original.message}` : String(original);
}

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, systemClock } from "../../../src/clock.ts";
import type { Method } from "./call.ts";
import { Delivery } from "./delivery.ts";
import { FileEvents } from "./events.ts";
import { Faults } from "./faults.ts";
import { HttpEvents } from "./http-events.ts";
import { SLACK_RULES } from "./limits.ts";
import { chatMethods } from "./methods-chat.ts";
import { conversationMethods } from "./methods-conversations.ts";
import { fileMethods } from "./methods-files.ts";
import { viewMethods } from "./methods-views.ts";
import { SlackPerson } from "./person.ts";
import { SocketMode } from "./socket-mode.ts";
import { type Credentials, type RecordedCall, webApi } from "./web-api.ts";
import { type EmulatedFile, type EmulatedMessage, type Failure, Workspace } from "./workspace.ts";

export type { SlackPerson } from "./person.ts";
export { textOf } from "./validation.ts";
export type { EmulatedMessage } from "./workspace.ts";

export interface SlackEmulatorOptions {
  readonly clock?: Clock;
  /** The loopback port; any free one by default. */
  readonly port?: number;
  /** Hold the app to Slack's calls a minute. */
  readonly enforceTiers?: boolean;
  /** How long a completed upload is not yet usable in a block. */
  readonly fileProcessingMs?: number;
  /** Waits before an event is sent again; Slack's own by default. */
  readonly eventRetryMs?: readonly number[];
  /** The bot token's scopes; those of the manifest by default. */
  readonly scopes?: readonly string[];
}

const ALL_SCOPES = Object.freeze([
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

/**
 * A strict fake Slack on loopback: one workspace, one app, any number of people. The real SDKs talk to it unmodified;
 * it holds them to Slack's limits and deadlines. It does not imitate search, threads in clients, or more than one app.
 */
export async function startSlackEmulator(options: SlackEmulatorOptions = {}) {
  const clock = options.clock ?? systemClock;
  const workspace = new Workspace(clock);
  const faults = new Faults(clock, options.enforceTiers ?? false);
  const credentials: Credentials = {
    botToken: "xoxb-emulated-bot-token",
    appToken: "xapp-emulated-app-token",
    scopes: new Set(options.scopes ?? ALL_SCOPES),
  };
  const signingSecret = "8f742231b10e8888abcd9900000085a5";
  const calls: RecordedCall[] = [];
  const sockets = new SocketMode(workspace.appId, () => workspace.changed());
  const delivery = new Delivery(
    workspace,
    sockets,
    options.eventRetryMs ?? SLACK_RULES.eventRetryMs,
  );
  const files = new FileEvents(workspace, delivery);

  let server: Server;
  let port = options.port ?? 0;
  const host = () => `127.0.0.1:${port}`;
  const origin = () => `http://${host()}`;

  const methods: Readonly<Record<string, Method>> = {
    ...chatMethods,
    ...viewMethods,
    ...conversationMethods,
    ...fileMethods(options.fileProcessingMs ?? 0),
    "auth.test": {
      scope: undefined,
      tier: "special",
      run: () => ({
        ok: true,
        url: "https://emulated.slack.com/",
        team: "Emulated",
        user: "qunfa",
        team_id: workspace.teamId,
        user_id: workspace.botUserId,
        bot_id: workspace.botId,
        is_enterprise_install: false,
      }),
    },
    "apps.connections.open": {
      scope: "app",
      tier: 1,
      run: () => ({ ok: true, url: sockets.issueAddress(host()) }),
    },
  };
  const handle = webApi({ workspace, faults, credentials, methods, calls, origin });

  async function listen(): Promise<void> {
    server = createServer((request, response) => {
      handle(request, response).catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500);
        response.end(String(error));
      });
    });
    sockets.attach(server);
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  }

  async function shut(): Promise<void> {
    sockets.cut();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  await listen();

  workspace.onPosted = (message) => files.announce(message);

  const people = new Map<string, SlackPerson>();
  const named = (id: string): SlackPerson => {
    const person = people.get(id);
    if (person === undefined) throw new Error(`no person ${id}: add them with addPerson`);
    return person;
  };

  return {
    /** For `clientOptions.slackApiUrl`. */
    apiUrl: `${origin()}/api/`,
    origin: origin(),
    signingSecret,
    teamId: workspace.teamId,
    botUserId: workspace.botUserId,
    botToken: credentials.botToken,
    appToken: credentials.appToken,
    /** Scopes of the bot token; change them to take one away. */
    scopes: credentials.scopes,
    /** Every Web API call and response_url post, in order. */
    calls: calls as readonly RecordedCall[],
    sockets,
    delivery,
    workspace,
    get failures(): readonly Failure[] {
      return workspace.failures;
    },

    addChannel(channel: { readonly id: string; readonly name?: string; readonly botIn?: boolean }) {
      return workspace.addChannel({
        id: channel.id,
        name: channel.name ?? channel.id.toLowerCase(),
        kind: "channel",
        botIn: channel.botIn ?? true,
      });
    },
    addPerson(person: { readonly id: string; readonly name: string; readonly locale?: string }) {
      const self = workspace.addPerson({ locale: "zh-CN", ...person });
      const added = new SlackPerson(self, { workspace, delivery, files, origin });
      people.set(self.id, added);
      return added;
    },
    person: named,
    /** What was posted in a channel, deleted and ephemeral messages included. */
    messages(channel: string): readonly EmulatedMessage[] {
      return workspace.channels.get(channel)?.messages ?? [];
    },
    file(id: string): EmulatedFile | undefined {
      return workspace.files.get(id);
    },
    onChange: (listener: () => void) => workspace.onChange(listener),
    /** Resolves with the first truthy value of `look`, asked again after every change; rejects after `ms`. */
    async until<T>(
      look: () => T,
      what = "what the test waits for",
      ms = 8_000,
    ): Promise<NonNullable<T>> {
      return new Promise((resolve, reject) => {
        const check = () => {
          const found = look();
          if (found === undefined || found === null || found === false) return;
          stop();
          resolve(found as NonNullable<T>);
        };
        const off = workspace.onChange(check);
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`Slack emulator: did not see ${what} within ${ms} ms`));
        }, ms);
        const stop = () => {
          off();
          clearTimeout(timer);
        };
        check();
      });
    },

    /** Sends what follows to this URL as signed requests, instead of over sockets. */
    useHttp(url: string): void {
      delivery.transport = new HttpEvents(url, signingSecret, () => clock.now());
    },
    disconnectSockets(count?: number): void {
      sockets.refresh("refresh_requested", count);
    },
    limitNext: (method: string, retryAfterSeconds: number) =>
      faults.limitNext(method, retryAfterSeconds),
    failNext: (method: string, error: string, more?: Readonly<Record<string, unknown>>) =>
      faults.failNext(method, error, more),
    statusNext: (method: string, status: number) => faults.statusNext(method, status),
    dropRepliesOf: (method: string, n: number) => faults.dropRepliesOf(method, n),
    holdRepliesOf: (method: string, n: number) => faults.holdRepliesOf(method, n),
    /** Connections are refused from now on. */
    goDown: shut,
    /** Listens again on the same port. */
    comeBack: listen,
    async close(): Promise<void> {
      delivery.stop();
      await shut();
    },
  };
}

export type SlackEmulator = Awaited<ReturnType<typeof startSlackEmulator>>;

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readParams } from "./body.ts";
import { type Params, TELEGRAM_METHODS } from "./methods.ts";
import { TelegramPerson } from "./person.ts";
import { TELEGRAM_RULES as R, Refusal } from "./rules.ts";
import { type EmulatedMessage, TelegramState } from "./state.ts";

export type { TelegramPerson } from "./person.ts";
export type { EmulatedMessage } from "./state.ts";

interface Webhook {
  readonly url: string;
  readonly secret: string | undefined;
}

/** A strict fake Bot API server on loopback, with the people on its other side. The real grammY talks to it unmodified. */
export async function startTelegramEmulator(options: { readonly port?: number } = {}) {
  const state = new TelegramState();
  const token = "7000000001:AAEmulatedTokenEmulatedTokenEmulated";
  const calls: { readonly method: string; readonly params: Params }[] = [];
  const limits = new Map<string, number>();
  const drops = new Map<string, number>();
  let webhook: Webhook | undefined;
  let polling = 0;
  let delivered = 0;
  let server: Server;
  let port = options.port ?? 0;
  let up = true;

  /** Waits for updates as a long poll does; a second poller throws the first out. */
  async function getUpdates(params: Params, gone: AbortSignal): Promise<unknown> {
    if (webhook !== undefined) {
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    const offset = Number(params.offset ?? 0);
    while (state.updates[0] !== undefined && state.updates[0].update_id < offset)
      state.updates.shift();
    polling += 1;
    const mine = polling;
    state.changed();
    const deadline = Date.now() + Math.min(Number(params.timeout ?? 0), R.pollSeconds) * 1000;
    while (state.updates.length === 0 && Date.now() < deadline && up && !gone.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          off();
          gone.removeEventListener("abort", wake);
          resolve();
        };
        const timer = setTimeout(wake, Math.max(1, deadline - Date.now()));
        const off = state.onChange(wake);
        gone.addEventListener("abort", wake);
      });
      if (polling !== mine && !gone.aborted) {
        throw new Refusal(
          409,
          "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        );
      }
    }
    return state.updates.slice(0, Number(params.limit ?? 100));
  }

  function setWebhook(params: Params): boolean {
    const url = String(params.url ?? "");
    const secret = params.secret_token === undefined ? undefined : String(params.secret_token);
    if (secret !== undefined && !R.secret.test(secret))
      throw new Refusal(400, "Bad Request: secret token contains unallowed characters");
    webhook = url === "" ? undefined : { url, secret };
    if (webhook !== undefined) void deliver();
    return true;
  }

  /** Pushes updates to the webhook, in order, each again until it is taken. */
  async function deliver(): Promise<void> {
    const target = webhook;
    while (target !== undefined && webhook === target && up) {
      const [update] = state.updates;
      if (update === undefined) {
        await new Promise<void>((resolve) => {
          const off = state.onChange(() => {
            off();
            resolve();
          });
        });
        continue;
      }
      const headers: Record<string, string> = { "content-type": "application/json" };
      if (target.secret !== undefined) headers["x-telegram-bot-api-secret-token"] = target.secret;
      delivered += 1;
      const ok = await fetch(target.url, {
        method: "POST",
        headers,
        body: JSON.stringify(update),
      }).then(
        (response) => response.ok,
        () => false,
      );
      if (ok) state.updates.shift();
      else await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async function run(method: string, params: Params, gone: AbortSignal): Promise<unknown> {
    const wait = limits.get(method);
    if (wait !== undefined) {
      limits.delete(method);
      throw new Refusal(429, `Too Many Requests: retry after ${wait}`, { retry_after: wait });
    }
    if (method === "getUpdates") return getUpdates(params, gone);
    if (method === "setWebhook") return setWebhook(params);
    if (method === "deleteWebhook") return setWebhook({});
    if (method === "getWebhookInfo")
      return { url: webhook?.url ?? "", pending_update_count: state.updates.length };
    const known = TELEGRAM_METHODS[method];
    if (known === undefined) throw new Refusal(404, "Not Found");
    return known(state, params);
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(request.url ?? "");
    const file = /^\/file\/bot([^/]+)\/documents\/(.+)$/.exec(path);
    if (file !== null) {
      const stored = file[1] === token ? state.files.get(file[2] ?? "") : undefined;
      response.writeHead(stored === undefined ? 404 : 200).end(stored?.bytes);
      return;
    }
    const [, given = "", method = ""] = /^\/bot([^/]+)\/(\w+)/.exec(path) ?? [];
    const params = await readParams(request);
    calls.push({ method, params });
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    let status = 200;
    let answer: unknown;
    try {
      if (given !== token) throw new Refusal(401, "Unauthorized");
      answer = { ok: true, result: await run(method, params, gone.signal) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      status = error.code;
      answer = {
        ok: false,
        error_code: error.code,
        description: error.message,
        parameters: error.parameters,
      };
    }
    const drop = drops.get(method) ?? 0;
    if (drop > 0) {
      drops.set(method, drop - 1);
      request.socket.destroy();
      return;
    }
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }

  async function listen(): Promise<void> {
    up = true;
    server = createServer((request, response) => {
      handle(request, response).catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500);
        response.end(String(error));
      });
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  }

  async function shut(): Promise<void> {
    up = false;
    state.changed();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  await listen();
  const people = new Map<number, TelegramPerson>();

  function addPerson(person: {
    readonly id: number;
    readonly name: string;
    readonly language?: string;
  }): TelegramPerson {
    const user = {
      id: person.id,
      first_name: person.name,
      is_bot: false,
      language_code: person.language ?? "zh-hans",
    };
    state.users.set(user.id, user);
    state.chats.set(user.id, {
      id: user.id,
      type: "private",
      title: undefined,
      members: new Set([user.id]),
      messages: [],
      movedTo: undefined,
      blocked: false,
    });
    const added = new TelegramPerson(user, state);
    people.set(user.id, added);
    return added;
  }

  return {
    apiRoot: `http://127.0.0.1:${port}`,
    token,
    state,
    /** Every call, in order. */
    calls: calls as readonly { readonly method: string; readonly params: Params }[],
    get webhookDeliveries() {
      return delivered;
    },
    addPerson,
    addGroup(group: {
      readonly id: number;
      readonly title: string;
      readonly members: readonly number[];
    }): void {
      state.chats.set(group.id, {
        id: group.id,
        type: group.id < -1_000_000_000_000 ? "supergroup" : "group",
        title: group.title,
        members: new Set(group.members),
        messages: [],
        movedTo: undefined,
        blocked: false,
      });
    },
    person(id: number): TelegramPerson {
      const person = people.get(id);
      if (person === undefined) throw new Error(`no person ${id}: add them with addPerson`);
      return person;
    },
    messages: (chat: number): readonly EmulatedMessage[] => state.chats.get(chat)?.messages ?? [],
    onChange: (listener: () => void) => state.onChange(listener),
    /** Resolves with the first truthy value of `look`, asked again after every change. */
    async until<T>(
      look: () => T,
      what = "what the test waits for",
      ms = 8_000,
    ): Promise<NonNullable<T>> {
      return new Promise((resolve, reject) => {
        const stop = () => {
          off();
          clearTimeout(timer);
        };
        const check = () => {
          const found = look();
          if (found === undefined || found === null || found === false) return;
          stop();
          resolve(found as NonNullable<T>);
        };
        const off = state.onChange(check);
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`Telegram emulator: did not see ${what} within ${ms} ms`));
        }, ms);
        check();
      });
    },
    limitNext: (method: string, retryAfter: number) => limits.set(method, retryAfter),
    /** Acts, but the answer never arrives. */
    dropRepliesOf: (method: string, n: number) => drops.set(method, n),
    /** Delivers the last update again under its own id. */
    repeatUpdate(): void {
      const last = state.updates.at(-1);
      if (last !== undefined) state.updates.push(last);
      state.changed();
    },
    block(chat: number): void {
      const found = state.chats.get(chat);
      if (found !== undefined) found.blocked = true;
    },
    /** Turns a group into a supergroup with another id, as Telegram does. */
    upgradeGroup(chat: number, to: number): void {
      const old = state.chats.get(chat);
      if (old === undefined) throw new Error(`no chat ${chat}`);
      old.movedTo = to;
      state.chats.set(to, { ...old, id: to, type: "supergroup", messages: [], movedTo: undefined });
    },
    goDown: shut,
    comeBack: listen,
    close: shut,
  };
}

export type TelegramEmulator = Awaited<ReturnType<typeof startTelegramEmulator>>;

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { authenticate, EMULATED_ACCOUNT, type EmulatedAccount } from "./account.ts";
import { readCreateParams } from "./create-params.ts";
import { ApiFault } from "./fault.ts";
import { type EmulatedMessage, newMessage, resourceOf } from "./message.ts";
import { DELIVERED, type NumberScript, type Step } from "./script.ts";
import { WebhookClient } from "./webhook-client.ts";

/** A strict Twilio Messages API on loopback: the real SDK talks to it unmodified, and its webhooks are signed. */
export class TwilioEmulator {
  readonly account: EmulatedAccount;
  readonly webhooks: WebhookClient;
  /** Everything it ever accepted, oldest first; a recipient twice is a double send. */
  readonly book: EmulatedMessage[] = [];
  /** Create calls that came, refused ones included, by number. */
  readonly calls: string[] = [];
  /** Create calls under way at once, at most. */
  mostAtOnce = 0;
  latencyMs = 0;
  /** Refuses the next so many create calls, whoever they are to. */
  refuseNext: { times: number; fault: ApiFault } | undefined;
  /** Refuses whatever comes. */
  down: ApiFault | undefined;
  pageSizeMost = 1000;
  /** Told of each create call before it is looked at. */
  onCreate: () => void = () => undefined;
  readonly #scripts = new Map<string, NumberScript>();
  readonly #refusals = new Map<string, number>();
  readonly #reports = new Set<Promise<unknown>>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #atOnce = 0;

  constructor(account: EmulatedAccount = EMULATED_ACCOUNT) {
    this.account = account;
    this.webhooks = new WebhookClient(account.authToken);
  }

  async start(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    return this;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  script(phone: string, script: NumberScript): void {
    this.#scripts.set(phone, script);
    this.#refusals.delete(phone);
  }

  /** Resolves when all callbacks that are due were made, and tried again as often as their URLs say. */
  async reported(): Promise<void> {
    while (this.#reports.size > 0) await Promise.all(this.#reports);
  }

  acceptedFor(phone: string): EmulatedMessage[] {
    return this.book.filter(({ to }) => to === phone);
  }

  /** Moves a message on and calls back. Returns what the webhook answered; undefined: it has none. */
  async report(message: EmulatedMessage, step: Step) {
    settle(message, step);
    return this.callBack(message);
  }

  /** Says where a message stands, as often as one likes. */
  async callBack(message: EmulatedMessage) {
    if (message.statusCallback === null) return undefined;
    return this.webhooks.post(message.statusCallback, this.statusForm(message));
  }

  /** The form of a status callback, as captured from Twilio. */
  statusForm({ sid, status, errorCode, to, from, messagingServiceSid }: EmulatedMessage) {
    return {
      ...(status === "delivered" ? { RawDlrDoneDate: "2611231005" } : {}),
      SmsSid: sid,
      SmsStatus: status,
      MessageStatus: status,
      To: to,
      MessageSid: sid,
      AccountSid: this.account.accountSid,
      From: from ?? this.account.numbers[0] ?? "",
      ...(messagingServiceSid === null ? {} : { MessagingServiceSid: messagingServiceSid }),
      ...(errorCode === null ? {} : { ErrorCode: `${errorCode}` }),
      ApiVersion: "2010-04-01",
    };
  }

  /** A person texts the account's number: posts to its webhook. */
  async reply(
    url: string,
    { from, body, optOutType }: { from: string; body: string; optOutType?: string },
    sid: string,
  ) {
    return this.webhooks.post(url, {
      ToCountry: "US",
      SmsMessageSid: sid,
      NumMedia: "0",
      SmsSid: sid,
      SmsStatus: "received",
      Body: body,
      To: this.account.numbers[0] ?? "",
      NumSegments: "1",
      MessageSid: sid,
      AccountSid: this.account.accountSid,
      From: from,
      ApiVersion: "2010-04-01",
      ...(optOutType === undefined ? {} : { OptOutType: optOutType }),
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.endpoint);
    try {
      if (this.down !== undefined) throw this.down;
      authenticate(this.account, request.headers);
      if (url.pathname !== `/2010-04-01/Accounts/${this.account.accountSid}/Messages.json`)
        throw new ApiFault(404, 20404, `The requested resource ${url.pathname} was not found`);
      if (request.method === "POST") await this.#create(request, response);
      else if (request.method === "GET") answer(response, 200, this.#list(url));
      else throw new ApiFault(405, 20004, "Method not allowed");
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      answer(response, error.status, error.body(), error.headers);
    }
  }

  async #create(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    try {
      await this.#accept(await bodyOf(request), request, response);
    } finally {
      this.#atOnce -= 1;
    }
  }

  async #accept(body: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const to = new URLSearchParams(body).get("To") ?? "";
    this.calls.push(to);
    this.onCreate();
    if (this.latencyMs > 0) await setTimeout(this.latencyMs);
    if (this.refuseNext !== undefined && this.refuseNext.times > 0) {
      this.refuseNext.times -= 1;
      throw this.refuseNext.fault;
    }
    const params = readCreateParams(this.account, request.headers["content-type"] ?? "", body);
    const script = this.#scripts.get(to) ?? {};
    this.#refuse(to, script);
    const message = newMessage(params, new Date());
    this.book.push(message);
    // As Twilio first gives it, whatever has become of it meanwhile.
    const resource = resourceOf(this.account, message);
    const life = () => this.#live(message, script);
    if (script.early === true) await life();
    else if (script.callbacks === false) for (const step of stepsOf(script)) settle(message, step);
    switch (script.answer) {
      case "breaks":
        request.socket.destroy();
        break;
      case "hangs":
        break;
      case "cut":
        response.writeHead(201, { "content-type": "application/json" });
        response.write('{"', () => request.socket.destroy());
        break;
      case "garbled":
        response.writeHead(201, { "content-type": "text/html" }).end("<h1>created</h1>");
        break;
      case "error500":
        answer(response, 500, new ApiFault(500, 20500, "Internal Server Error").body());
        break;
      case undefined:
        answer(response, 201, resource);
    }
    if (script.early !== true && script.callbacks !== false) this.#later(life());
  }

  #refuse(to: string, { refuse }: NumberScript): void {
    if (refuse === undefined) return;
    const times = this.#refusals.get(to) ?? 0;
    this.#refusals.set(to, times + 1);
    if (refuse.times === undefined || times < refuse.times) throw refuse.fault;
  }

  async #live(message: EmulatedMessage, script: NumberScript): Promise<void> {
    for (const step of stepsOf(script)) await this.report(message, step);
  }

  #later(work: Promise<unknown>): void {
    this.#reports.add(work);
    void work.finally(() => this.#reports.delete(work));
  }

  /** The list, latest first, by sender and date sent; pages are linked by `next_page_uri`. */
  #list(url: URL): object {
    const { searchParams: query, pathname } = url;
    const size = Math.min(Number(query.get("PageSize") ?? 50), this.pageSizeMost);
    const page = Number(query.get("Page") ?? 0);
    const after = query.get("DateSent>");
    const from = query.get("From");
    const found = this.book
      .filter((message) => from === null || message.from === from)
      .filter(({ sentAt }) => after === null || (sentAt !== null && sentAt >= new Date(after)))
      .toReversed();
    const some = found.slice(page * size, (page + 1) * size);
    const next = new URLSearchParams(query);
    next.set("Page", `${page + 1}`);
    next.set("PageToken", `PA${some.at(-1)?.sid ?? ""}`);
    return {
      messages: some.map((message) => resourceOf(this.account, message)),
      page,
      page_size: size,
      start: page * size,
      end: page * size + some.length - 1,
      uri: `${pathname}${url.search}`,
      first_page_uri: `${pathname}?Page=0`,
      previous_page_uri: null,
      next_page_uri: found.length > (page + 1) * size ? `${pathname}?${next}` : null,
    };
  }
}

const stepsOf = ({ steps }: NumberScript) => steps ?? DELIVERED;

/** The message moves on, and nobody is told. */
function settle(message: EmulatedMessage, { status, errorCode }: Step): void {
  const now = new Date();
  message.status = status;
  message.errorCode = errorCode ?? null;
  message.updatedAt = now;
  message.sentAt ??= now;
}

function answer(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}

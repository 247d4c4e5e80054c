import { randomInt, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { beijingTime } from "../../../src/delivery/beijing-time.ts";
import { EMULATED_ACCOUNT, type EmulatedAccount } from "./account.ts";
import { CallbackClient } from "./callback-client.ts";
import { ApiFault } from "./fault.ts";
import { type EmulatedReply, readQuestion, repliesFor, statusesFor } from "./questions.ts";
import { DELIVERED, type NumberScript, type Report } from "./script.ts";
import { readSendSms } from "./send-params.ts";
import { checkSignature } from "./signature.ts";

/** A message that the emulator has accepted. */
export interface EmulatedMessage {
  readonly phone: string;
  readonly content: string;
  readonly templateId: string;
  readonly session: string;
  readonly serialNo: string;
  readonly sentAt: number;
  /** The last that the carrier said; undefined while it says nothing. */
  report: Report | undefined;
  reportedAt: number;
}

/** A strict SMS API (2021-01-11) on loopback: the real SDK talks to it unmodified, and it calls back like the real one. */
export class TencentEmulator {
  readonly account: EmulatedAccount;
  readonly callbacks = new CallbackClient();
  /** Everything it ever accepted, oldest first; a number twice in a campaign is a double send. */
  readonly book: EmulatedMessage[] = [];
  /** Numbers of each SendSms that came, refused ones included. */
  readonly calls: string[][] = [];
  /** Numbers whose statuses were asked for. */
  readonly queries: string[] = [];
  /** What people sent back. */
  readonly replies: EmulatedReply[] = [];
  mostAtOnce = 0;
  latencyMs = 0;
  /** Where statuses are called back. */
  reportUrl = "";
  /** Refuses the next so many sends as a whole. */
  refuseNext: { times: number; fault: ApiFault } | undefined;
  /** Finds the next so many questions too many at once. */
  throttledQueries = 0;
  /** Whether questions about a number echo the session: Tencent opens that on request. */
  echoesSession = true;
  /** Calls back the statuses of a call the last one first. */
  reversed = false;
  /** How old everything is that it accepts, in ms. */
  age = 0;
  readonly #scripts = new Map<string, NumberScript>();
  readonly #refusals = new Map<string, number>();
  readonly #work = new Set<Promise<unknown>>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #atOnce = 0;

  constructor(account: EmulatedAccount = EMULATED_ACCOUNT) {
    this.account = account;
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

  /** Resolves when all statuses that are due were called back, and again as often as is done. */
  async reported(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  acceptedFor(phone: string): EmulatedMessage[] {
    return this.book.filter((message) => message.phone === phone);
  }

  /** A message's status, as it is called back. */
  statusRow(message: EmulatedMessage, { success, code }: Report): object {
    return {
      user_receive_time: beijingTime(message.reportedAt),
      nationcode: "86",
      mobile: message.phone.slice(3),
      report_status: success ? "SUCCESS" : "FAIL",
      errmsg: code,
      description: success ? "用户短信送达成功" : `失败：${code}`,
      sid: message.serialNo,
    };
  }

  /** Says what became of messages, as often as one likes. */
  async callBack(messages: readonly EmulatedMessage[], report?: Report) {
    const rows = messages.flatMap((message) => {
      const said = report ?? message.report;
      return said === undefined ? [] : [this.statusRow(message, said)];
    });
    return this.callbacks.post(this.reportUrl, this.reversed ? rows.toReversed() : rows);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    const body = await bodyOf(request);
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    try {
      const { headers, method = "" } = request;
      checkSignature(this.account, { method, url, headers, body });
      if (headers["x-tc-version"] !== "2021-01-11") throw new ApiFault("NoSuchVersion");
      const json: unknown = JSON.parse(body);
      switch (headers["x-tc-action"]) {
        case "SendSms":
          await this.#send(json, request, response);
          break;
        case "PullSmsSendStatusByPhoneNumber":
          answer(response, { PullSmsSendStatusSet: this.#statuses(json) });
          break;
        case "PullSmsReplyStatusByPhoneNumber":
          answer(response, { PullSmsReplyStatusSet: repliesFor(this.#asked(json), this.replies) });
          break;
        case "SendStatusStatistics":
          answer(response, { SendStatusStatistics: { FeeCount: 0, RequestCount: 0 } });
          break;
        default:
          throw new ApiFault("InvalidAction");
      }
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      const { code, message, status } = error;
      if (status === 200) answer(response, { Error: { Code: code, Message: message } });
      else response.writeHead(status, { "content-type": "text/html" }).end(message);
    } finally {
      this.#atOnce -= 1;
    }
  }

  async #send(json: unknown, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = z.object({ PhoneNumberSet: z.array(z.string()).catch([]) }).safeParse(json);
    this.calls.push(asked.data?.PhoneNumberSet ?? []);
    const { phones, ...text } = readSendSms(this.account, json);
    if (this.latencyMs > 0) await setTimeout(this.latencyMs);
    if (this.refuseNext !== undefined && this.refuseNext.times > 0) {
      this.refuseNext.times -= 1;
      throw this.refuseNext.fault;
    }
    const messages: EmulatedMessage[] = [];
    const statuses = phones.map((phone) => {
      const code = this.#refusalOf(phone);
      if (code !== undefined) return statusOf(phone, "", code, text.session);
      const serialNo = `5000:${Date.now()}${randomInt(10 ** 12)}`;
      const sentAt = Date.now() - this.age;
      messages.push({ ...text, phone, serialNo, sentAt, report: undefined, reportedAt: sentAt });
      return statusOf(phone, serialNo, "Ok", text.session);
    });
    this.book.push(...messages);
    const early = messages.filter(({ phone }) => this.#scriptOf(phone).early === true);
    await this.#live(early);
    switch (phones.map((phone) => this.#scriptOf(phone).answer).find(Boolean)) {
      case "breaks":
        request.socket.destroy();
        break;
      case "hangs":
        break;
      case "stalls":
        response.writeHead(200, { "content-type": "application/json" }).write('{"');
        break;
      case "cut":
        response.writeHead(200, { "content-type": "application/json" });
        response.write('{"', () => request.socket.destroy());
        break;
      case "garbled":
        response.writeHead(200, { "content-type": "text/html" }).end("<h1>sent</h1>");
        break;
      case "error500":
        response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>");
        break;
      case undefined:
        answer(response, {
          SendStatusSet: statuses.filter((_, n) => !this.#scriptOf(phones[n] ?? "").unanswered),
        });
    }
    this.#later(this.#live(messages.filter((message) => !early.includes(message))));
  }

  #refusalOf(phone: string): string | undefined {
    if (!/^\+861[3-9]\d{9}$/u.test(phone)) return "InvalidParameterValue.IncorrectPhoneNumber";
    const { refuse } = this.#scriptOf(phone);
    if (refuse === undefined) return undefined;
    const times = this.#refusals.get(phone) ?? 0;
    this.#refusals.set(phone, times + 1);
    return refuse.times === undefined || times < refuse.times ? refuse.code : undefined;
  }

  /** What the carrier says of each message, one after the other; the messages of a call are called back together. */
  async #live(messages: readonly EmulatedMessage[]): Promise<void> {
    for (let step = 0; ; step += 1) {
      const moved: EmulatedMessage[] = [];
      for (const message of messages) {
        const report = (this.#scriptOf(message.phone).reports ?? [DELIVERED])[step];
        if (report === undefined) continue;
        message.report = report;
        message.reportedAt = message.sentAt + 1000 * (step + 1);
        moved.push(message);
      }
      if (moved.length === 0) return;
      const told = moved.filter(({ phone }) => this.#scriptOf(phone).callback !== false);
      if (told.length > 0 && this.reportUrl !== "") await this.callBack(told);
    }
  }

  #later(work: Promise<unknown>): void {
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work));
  }

  #scriptOf(phone: string): NumberScript {
    return this.#scripts.get(phone) ?? {};
  }

  #asked(json: unknown) {
    if (this.throttledQueries > 0) {
      this.throttledQueries -= 1;
      throw new ApiFault("RequestLimitExceeded");
    }
    return readQuestion(this.account, json, (Date.now() - this.age) / 1000);
  }

  #statuses(json: unknown): object[] {
    const question = this.#asked(json);
    this.queries.push(question.PhoneNumber);
    return statusesFor(question, this.book, this.echoesSession);
  }
}

function statusOf(phone: string, serialNo: string, code: string, session: string): object {
  return {
    SerialNo: serialNo,
    PhoneNumber: phone,
    Fee: code === "Ok" ? 1 : 0,
    SessionContext: session,
    Code: code,
    Message: code === "Ok" ? "send success" : `refused: ${code}`,
    IsoCode: "CN",
  };
}

function answer(response: ServerResponse, body: object): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ Response: { ...body, RequestId: randomUUID() } }));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}

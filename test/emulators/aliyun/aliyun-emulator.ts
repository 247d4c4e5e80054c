import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { beijingDay, beijingTime } from "../../../src/delivery/beijing-time.ts";
import { EMULATED_ACCOUNT, type EmulatedAccount } from "./account.ts";
import { ApiFault, refusal } from "./fault.ts";
import { PushClient } from "./push-client.ts";
import { DELIVERED, type NumberScript, type Report } from "./script.ts";
import { readSendBatch } from "./send-params.ts";
import { SignatureCheck } from "./signature.ts";

/** A message that the emulator has accepted. */
export interface EmulatedMessage {
  readonly number: string;
  readonly content: string;
  readonly templateCode: string;
  readonly outId: string;
  readonly bizId: string;
  readonly sentAt: number;
  /** The last that the carrier said; undefined while it says nothing. */
  report: Report | undefined;
  reportedAt: number;
}

type Params = ReadonlyMap<string, string>;

/** A strict Dysmsapi (2017-05-25) on loopback: the real SDK talks to it unmodified, and it pushes like the real one. */
export class AliyunEmulator {
  readonly account: EmulatedAccount;
  readonly pushes = new PushClient();
  /** Everything it ever accepted, oldest first; a number twice in a campaign is a double send. */
  readonly book: EmulatedMessage[] = [];
  /** Numbers of each SendBatchSms that came, refused ones included. */
  readonly calls: string[][] = [];
  /** Numbers that QuerySendDetails asked about. */
  readonly queries: string[] = [];
  /** Finds the next so many of them too many at once. */
  throttledQueries = 0;
  /** Breaks off questions about these numbers. */
  brokenQueries: ReadonlySet<string> = new Set();
  latencyMs = 0;
  /** Where receipts are pushed. */
  reportUrl = "";
  /** Refuses the next so many sends, whoever they are to. */
  refuseNext: { times: number; fault: ApiFault } | undefined;
  /** Refuses whatever comes. */
  down: ApiFault | undefined;
  /** Pushes the receipts of a call the last one first. */
  reversed = false;
  /** How old everything is that it accepts, in ms. */
  age = 0;
  readonly #signatures: SignatureCheck;
  readonly #scripts = new Map<string, NumberScript>();
  readonly #refusals = new Map<string, number>();
  readonly #work = new Set<Promise<unknown>>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  constructor(account: EmulatedAccount = EMULATED_ACCOUNT) {
    this.account = account;
    this.#signatures = new SignatureCheck(account);
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

  script(number: string, script: NumberScript): void {
    this.#scripts.set(number, script);
    this.#refusals.delete(number);
  }

  /** Resolves when all receipts that are due were pushed, and again as often as is done. */
  async reported(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  acceptedFor(number: string): EmulatedMessage[] {
    return this.book.filter((message) => message.number === number);
  }

  /** A message's receipt, as it is pushed (SmsReport). */
  reportRow(message: EmulatedMessage, { success, code }: Report): object {
    return {
      phone_number: message.number,
      send_time: beijingTime(message.sentAt),
      report_time: beijingTime(message.reportedAt),
      success,
      err_code: code,
      err_msg: success ? "用户接收成功" : `失败：${code}`,
      sms_size: "1",
      biz_id: message.bizId,
      out_id: message.outId,
    };
  }

  /** Says what became of messages, as often as one likes. */
  async push(messages: readonly EmulatedMessage[], report?: Report) {
    const rows = messages.flatMap((message) => {
      const said = report ?? message.report;
      return said === undefined ? [] : [this.reportRow(message, said)];
    });
    return this.pushes.post(this.reportUrl, this.reversed ? rows.toReversed() : rows);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.endpoint);
    const body = await bodyOf(request);
    try {
      const { headers, method = "" } = request;
      this.#signatures.check({ method, url, headers, body });
      if (this.down !== undefined) throw this.down;
      if (headers["x-acs-version"] !== "2017-05-25")
        throw new ApiFault(404, "InvalidVersion", "Specified parameter Version is not valid.");
      const params = new Map([...url.searchParams, ...new URLSearchParams(body)]);
      switch (headers["x-acs-action"]) {
        case "SendBatchSms":
          await this.#send(params, request, response);
          break;
        case "QuerySendDetails":
          if (this.brokenQueries.has(params.get("PhoneNumber") ?? "")) request.socket.destroy();
          else answer(response, 200, this.#details(params));
          break;
        case "QuerySendStatistics":
          answer(response, 200, { Code: "OK", Message: "OK", Data: { TotalSize: 0 } });
          break;
        default:
          throw new ApiFault(404, "InvalidAction.NotFound", "Specified api is not found.");
      }
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      const { status, code, message } = error;
      answer(response, status, { Code: code, Message: message }, error.headers);
    }
  }

  async #send(params: Params, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { templateCode, outId, texts } = this.#read(params);
    if (this.latencyMs > 0) await setTimeout(this.latencyMs);
    if (this.refuseNext !== undefined && this.refuseNext.times > 0) {
      this.refuseNext.times -= 1;
      throw this.refuseNext.fault;
    }
    for (const { number } of texts) this.#refuse(number);
    const bizId = `${randomUUID().replaceAll("-", "")}^0`;
    const sentAt = Date.now() - this.age;
    const messages = texts.map(({ number, content }) => ({
      number,
      content,
      templateCode,
      outId,
      bizId,
      sentAt,
      report: undefined,
      reportedAt: sentAt,
    }));
    this.book.push(...messages);
    const early = messages.filter(({ number }) => this.#scriptOf(number).early === true);
    await this.#live(early);
    const lost = texts.map(({ number }) => this.#scriptOf(number).answer).find(Boolean);
    switch (lost) {
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
        answer(response, 500, { Code: "InternalError", Message: "The request has failed." });
        break;
      case undefined:
        answer(response, 200, { Code: "OK", Message: "OK", BizId: bizId });
    }
    this.#later(this.#live(messages.filter((message) => !early.includes(message))));
  }

  #read(params: Params) {
    const raw: unknown = JSON.parse(params.get("PhoneNumberJson") ?? "[]");
    this.calls.push((raw as string[]).map(String));
    return readSendBatch(this.account, params);
  }

  #refuse(number: string): void {
    const { refuse } = this.#scriptOf(number);
    if (refuse === undefined) return;
    const times = this.#refusals.get(number) ?? 0;
    this.#refusals.set(number, times + 1);
    if (refuse.times === undefined || times < refuse.times) throw refuse.fault;
  }

  /** What the carrier says of each message, one after the other; the messages of a call are pushed together. */
  async #live(messages: readonly EmulatedMessage[]): Promise<void> {
    for (let step = 0; ; step += 1) {
      const moved: EmulatedMessage[] = [];
      for (const message of messages) {
        const report = (this.#scriptOf(message.number).reports ?? [DELIVERED])[step];
        if (report === undefined) continue;
        message.report = report;
        message.reportedAt = message.sentAt + 1000 * (step + 1);
        moved.push(message);
      }
      if (moved.length === 0) return;
      const pushed = moved.filter(({ number }) => this.#scriptOf(number).push !== false);
      if (pushed.length > 0 && this.reportUrl !== "") await this.push(pushed);
    }
  }

  #later(work: Promise<unknown>): void {
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work));
  }

  #scriptOf(number: string): NumberScript {
    return this.#scripts.get(number) ?? {};
  }

  #details(params: Params): object {
    if (this.throttledQueries > 0) {
      this.throttledQueries -= 1;
      throw new ApiFault(400, "Throttling.User", "Request was denied due to user flow control.");
    }
    const size = Number(params.get("PageSize"));
    const page = Number(params.get("CurrentPage"));
    const number = params.get("PhoneNumber") ?? "";
    const day = params.get("SendDate") ?? "";
    this.queries.push(number);
    if (!(size >= 1 && size <= 50) || !(page >= 1)) throw refusal("isv.INVALID_PARAMETERS");
    if (!/^\d{8}$/u.test(day) || !/^1\d{10}$/u.test(number))
      throw refusal("isv.INVALID_PARAMETERS");
    const found = this.book.filter(
      (message) => message.number === number && beijingDay(message.sentAt) === day,
    );
    return {
      Code: "OK",
      Message: "OK",
      TotalCount: String(found.length),
      SmsSendDetailDTOs: {
        SmsSendDetailDTO: found.slice((page - 1) * size, page * size).map(detailOf),
      },
    };
  }
}

function detailOf(message: EmulatedMessage): object {
  const { report } = message;
  const waiting = report === undefined || report.code === "REQUEST_SUCCESS";
  return {
    PhoneNum: message.number,
    SendStatus: waiting ? 1 : report.success ? 3 : 2,
    ...(report === undefined ? {} : { ErrCode: report.code }),
    TemplateCode: message.templateCode,
    Content: message.content,
    SendDate: beijingTime(message.sentAt),
    ...(waiting ? {} : { ReceiveDate: beijingTime(message.reportedAt) }),
    OutId: message.outId,
  };
}

function answer(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json;charset=utf-8", ...headers });
  response.end(JSON.stringify({ RequestId: randomUUID().toUpperCase(), ...body }));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}

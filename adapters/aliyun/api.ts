import { createRequire } from "node:module";
import { z } from "zod";
import type { Clock } from "../../src/clock.ts";
import { beijingDay } from "../../src/delivery/beijing-time.ts";
import type { TemplateParams } from "../../src/delivery/template.ts";
import type { AliyunConfig } from "./config.ts";
import { dial } from "./dial.ts";
import { AliyunAnswer, AliyunUncertain, faultOf } from "./fault.ts";

type Sdk = typeof import("@alicloud/dysmsapi20170525", { with: { "resolution-mode": "require" }});
/** Required, not imported: it is CommonJS whose default export loaders unwrap or leave, each in its own way. */
const dysms: Sdk = createRequire(import.meta.url)("@alicloud/dysmsapi20170525");

/** The most rows of QuerySendDetails at once. */
const PAGE_SIZE = 50;

const answer = z.object({ code: z.string(), message: z.string().catch("") });
const detail = z.object({
  outId: z.string().catch(""),
  sendStatus: z.number().catch(0),
  errCode: z.string().catch(""),
  receiveDate: z.string().optional().catch(undefined),
  sendDate: z.string().optional().catch(undefined),
});
const details = z.object({
  totalCount: z.coerce.number().catch(0),
  smsSendDetailDTOs: z
    .object({ smsSendDetailDTO: z.array(detail).default([]) })
    .default({ smsSendDetailDTO: [] }),
});

/** Where a text to a number stands. */
export type SendDetail = z.output<typeof detail>;

/** One call: one template, each number with its own values. */
export interface BatchCall {
  readonly templateCode: string;
  /** Our own reference, echoed by receipts and details. */
  readonly outId: string;
  /** Numbers as the mainland writes them. */
  readonly to: readonly { readonly number: string; readonly params: TemplateParams }[];
}

type SdkConfig = ConstructorParameters<Sdk["default"]>[0];

/** Aliyun's SMS service, as one account uses it. Throws the faults of `fault.ts`, and nothing else. */
export class AliyunApi {
  readonly #config: AliyunConfig;
  readonly #clock: Pick<Clock, "now">;
  readonly #client: InstanceType<Sdk["default"]>;

  #answeredAt = Number.NEGATIVE_INFINITY;

  constructor(config: AliyunConfig, clock: Pick<Clock, "now">) {
    this.#clock = clock;
    const { accessKeyId, accessKeySecret, endpoint, timeoutMs } = config;
    const { protocol, host } = new URL(endpoint);
    const options = {
      accessKeyId,
      accessKeySecret,
      endpoint: host,
      protocol: protocol.slice(0, -1),
      readTimeout: timeoutMs,
      connectTimeout: timeoutMs,
      // A retry of its own might be a second text.
      retryOptions: { retryable: false, retryCondition: [], noRetryCondition: [] },
      // Given, rather than looked for in the environment.
      userAgent: "qunfa",
    };
    this.#config = config;
    // The SDK reads these fields, and no more of its class, which lives in a package of its own.
    this.#client = new dysms.default(options as unknown as SdkConfig);
  }

  /**
   * Hands one call over: all of it was taken when this resolves, and nothing when it throws `AliyunAnswer` or
   * `AliyunUnreached`.
   */
  async sendBatch({ templateCode, outId, to }: BatchCall): Promise<void> {
    const { signature, extendCode, endpoint, timeoutMs } = this.#config;
    if (this.#clock.now() - this.#answeredAt > DIAL_AFTER) await dial(endpoint, timeoutMs);
    const request = new dysms.SendBatchSmsRequest({
      templateCode,
      outId,
      phoneNumberJson: JSON.stringify(to.map(({ number }) => number)),
      signNameJson: JSON.stringify(to.map(() => signature)),
      templateParamJson: JSON.stringify(to.map(({ params }) => params)),
      ...(extendCode === undefined
        ? {}
        : { smsUpExtendCodeJson: JSON.stringify(to.map(() => extendCode)) }),
    });
    await this.#call(() => this.#client.sendBatchSms(request));
  }

  /** What was sent to a number on a day of the mainland (`beijingDay`), by anyone who uses the account. */
  async *sentTo(number: string, day: string): AsyncIterable<SendDetail> {
    for (let page = 1; ; page += 1) {
      const request = new dysms.QuerySendDetailsRequest({
        phoneNumber: number,
        sendDate: day,
        pageSize: PAGE_SIZE,
        currentPage: page,
      });
      const body = details.safeParse(
        await this.#call(() => this.#client.querySendDetails(request)),
      );
      if (!body.success) throw new AliyunUncertain("Aliyun's answer makes no sense");
      const rows = body.data.smsSendDetailDTOs.smsSendDetailDTO;
      yield* rows;
      if (rows.length === 0 || page * PAGE_SIZE >= body.data.totalCount) return;
    }
  }

  /** Resolves when Aliyun takes our credentials. */
  async probe(): Promise<void> {
    const day = beijingDay(this.#clock.now());
    const request = new dysms.QuerySendStatisticsRequest({
      isGlobe: 1,
      startDate: day,
      endDate: day,
      pageIndex: 1,
      pageSize: 1,
    });
    await this.#call(() => this.#client.querySendStatistics(request));
  }

  async #call(call: () => Promise<{ readonly body?: unknown }>): Promise<unknown> {
    const { passed, clear } = deadline(this.#config.timeoutMs + DEADLINE_LONGER);
    try {
      const { body } = await Promise.race([call(), passed]);
      const read = answer.safeParse(body);
      if (!read.success) throw new AliyunUncertain("Aliyun's answer makes no sense");
      this.#answeredAt = this.#clock.now();
      const { code, message } = read.data;
      if (code !== "OK") throw new AliyunAnswer(200, code, message);
      return body;
    } catch (error) {
      throw faultOf(error);
    } finally {
      clear();
    }
  }
}

/** After an answer, another connection can surely be made for a while. */
const DIAL_AFTER = 5_000;
/** Beyond the SDK's own time-outs, which look at silence and forget about bodies. */
const DEADLINE_LONGER = 2_000;

function deadline(ms: number): { readonly passed: Promise<never>; readonly clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    const late = () => reject(new AliyunUncertain("the call to Aliyun was not answered in time"));
    timer = setTimeout(late, ms);
  });
  return { passed, clear: () => clearTimeout(timer) };
}

import type { Agent } from "node:http";
import { createRequire } from "node:module";
import { z } from "zod";
import { beijingTime } from "../../src/delivery/beijing-time.ts";
import type { TencentConfig } from "./config.ts";
import { createConnectingAgent } from "./connecting-agent.ts";
import { faultOf, TencentUncertain } from "./fault.ts";

type Sdk = typeof import("tencentcloud-sdk-nodejs-sms", { with: { "resolution-mode": "require" }});
/** Required, not imported: it is CommonJS, which loaders give names in each their own way. */
const { sms }: Sdk = createRequire(import.meta.url)("tencentcloud-sdk-nodejs-sms");
type Client = InstanceType<typeof sms.v20210111.Client>;

/** The most rows about a number at once; Tencent has no further pages. */
const ROWS_MOST = 100;

const text = z.string().nullish().catch(undefined);
const sendStatus = z.object({
  SerialNo: text,
  PhoneNumber: z.string(),
  Code: z.string(),
});
/** What Tencent answered for one number. */
export type SendStatus = z.output<typeof sendStatus>;
const sent = z.object({ SendStatusSet: z.array(sendStatus) });

const deliveryStatus = z.object({
  SerialNo: text,
  ReportStatus: text,
  Description: text,
  UserReceiveTime: z.number().nullish().catch(undefined),
  SessionContext: text,
});
/** What a carrier said of one text to a number. */
export type DeliveryStatus = z.output<typeof deliveryStatus>;
const statuses = z.object({ PullSmsSendStatusSet: z.array(deliveryStatus) });

const replyStatus = z.object({ ReplyContent: z.string(), ReplyTime: z.number() });
/** What a person sent back. */
export type ReplyStatus = z.output<typeof replyStatus>;
const replies = z.object({ PullSmsReplyStatusSet: z.array(replyStatus) });

/** One call: one text to many numbers. */
export interface SendCall {
  readonly templateId: string;
  /** In the order of the template's numbers. */
  readonly params: readonly string[];
  /** Our own reference, which questions about a number may echo. */
  readonly session: string;
  readonly phones: readonly string[];
}

/** What is asked about a number, between two moments (epoch ms). */
interface Span {
  readonly phone: string;
  readonly from: number;
  readonly to: number;
}

/** Tencent Cloud's SMS service, as one account uses it. Throws the faults of `fault.ts`, and nothing else. */
export class TencentApi {
  readonly #config: TencentConfig;
  readonly #agent: Agent;
  readonly #client: Client;

  constructor(config: TencentConfig) {
    const { secretId, secretKey, region, endpoint, timeoutMs } = config;
    const { protocol, host } = new URL(endpoint);
    this.#config = config;
    this.#agent = createConnectingAgent(protocol, timeoutMs);
    this.#client = new sms.v20210111.Client({
      credential: { secretId, secretKey },
      region,
      profile: {
        signMethod: "TC3-HMAC-SHA256",
        httpProfile: {
          endpoint: host,
          protocol: `${protocol}//`,
          reqMethod: "POST",
          reqTimeout: timeoutMs / 1000,
          agent: this.#agent,
        },
      },
    });
  }

  /** Hands one call over: an answer for each number. Throws `TencentAnswer` when nothing of it was taken. */
  async send({ templateId, params, session, phones }: SendCall): Promise<readonly SendStatus[]> {
    const { sdkAppId, signature, extendCode } = this.#config;
    const answer = await this.#call((client) =>
      client.SendSms({
        SmsSdkAppId: sdkAppId,
        SignName: signature,
        TemplateId: templateId,
        PhoneNumberSet: [...phones],
        SessionContext: session,
        ...(params.length === 0 ? {} : { TemplateParamSet: [...params] }),
        ...(extendCode === undefined ? {} : { ExtendCode: extendCode }),
      }),
    );
    return read(sent, answer).SendStatusSet;
  }

  /** What carriers said of texts to a number, whoever of the application sent them. */
  async statusesOf(span: Span): Promise<readonly DeliveryStatus[]> {
    const answer = await this.#call((client) =>
      client.PullSmsSendStatusByPhoneNumber(this.#asked(span)),
    );
    return read(statuses, answer).PullSmsSendStatusSet;
  }

  /** What came back from a number. */
  async repliesOf(span: Span): Promise<readonly ReplyStatus[]> {
    const answer = await this.#call((client) =>
      client.PullSmsReplyStatusByPhoneNumber(this.#asked(span)),
    );
    return read(replies, answer).PullSmsReplyStatusSet;
  }

  /** Resolves when Tencent takes our credentials. `now`: epoch ms. */
  async probe(now: number): Promise<void> {
    const hour = beijingTime(now).slice(0, 13).replace(/\D/gu, "");
    await this.#call((client) =>
      client.SendStatusStatistics({
        BeginTime: hour,
        EndTime: hour,
        SmsSdkAppId: this.#config.sdkAppId,
        Limit: 0,
        Offset: 0,
      }),
    );
  }

  /** Closes idle connections. */
  close(): void {
    this.#agent.destroy();
  }

  #asked({ phone, from, to }: Span) {
    return {
      BeginTime: Math.floor(from / 1000),
      EndTime: Math.ceil(to / 1000),
      Offset: 0,
      Limit: ROWS_MOST,
      PhoneNumber: phone,
      SmsSdkAppId: this.#config.sdkAppId,
    };
  }

  async #call(call: (client: Client) => Promise<unknown>): Promise<unknown> {
    try {
      return await call(this.#client);
    } catch (error) {
      throw faultOf(error);
    }
  }
}

function read<T>(schema: z.ZodType<T>, answer: unknown): T {
  const result = schema.safeParse(answer);
  if (!result.success) throw new TencentUncertain("Tencent Cloud's answer makes no sense");
  return result.data;
}

import twilio from "twilio";
import { z } from "zod";
import type { Message } from "../../src/delivery/provider.ts";
import { statusCallback } from "./callback-url.ts";
import type { TwilioConfig } from "./config.ts";
import { TwilioHttpClient } from "./http-client.ts";
import { messageSid, type StatusReport } from "./status.ts";

/** The most that Twilio lists at once. */
const PAGE_SIZE = 1000;

const created = z.object({ sid: messageSid });
const listed = z.object({
  sid: z.string(),
  status: z.string(),
  direction: z.string(),
  errorCode: z.number().nullable().catch(null),
  messagingServiceSid: z.string().nullish(),
  dateUpdated: z.date(),
});

/** The SDK's page, as far as it is used. */
interface Page {
  readonly instances: readonly unknown[];
  nextPage(): Promise<Page> | undefined;
}

/** Twilio's Messages, as one account uses them. Answers are read by their schema; what is none of them throws. */
export class TwilioApi {
  readonly #config: TwilioConfig;
  readonly #baseUrl: string;
  readonly #http: TwilioHttpClient;
  readonly #client: twilio.Twilio;

  /** `baseUrl`: the public address of the account's webhooks. */
  constructor(config: TwilioConfig, baseUrl: string) {
    const { accountSid, authToken, apiKey, endpoint, timeoutMs, concurrency } = config;
    this.#config = config;
    this.#baseUrl = baseUrl;
    this.#http = new TwilioHttpClient({ endpoint, timeoutMs, connections: concurrency });
    this.#client = twilio(apiKey?.sid ?? accountSid, apiKey?.secret ?? authToken, {
      accountSid,
      httpClient: this.#http,
      autoRetry: false,
      // Empty rather than absent: the SDK would look into the environment.
      edge: config.edge ?? "",
      region: config.region ?? "",
    });
  }

  /** Creates one message and returns its SID. Throws the faults of `fault.ts`; whatever else it throws leaves open. */
  async create({ recipient, phone, text }: Message): Promise<string> {
    const { from, messagingServiceSid, validitySeconds } = this.#config;
    const message = await this.#client.messages.create({
      to: phone,
      body: text,
      statusCallback: statusCallback(this.#baseUrl, recipient),
      ...(from === undefined ? {} : { from }),
      ...(messagingServiceSid === undefined ? {} : { messagingServiceSid }),
      ...(validitySeconds === undefined ? {} : { validityPeriod: validitySeconds }),
    });
    return created.parse(message).sid;
  }

  /** Where the messages that our sender sent since a moment (epoch ms) stand, page by page, latest first. */
  async *sentSince(since: number): AsyncIterable<readonly StatusReport[]> {
    const { from, messagingServiceSid } = this.#config;
    let page: Page | undefined = await this.#client.messages.page({
      dateSentAfter: new Date(since),
      pageSize: PAGE_SIZE,
      ...(from === undefined ? {} : { from }),
    });
    while (page !== undefined) {
      const messages = z.array(listed).parse(page.instances);
      yield messages
        .filter(({ direction }) => direction === "outbound-api")
        .filter(
          (message) =>
            messagingServiceSid === undefined ||
            message.messagingServiceSid === messagingServiceSid,
        )
        .map(({ sid, status, errorCode, dateUpdated }) => ({
          sid,
          status,
          errorCode: errorCode ?? undefined,
          at: dateUpdated.getTime(),
        }));
      page = await page.nextPage();
    }
  }

  /** Resolves when Twilio takes our credentials: what an API key may do as well. */
  async probe(): Promise<void> {
    await this.#client.messages.page({ pageSize: 1 });
  }

  close(): void {
    this.#http.close();
  }
}

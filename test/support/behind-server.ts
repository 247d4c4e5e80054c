import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { createHttpServer } from "../../adapters/http/server.ts";
import type {
  DeliverySink,
  InboundReply,
  Message,
  Provider,
  Receipt,
} from "../../src/delivery/provider.ts";

/** A provider as qunfa runs it: its webhooks behind qunfa's own server, its receipts and replies in lists. */
export class BehindServer {
  readonly receipts: Receipt[] = [];
  readonly replies: InboundReply[] = [];
  /** Where receipts and replies go on to from the lists: the core, where a test has one. */
  onwards: DeliverySink | undefined;
  /** The store refuses so many of the next batches. */
  failures = 0;
  #provider: Provider | undefined;
  #http: FastifyInstance | undefined;

  /** Serves the provider's webhooks; they can be called from here on. Returns the server's address. */
  protected async listen(provider: Provider, log: Logger): Promise<string> {
    this.#provider = provider;
    this.#http = createHttpServer({
      log,
      providers: new Map([[provider.id, provider]]),
      health: async () => ({}),
      metrics: async () => "",
    });
    await this.#http.listen({ host: "127.0.0.1", port: 0 });
    const [address] = this.#http.addresses();
    return `http://127.0.0.1:${typeof address === "object" ? address.port : 0}`;
  }

  protected begin(): Promise<void> {
    return this.provider.start({
      receipts: async (batch) => {
        this.#mayFail();
        this.receipts.push(...batch);
        await this.onwards?.receipts(batch);
      },
      replies: async (batch) => {
        this.#mayFail();
        this.replies.push(...batch);
        await this.onwards?.replies(batch);
      },
    });
  }

  #mayFail(): void {
    if (this.failures === 0) return;
    this.failures -= 1;
    throw new Error("the store is away");
  }

  get provider(): Provider {
    if (this.#provider === undefined) throw new Error("not started");
    return this.#provider;
  }

  /** Stops the provider, then what it talks to, then the server. */
  protected async end(emulator: { stop(): Promise<void> }): Promise<void> {
    await this.#provider?.stop();
    await emulator.stop();
    await this.#http?.close();
  }

  protected handOver(submission: string, messages: readonly Message[]) {
    return this.provider.submit({ submission, messages }, new AbortController().signal);
  }

  protected async postTo(
    url: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly body: string }> {
    const response = await fetch(url, { method: "POST", headers, body });
    return { status: response.status, body: await response.text() };
  }
}

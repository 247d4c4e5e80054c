import { createHmac } from "node:crypto";
import { Pool } from "undici";
import type { Clock } from "../../src/clock.ts";
import { type PushBody, SIGNATURE_HEADER, TIMESTAMP_HEADER } from "./wire.ts";

const BATCH = 200;
const RETRY_FIRST = 100;
const RETRY_MOST = 2_000;

/** Pushes reports and replies to one webhook, in arrays, again and again until it answers 2xx. */
export class Pusher {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #secret: string;
  readonly #clock: Clock;
  readonly #stopping = new AbortController();
  #waiting: PushBody = { receipts: [], replies: [] };
  #busy: Promise<void> | undefined;

  constructor(webhook: { readonly url: string; readonly secret: string }, clock: Clock) {
    const { origin, pathname } = new URL(webhook.url);
    this.#pool = new Pool(origin, { connections: 1 });
    this.#path = pathname;
    this.#secret = webhook.secret;
    this.#clock = clock;
  }

  push(body: PushBody): Promise<void> {
    this.#waiting.receipts.push(...body.receipts);
    this.#waiting.replies.push(...body.replies);
    this.#busy ??= this.#work().finally(() => {
      this.#busy = undefined;
    });
    return this.#busy;
  }

  async #work(): Promise<void> {
    while (this.#waiting.receipts.length + this.#waiting.replies.length > 0) {
      const body = {
        receipts: this.#waiting.receipts.slice(0, BATCH),
        replies: this.#waiting.replies.slice(0, BATCH),
      };
      for (
        let wait = RETRY_FIRST;
        !(await this.#send(body));
        wait = Math.min(RETRY_MOST, wait * 2)
      ) {
        if (this.#stopping.signal.aborted) return;
        // Real time: an outage of the receiver ends by its own clock.
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
      this.#waiting.receipts.splice(0, body.receipts.length);
      this.#waiting.replies.splice(0, body.replies.length);
    }
  }

  async #send(body: PushBody): Promise<boolean> {
    const text = JSON.stringify(body);
    const timestamp = String(this.#clock.now());
    const signature = createHmac("sha256", this.#secret)
      .update(`${timestamp}.${text}`)
      .digest("hex");
    try {
      const { statusCode, body: answer } = await this.#pool.request({
        path: this.#path,
        method: "POST",
        headers: {
          "content-type": "application/json",
          [TIMESTAMP_HEADER]: timestamp,
          [SIGNATURE_HEADER]: signature,
        },
        body: text,
        signal: this.#stopping.signal,
      });
      await answer.dump();
      return statusCode >= 200 && statusCode < 300;
    } catch {
      return false;
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#pool.destroy();
  }
}

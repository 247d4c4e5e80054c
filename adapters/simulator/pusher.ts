import { createHmac } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { Pool } from "undici";
import type { Clock } from "../../src/clock.ts";
import { type PushBody, SIGNATURE_HEADER, TIMESTAMP_HEADER } from "./wire.ts";

const BATCH = 200;
/** The wait between tries doubles, up to this many times the first. */
const RETRY_GROWTH = 20;

/** Where a provider wants what carriers say, and what it knows it by. */
export interface Webhook {
  readonly url: string;
  readonly secret: string;
}

interface PusherOptions {
  readonly clock: Clock;
  /** After so many refusals a push is given up; undefined: never. */
  readonly tries: number | undefined;
  /** The first wait before another try, in ms. */
  readonly retryMs: number;
  /** A push was answered with 2xx. */
  readonly taken: (body: PushBody) => void;
}

/**
 * Pushes reports and replies to one webhook, in arrays, in order, again and again until it answers 2xx or the tries
 * are used up. What waits is what the book holds anyway: an outage of the receiver costs no memory of its own.
 */
export class Pusher {
  readonly #options: PusherOptions;
  readonly #pool: Pool;
  readonly #path: string;
  readonly #stopping = new AbortController();
  /** Signs what is pushed; the newest the provider gave counts. */
  secret: string;
  #waiting: PushBody[] = [];
  #work: Promise<void> = Promise.resolve();
  #working = false;

  constructor(webhook: Webhook, options: PusherOptions) {
    const { origin, pathname } = new URL(webhook.url);
    this.#pool = new Pool(origin, { connections: 1 });
    this.#path = pathname;
    this.secret = webhook.secret;
    this.#options = options;
  }

  /** Resolves when this, and all before it, was taken or given up. */
  push(body: PushBody): Promise<void> {
    this.#waiting.push(body);
    if (!this.#working) this.#work = this.#workOff();
    return this.#work;
  }

  async #workOff(): Promise<void> {
    this.#working = true;
    while (this.#waiting.length > 0 && !this.#stopping.signal.aborted) {
      // What came while the last was on its way goes together.
      const receipts = this.#waiting.flatMap((body) => body.receipts);
      const replies = this.#waiting.flatMap((body) => body.replies);
      this.#waiting = [];
      for (let at = 0; at < Math.max(receipts.length, replies.length); at += BATCH) {
        await this.#deliver({
          receipts: receipts.slice(at, at + BATCH),
          replies: replies.slice(at, at + BATCH),
        });
      }
    }
    this.#working = false;
  }

  async #deliver(body: PushBody): Promise<void> {
    const { tries = Number.POSITIVE_INFINITY, retryMs, taken } = this.#options;
    const { signal } = this.#stopping;
    let wait = retryMs;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      if (await this.#send(body)) {
        taken(body);
        return;
      }
      if (attempt >= tries) return;
      // Real time: an outage of the receiver ends by its own clock.
      await setTimeout(wait, undefined, { signal }).catch(() => undefined);
      wait = Math.min(retryMs * RETRY_GROWTH, wait * 2);
    }
  }

  async #send(body: PushBody): Promise<boolean> {
    const text = JSON.stringify(body);
    const timestamp = String(this.#options.clock.now());
    const signature = createHmac("sha256", this.secret)
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
    await this.#work;
    await this.#pool.destroy();
  }
}

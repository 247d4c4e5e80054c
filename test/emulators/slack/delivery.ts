import { randomBytes } from "node:crypto";
import { SLACK_RULES as R } from "./limits.ts";
import type { Workspace } from "./workspace.ts";

export type Envelope = {
  readonly id: string;
  readonly type: "slash_commands" | "interactive" | "events_api";
  readonly payload: Readonly<Record<string, unknown>>;
  /** 0 at first, counted up on each redelivery of an event. */
  readonly attempt: number;
};

/** How an app answered: its acknowledgement's body, or what Slack says to the person instead. */
export type Acknowledgement =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly reason: "operation_timeout" | "dispatch_failed" };

/** A way to the app: Socket Mode or signed HTTP. It answers within the deadline given by `signal`, or never. */
export interface Transport {
  send(envelope: Envelope, signal: AbortSignal): Promise<Acknowledgement>;
}

/** Hands envelopes to the app and holds it to Slack's deadline. */
export class Delivery {
  transport: Transport;
  readonly #workspace: Workspace;
  readonly #retryMs: readonly number[];
  readonly #stopped = new AbortController();
  #twice = 0;
  /** Envelopes acknowledged, late ones excluded, for tests that count. */
  acknowledged = 0;

  /** `retryMs`: how long Slack waits before each further attempt at an event. */
  constructor(workspace: Workspace, transport: Transport, retryMs: readonly number[]) {
    this.#workspace = workspace;
    this.#retryMs = retryMs;
    this.transport = transport;
  }

  /** No event is sent again after this. */
  stop(): void {
    this.#stopped.abort();
  }

  /** The next `n` deliveries reach the app twice. */
  duplicateNext(n: number): void {
    this.#twice += n;
  }

  async deliver(
    type: Envelope["type"],
    payload: Envelope["payload"],
    attempt = 0,
  ): Promise<Acknowledgement> {
    const first = this.#once({ id: randomBytes(8).toString("hex"), type, payload, attempt });
    if (this.#twice > 0) {
      this.#twice -= 1;
      await first;
      await this.#once({ id: randomBytes(8).toString("hex"), type, payload, attempt });
    }
    const answer = await first;
    if (answer.ok) this.acknowledged += 1;
    this.#workspace.changed();
    return answer;
  }

  /** An event is sent again until it is acknowledged or Slack gives up. */
  async event(payload: Envelope["payload"]): Promise<boolean> {
    const waits = [undefined, ...this.#retryMs];
    for (const [attempt, wait] of waits.entries()) {
      if (wait !== undefined) await this.#workspace.clock.sleep(wait, this.#stopped.signal);
      if (this.#stopped.signal.aborted) return false;
      const answer = await this.deliver("events_api", payload, attempt);
      if (answer.ok) return true;
    }
    return false;
  }

  async #once(envelope: Envelope): Promise<Acknowledgement> {
    const deadline = new AbortController();
    const waiting = new AbortController();
    const late = this.#workspace.clock
      .sleep(R.ackMs, waiting.signal)
      .then((): Acknowledgement => ({ ok: false, reason: "operation_timeout" }));
    const answer = await Promise.race([this.transport.send(envelope, deadline.signal), late]);
    waiting.abort();
    deadline.abort();
    return answer;
  }
}

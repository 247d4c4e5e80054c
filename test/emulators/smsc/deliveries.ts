import type { SmscConfig } from "./config.ts";
import { STATUS } from "./pdu.ts";
import { Timers } from "./timers.ts";

/** A deliver_sm's body on its way, and what it was answered with at last. */
export interface Delivery {
  readonly body: Buffer;
  readonly sent: () => void;
  readonly answered: (status: number) => void;
}

/** Where a delivery can go: a bound receiver. Returns its answer; undefined when the connection ended before. */
export interface Receiver {
  readonly open: boolean;
  readonly unanswered: number;
  deliver(body: Buffer): Promise<number | undefined>;
}

/** Deliveries in order, kept until someone takes them: through refusals for now, and through connections that end. */
export class Deliveries {
  readonly #config: () => SmscConfig;
  readonly #queue: Delivery[] = [];
  readonly #receivers = new Set<Receiver>();
  readonly #timers = new Timers();

  constructor(config: () => SmscConfig) {
    this.#config = config;
  }

  get queued(): number {
    return this.#queue.length;
  }

  add(delivery: Delivery): void {
    this.#queue.push(delivery);
    this.#pump();
  }

  join(receiver: Receiver): void {
    this.#receivers.add(receiver);
    this.#pump();
  }

  leave(receiver: Receiver): void {
    this.#receivers.delete(receiver);
  }

  close(): void {
    this.#timers.clear();
    this.#receivers.clear();
    this.#queue.length = 0;
  }

  #pump(): void {
    for (const receiver of this.#receivers) {
      while (receiver.open && receiver.unanswered < this.#config().deliverWindow) {
        const delivery = this.#queue.shift();
        if (delivery === undefined) return;
        void this.#give(receiver, delivery);
      }
    }
  }

  async #give(receiver: Receiver, delivery: Delivery): Promise<void> {
    delivery.sent();
    const status = await receiver.deliver(delivery.body);
    if (status === undefined) this.#queue.unshift(delivery);
    else if (status === STATUS.againLater)
      this.#timers.after(this.#config().redeliverMs, () => this.add(delivery));
    else delivery.answered(status);
    this.#pump();
  }
}

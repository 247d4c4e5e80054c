import { createHash } from "node:crypto";
import type { CountryCode } from "libphonenumber-js/max";
import type { Logger } from "pino";
import { parsePhone } from "../../src/audience/phone.ts";
import type { Clock } from "../../src/clock.ts";
import type { DeliverySink } from "../../src/delivery/provider.ts";
import type { Phone, ProviderId } from "../../src/ids.ts";
import { localDay } from "../../src/local-time.ts";
import type { Recent } from "../../src/recent.ts";
import type { SmppConfig } from "./config.ts";
import { type DeliverPdu, MalformedPduError, readDeliver } from "./deliver-pdu.ts";
import { LongReplies } from "./long-reply.ts";
import { readReceipt } from "./receipt.ts";
import { readReply } from "./reply-text.ts";
import { AGAIN_LATER, NEVER, OK } from "./status-codes.ts";

interface Dependencies {
  readonly provider: ProviderId;
  readonly config: SmppConfig;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whose an address is that was sent to lately, so that a receipt's need not be read as a stranger's. */
  readonly sentTo: Recent<string, Phone>;
}

const INTERNATIONAL = 1;

/** Takes what the SMSC delivers. `take` resolves to the status to answer with: OK only when the sink has stored it. */
export class Intake {
  readonly #dependencies: Dependencies;
  readonly #sink: DeliverySink;
  readonly #longReplies: LongReplies;

  constructor(dependencies: Dependencies, sink: DeliverySink) {
    this.#dependencies = dependencies;
    this.#sink = sink;
    this.#longReplies = new LongReplies(dependencies.clock, dependencies.config.joinMs);
  }

  async take(bytes: Buffer): Promise<number> {
    const { provider, log } = this.#dependencies;
    try {
      return await this.#take(readDeliver(bytes));
    } catch (error) {
      const malformed = error instanceof MalformedPduError;
      log.warn(
        { err: error, provider },
        malformed
          ? "the SMSC sent a deliver_sm that can't be read; it is told so"
          : "what the SMSC delivered could not be stored; it is asked to send it again",
      );
      return malformed ? NEVER : AGAIN_LATER;
    }
  }

  async #take(pdu: DeliverPdu): Promise<number> {
    const { provider, config, clock, log, sentTo } = this.#dependencies;
    const heard = readReceipt(pdu, provider, config, clock.now());
    switch (heard.kind) {
      case "receipt": {
        const phone = sentTo.get(pdu.source) ?? phoneOf(pdu, config.region);
        const about = typeof phone === "string" ? { phone } : {};
        await this.#sink.receipts([{ ...heard.receipt, ...about }]);
        return OK;
      }
      case "intermediate":
        return OK;
      case "unreadable":
        log.warn({ provider }, "a receipt names no message or no state: look at docs/providers");
        return NEVER;
      case "none":
        return this.#takeReply(pdu);
    }
  }

  async #takeReply(pdu: DeliverPdu): Promise<number> {
    const { provider, config, clock, log } = this.#dependencies;
    const phone = phoneOf(pdu, config.region);
    if (typeof phone !== "string") {
      log.warn({ provider, fault: phone.fault }, "a reply came from what is no mobile number");
      return OK;
    }
    const from = `${pdu.source}>${pdu.destination}`;
    const store = (text: string) => {
      // SMPP gives replies no id. The same text from the same person on the same day is the same reply again.
      const at = clock.now();
      const said = [from, localDay(at, config.timeZone), text].join("\u0000");
      const id = createHash("sha256").update(said).digest("base64url").slice(0, 27);
      return this.#sink.replies([{ provider, phone, text, id, at }]);
    };
    const { text, part } = readReply(pdu);
    await (part === undefined ? store(text) : this.#longReplies.take(from, part, text, store));
    return OK;
  }
}

/** The handset it comes from, or is about: receipts and replies alike have it as their source. */
function phoneOf({ sourceTon, source }: DeliverPdu, region: string): ReturnType<typeof parsePhone> {
  const written = sourceTon === INTERNATIONAL ? `+${source.replace(/^\+/u, "")}` : source;
  return parsePhone(written, region as CountryCode);
}

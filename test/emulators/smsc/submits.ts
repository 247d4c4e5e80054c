import type { Book } from "./book.ts";
import type { SmscConfig } from "./config.ts";
import type { Deliveries } from "./deliveries.ts";
import {
  COMMAND,
  cString,
  FieldFault,
  GENERIC_NACK,
  RESPONSE,
  readSubmit,
  type ShortMessage,
  STATUS,
  writeDeliver,
} from "./pdu.ts";
import type { Peer } from "./peer.ts";
import { receiptMessage, writeId } from "./reports.ts";
import { type ReadPart, readPart } from "./text.ts";
import type { Timers } from "./timers.ts";
import { judge, type PlannedReceipt, type Verdict } from "./verdict.ts";

/** A submit_sm as a script sees it. */
export interface Submitted {
  readonly message: ShortMessage;
  readonly text: string;
  readonly part: number;
  /** How many submit_sm came before it. */
  readonly nth: number;
}

/** Has the first word on a submit_sm; what it leaves out is as the configuration has it. */
export type Script = (submitted: Submitted) => Partial<Verdict> | undefined;

interface Dependencies {
  readonly config: () => SmscConfig;
  readonly script: () => Script | undefined;
  readonly book: Book;
  readonly deliveries: Deliveries;
  readonly timers: Timers;
  /** Something happened that someone may be waiting for. */
  readonly tell: () => void;
}

/** What becomes of a submit_sm that is all right. */
type Decided = Verdict & { readonly message: ShortMessage; readonly part: ReadPart };

/** Of an answer that is late, how much later than the others. */
const LATE_MS = 15;

/** Takes submit_sm: checks it, decides, enters it in the book, answers, reports. */
export class Submits {
  readonly #of: Dependencies;
  #nextId = 0x1a2b;
  #nth = 0;
  #second = 0;
  #inSecond = 0;

  constructor(dependencies: Dependencies) {
    this.#of = dependencies;
  }

  take(peer: Peer, sequence: number, pdu: Buffer): void {
    const verdict = this.#check(peer, pdu);
    if (typeof verdict === "number") {
      peer.send({ command: COMMAND.submitSm + RESPONSE, status: verdict, sequence });
    } else if (verdict.answer === "nack") {
      peer.send({ command: GENERIC_NACK, status: STATUS.invalidCommand, sequence });
    } else this.#accept(peer, sequence, verdict);
  }

  /** What becomes of it; the status where that is a refusal. */
  #check(peer: Peer, pdu: Buffer): number | Decided {
    const { book } = this.#of;
    const config = this.#of.config();
    if (peer.bound === "no" || peer.bound === "receiver") return STATUS.notBound;
    let message: ShortMessage;
    try {
      message = readSubmit(pdu);
    } catch (error) {
      if (!(error instanceof FieldFault)) throw error;
      book.enter({ kind: "violation", what: error.message });
      return error.status;
    }
    const part = readPart(message);
    if (part.fault !== undefined) {
      book.enter({ kind: "violation", what: part.fault });
      return STATUS.invalidLength;
    }
    if (!/^\+?\d{6,15}$/u.test(message.destination)) return STATUS.invalidDestination;
    if (peer.submitting >= config.window) {
      book.enter({ kind: "violation", what: "more unanswered than the window has" });
      return STATUS.queueFull;
    }
    if (this.#isTooFast(config.perSecond)) return STATUS.throttled;
    const { text, number } = part;
    const verdict: Verdict = {
      ...judge(config, message.destination, number),
      ...this.#of.script()?.({ message, text, part: number, nth: this.#nth++ }),
    };
    return verdict.status === STATUS.ok ? { ...verdict, message, part } : verdict.status;
  }

  #accept(peer: Peer, sequence: number, { message, part, answer, receipts }: Decided): void {
    const { book } = this.#of;
    const id = this.#nextId++;
    const written = writeId(id, this.#of.config().ids.submit);
    const { source, destination } = message;
    const { text, reference, of, number } = part;
    const at = Date.now();
    const place = { text, reference, of, number };
    book.enter({ kind: "accepted", id: written, source, destination, ...place, at });
    const wanted = message.registeredDelivery === 1 ? receipts : [];
    for (const planned of wanted) if (planned.early) this.#report(message, id, planned);
    this.#answer(peer, sequence, written, answer);
    for (const planned of wanted) if (!planned.early) this.#report(message, id, planned);
  }

  #answer(peer: Peer, sequence: number, id: string, answer: Verdict["answer"]): void {
    if (answer === "never") return;
    if (answer === "cut") {
      peer.socket.destroy();
      return;
    }
    if (answer === "garbage") {
      peer.write(Buffer.from("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
      return;
    }
    const body = answer === "bare" ? undefined : cString(id);
    const { answerMs } = this.#of.config();
    peer.submitting += 1;
    this.#of.timers.after(answer === "late" ? answerMs + LATE_MS : answerMs, () => {
      peer.submitting -= 1;
      peer.send({ command: COMMAND.submitSm + RESPONSE, status: STATUS.ok, sequence }, body);
    });
  }

  #report(message: ShortMessage, id: number, planned: PlannedReceipt): void {
    const { book, deliveries, timers, tell } = this.#of;
    const config = this.#of.config();
    const { stat } = planned;
    const { destination } = message;
    const receipt = book.receipts.length;
    book.enter({ kind: "reported", id: writeId(id, config.ids.submit), destination, stat });
    const body = writeDeliver(receiptMessage(config, message, id, planned));
    timers.after(planned.early ? 0 : planned.afterMs, () =>
      deliveries.add({
        body,
        sent: () => {
          book.enter({ kind: "sent", receipt });
          tell();
        },
        answered: (status) => {
          if (status === STATUS.ok) book.enter({ kind: "acknowledged", receipt });
          tell();
        },
      }),
    );
  }

  #isTooFast(perSecond: number | undefined): boolean {
    if (perSecond === undefined) return false;
    const second = Math.floor(Date.now() / 1000);
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    return this.#inSecond > perSecond;
  }
}

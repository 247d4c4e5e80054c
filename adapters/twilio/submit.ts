import type { Clock } from "../../src/clock.ts";
import type { Fate, Verdict } from "../../src/delivery/conclude.ts";
import { type Message, SubmitRefused } from "../../src/delivery/provider.ts";
import { Brake } from "./brake.ts";

interface SubmitOptions {
  /** Creates one message. Never throws. */
  readonly send: (message: Message) => Promise<Verdict>;
  readonly concurrency: number;
  /** How long the call waits, in all, for Twilio to take what it refused for the moment. */
  readonly holdMs: number;
  readonly clock: Clock;
}

/** Broken calls in a row, after which no further one is tried: each may cost a person their text. */
const BREAKS_MOST = 3;

/**
 * Hands messages over one by one, several at once. The first goes alone: what is wrong with the account or the line
 * shows there, and nobody else is touched. Later, what was surely not accepted for the moment is tried again while
 * the brake allows; nothing is after an account was refused or calls broke in a row. One fate per message.
 */
export async function submitEach(
  messages: readonly Message[],
  { send, concurrency, holdMs, clock }: SubmitOptions,
): Promise<Fate[]> {
  const [first, ...others] = messages;
  if (first === undefined) return [];
  const probe = await send(first);
  if (probe.kind === "held") return messages.map(({ recipient }) => ({ recipient, ...probe }));

  const brake = new Brake(clock, holdMs);
  let breaks = probe.kind === "unknown" ? 1 : 0;

  async function handOver(message: Message): Promise<Verdict> {
    for (;;) {
      await brake.passed();
      if (brake.stopped !== undefined) return { kind: "held", refusal: brake.stopped };
      const since = clock.now();
      const verdict = await send(message);
      breaks = verdict.kind === "unknown" ? breaks + 1 : 0;
      if (breaks >= BREAKS_MOST) brake.stop(new SubmitRefused("unavailable", BROKEN));
      if (verdict.kind !== "held") return verdict;
      brake.hit(verdict.refusal, since);
    }
  }

  const verdicts = new Map<Message, Verdict>([[first, probe]]);
  const queue = others.values();
  async function work(): Promise<void> {
    // All workers take from the one iterator: each message goes to one of them.
    for (const message of queue) verdicts.set(message, await handOver(message));
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  return messages.flatMap((message) => {
    const verdict = verdicts.get(message);
    return verdict === undefined ? [] : [{ recipient: message.recipient, ...verdict }];
  });
}

const BROKEN = "calls to Twilio break off one after the other";

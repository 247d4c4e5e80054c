import type { Fate } from "../../src/delivery/conclude.ts";
import type { Doubt } from "../../src/delivery/doubt.ts";
import { type Batch, type Message, SubmitRefused } from "../../src/delivery/provider.ts";
import { type Approved, findApproved, type TemplateParams } from "../../src/delivery/template.ts";
import type { BatchCall } from "./api.ts";
import { mainlandNumber, messageIdOf } from "./message-id.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

interface SubmitOptions {
  readonly approved: Approved;
  /** Resolves when the whole call was taken; throws the faults of `fault.ts`. */
  readonly send: (call: BatchCall) => Promise<void>;
  readonly callMost: number;
  readonly doubt: Doubt;
}

/** A message that a template says. */
interface Fitted {
  readonly message: Message;
  readonly number: string;
  readonly code: string;
  readonly params: TemplateParams;
}

/** Those of one template, one at least. */
type Call = readonly [Fitted, ...Fitted[]];

/**
 * Hands messages over, those of one template together. Aliyun takes a call whole or not at all and does not say for
 * whose sake it refuses: a call refused for somebody's sake is halved until it is known whose. Nothing is called for
 * after an answer about the account or the line, or after a call that broke off. One fate per message.
 */
export async function submitAll(
  { submission, messages }: Batch,
  { approved, send, callMost, doubt }: SubmitOptions,
): Promise<Fate[]> {
  const fates = new Map<Message, Fate>();
  const calls = callsFor(messages, approved, callMost, fates);
  let stopped: SubmitRefused | undefined;

  async function handOver(call: Call): Promise<void> {
    let verdict: Verdict;
    try {
      await send({ templateCode: call[0].code, outId: submission, to: call });
      verdict = { kind: "accepted" };
    } catch (error) {
      verdict = verdictOf(error);
    }
    heed(verdict);
    if (verdict.kind === "refused" && call.length > 1 && !isEveryones(verdict, call))
      calls.unshift(...cut(call, Math.ceil(call.length / 2)));
    else settle(call, verdict);
  }

  /** What is learnt for the calls to come. */
  function heed(verdict: Verdict): void {
    if (verdict.kind === "unknown") {
      doubt.broke();
      stopped = new SubmitRefused("unavailable", "a call to Aliyun broke off");
      return;
    }
    if (verdict.kind === "held") stopped = verdict.refusal;
    if (stopped?.code !== "unavailable") doubt.answered();
  }

  function settle(call: Call, verdict: Verdict): void {
    for (const { message } of call) {
      const { recipient, phone } = message;
      const named = { recipient, messageId: messageIdOf(submission, phone) };
      fates.set(message, { ...named, ...verdict });
    }
  }

  for (let call = calls.shift(); call !== undefined; call = calls.shift()) {
    stopped ??= doubt.rests();
    if (stopped !== undefined) {
      settle(call, { kind: "held", refusal: stopped });
      continue;
    }
    const [first, ...rest] = cut(call, doubt.allow(call.length));
    calls.unshift(...rest);
    await handOver(first);
  }
  return messages.flatMap((message) => fates.get(message) ?? []);
}

/** The calls that messages take. What surely can't go has its fate at once: looked at before anything is called. */
function callsFor(
  messages: readonly Message[],
  approved: Approved,
  callMost: number,
  fates: Map<Message, Fate>,
): Call[] {
  const fitted = messages.flatMap((message): Fitted[] => {
    const fit = fitOf(message, approved);
    if (!("kind" in fit)) return [fit];
    fates.set(message, fit);
    return [];
  });
  return [...Map.groupBy(fitted, ({ code }) => code).values()].flatMap((group) => {
    const starts = Array.from(
      { length: Math.ceil(group.length / callMost) },
      (_, n) => n * callMost,
    );
    return starts.flatMap((from) => callOf(group.slice(from, from + callMost)));
  });
}

function callOf([first, ...others]: readonly Fitted[]): [Call] | [] {
  return first === undefined ? [] : [[first, ...others]];
}

/** A call in two, the first of `most` messages; in one where it has no more. */
function cut(call: Call, most: number): [Call, ...Call[]] {
  const [head, rest] = [callOf(call.slice(0, most)), callOf(call.slice(most))];
  return head.length === 0 ? [call] : [...head, ...rest];
}

/** Whether all of a call get the same, so that what is refused of it is refused of them all. */
function isEveryones({ whose }: Verdict & { readonly kind: "refused" }, call: Call): boolean {
  return whose === "text" && call.every(({ message }) => message.text === call[0].message.text);
}

/** A message as its template says it, or why it surely can't go: looked at before anything is called. */
function fitOf(message: Message, approved: Approved): Fitted | Fate {
  const { recipient, phone, text } = message;
  const refused = { recipient, kind: "refused" } as const;
  const number = mainlandNumber(phone);
  if (number === undefined) {
    const detail = "the account sends to mainland numbers only";
    return { ...refused, shared: false, reason: "unreachable", code: "NOT_MAINLAND", detail };
  }
  const found = findApproved(approved, text);
  if (found.kind === "fits")
    return { message, number, code: found.template.code, params: found.params };
  const code = found.kind === "signature" ? "OTHER_SIGNATURE" : "NO_TEMPLATE";
  const detail = MISFIT[found.kind];
  return { ...refused, shared: true, reason: "content_blocked", code, detail };
}

const MISFIT = {
  signature: "the text does not begin with the account's signature",
  template: "no approved template of the account says this text: submit it for approval",
} as const;

import type { Fate } from "../../src/delivery/conclude.ts";
import type { Doubt } from "../../src/delivery/doubt.ts";
import { type Batch, type Message, SubmitRefused } from "../../src/delivery/provider.ts";
import { type Approved, findApproved, variablesOf } from "../../src/delivery/template.ts";
import type { SendCall, SendStatus } from "./api.ts";
import { readNumber } from "./number.ts";
import { type Verdict, verdictOf, verdictOfCode } from "./verdict.ts";

interface SubmitOptions {
  readonly approved: Approved;
  /** Resolves to an answer for each number; throws the faults of `fault.ts`. */
  readonly send: (call: SendCall) => Promise<readonly SendStatus[]>;
  readonly callMost: number;
  readonly concurrency: number;
  readonly doubt: Doubt;
}

/** A text that a template says, and who gets it in one call. */
interface Call {
  readonly templateId: string;
  readonly params: readonly string[];
  readonly messages: readonly Message[];
}

/**
 * Hands messages over, those with the same text together: Tencent takes one text a call and answers for each number.
 * The first call goes alone: what is wrong with the account or the line shows there. Nothing is called for after an
 * answer about the account or the line, or after a call that broke off. One fate per message.
 */
export async function submitAll(
  { submission, messages }: Batch,
  { approved, send, callMost, concurrency, doubt }: SubmitOptions,
): Promise<Fate[]> {
  const fates = new Map<Message, Fate>();
  const calls = callsFor(messages, approved, callMost, fates);
  let stopped = doubt.rests();

  async function work(): Promise<void> {
    for (let call = calls.shift(); call !== undefined; call = calls.shift()) await handOver(call);
  }

  async function handOver(call: Call): Promise<void> {
    if (stopped !== undefined) {
      settle(call.messages, { kind: "held", refusal: stopped });
      return;
    }
    const { templateId, params } = call;
    const phones = call.messages.map(({ phone }) => phone);
    let statuses: readonly SendStatus[];
    try {
      statuses = await send({ templateId, params, session: submission, phones });
    } catch (error) {
      settleWhole(call, verdictOf(error));
      return;
    }
    settleEach(call, statuses);
  }

  /** The call as a whole was refused, or broke off. */
  function settleWhole(call: Call, verdict: Verdict): void {
    heed([verdict]);
    const { length } = call.messages;
    if (verdict.kind === "refused" && verdict.personal && length > 1)
      calls.unshift(...cut(call, Math.ceil(length / 2)));
    else settle(call.messages, verdict);
  }

  /** Every number has an answer of its own; one that has none is open. */
  function settleEach(call: Call, statuses: readonly SendStatus[]): void {
    const byPhone = new Map(statuses.map((status) => [readNumber(status.PhoneNumber), status]));
    const verdicts: Verdict[] = [];
    for (const message of call.messages) {
      const status = byPhone.get(message.phone);
      if (status?.Code === "Ok" && status.SerialNo) {
        const { recipient } = message;
        fates.set(message, { recipient, kind: "accepted", messageId: status.SerialNo });
        continue;
      }
      const verdict: Verdict =
        status === undefined || status.Code === "Ok"
          ? { kind: "unknown", detail: "Tencent Cloud gave no answer for this number" }
          : verdictOfCode(status.Code);
      verdicts.push(verdict);
      settle([message], verdict);
    }
    heed(verdicts);
  }

  /** What is learnt for the calls to come. */
  function heed(verdicts: readonly Verdict[]): void {
    for (const verdict of verdicts) if (verdict.kind === "held") stopped ??= verdict.refusal;
    if (verdicts.some(({ kind }) => kind === "unknown")) {
      doubt.broke();
      stopped ??= new SubmitRefused("unavailable", "a call to Tencent Cloud broke off");
    } else if (stopped?.code !== "unavailable") doubt.answered();
  }

  function settle(these: readonly Message[], verdict: Verdict): void {
    for (const message of these) fates.set(message, { recipient: message.recipient, ...verdict });
  }

  const next = calls.shift();
  if (next !== undefined) {
    const [first, ...rest] = cut(next, doubt.allow(next.messages.length));
    calls.unshift(...rest);
    await handOver(first);
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  return messages.flatMap((message) => fates.get(message) ?? []);
}

/** The calls that messages take. What surely can't go has its fate at once: looked at before anything is called. */
function callsFor(
  messages: readonly Message[],
  approved: Approved,
  callMost: number,
  fates: Map<Message, Fate>,
): Call[] {
  const calls = new Map<string, Call & { readonly messages: Message[] }>();
  for (const message of messages) {
    const { recipient, phone, text } = message;
    const refused = { recipient, kind: "refused" } as const;
    if (!/^\+861\d{10}$/u.test(phone)) {
      const detail = "the account sends to mainland numbers only";
      const code = "NOT_MAINLAND";
      fates.set(message, { ...refused, shared: false, reason: "unreachable", code, detail });
      continue;
    }
    const found = findApproved(approved, text);
    if (found.kind !== "fits") {
      const reason = "content_blocked";
      fates.set(message, { ...refused, shared: true, reason, ...MISFIT[found.kind] });
      continue;
    }
    const { template, params } = found;
    const values = variablesOf(template)
      .toSorted((a, b) => Number(a) - Number(b))
      .map((name) => params[name] ?? "");
    const key = JSON.stringify([template.code, ...values]);
    const call = calls.get(key) ?? { templateId: template.code, params: values, messages: [] };
    call.messages.push(message);
    calls.set(key, call);
  }
  return [...calls.values()].flatMap((call) => {
    const { messages: all } = call;
    const starts = Array.from({ length: Math.ceil(all.length / callMost) }, (_, n) => n * callMost);
    return starts.map((from) => ({ ...call, messages: all.slice(from, from + callMost) }));
  });
}

const MISFIT = {
  signature: {
    code: "OTHER_SIGNATURE",
    detail: "the text does not begin with the account's signature",
  },
  template: {
    code: "NO_TEMPLATE",
    detail: "no approved template of the account says this text: submit it for approval",
  },
} as const;

/** A call in two, the first of `most` messages; in one where it has no more. */
function cut(call: Call, most: number): [Call, ...Call[]] {
  const { messages } = call;
  const head = { ...call, messages: messages.slice(0, most) };
  return messages.length <= most ? [call] : [head, { ...call, messages: messages.slice(most) }];
}

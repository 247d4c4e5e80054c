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
  const fitted = messages.flatMap((message): Fitted[] => {
    const fit = fitOf(message, approved);
    if ("kind" in fit) fates.set(message, fit);
    else return [fit];
    return [];
  });
  const byTemplate = Map.groupBy(fitted, ({ code }) => code);
  const calls = [...byTemplate.values()].flatMap((group) => chunks(group, callMost));
  let stopped: SubmitRefused | undefined;

  function settle(
    call: readonly Fitted[],
    verdict: Omit<Extract<Fate, { kind: "held" }>, "recipient">,
  ) {
    for (const { message } of call)
      fates.set(message, { recipient: message.recipient, ...verdict });
  }

  for (let call = calls.shift(); call !== undefined; call = calls.shift()) {
    if (stopped !== undefined) {
      settle(call, { kind: "held", refusal: stopped });
      continue;
    }
    const most = doubt.allow(call.length);
    if (most < call.length) {
      calls.unshift(call.slice(0, most), call.slice(most));
      continue;
    }
    const verdict = await handOver(call, submission, send);
    if (verdict.kind !== "unknown") doubt.answered();
    switch (verdict.kind) {
      case "accepted":
      case "unknown":
        for (const { message } of call)
          fates.set(message, {
            recipient: message.recipient,
            ...verdict,
            messageId: messageIdOf(submission, message.phone),
          });
        if (verdict.kind === "unknown") {
          doubt.broke();
          stopped = new SubmitRefused("unavailable", "a call to Aliyun broke off");
        }
        break;
      case "held":
        stopped = verdict.refusal;
        settle(call, verdict);
        break;
      case "refused":
        if (call.length > 1 && !(verdict.whose === "all" && sameText(call))) {
          const half = Math.ceil(call.length / 2);
          calls.unshift(call.slice(0, half), call.slice(half));
          break;
        }
        for (const { message } of call) {
          const { shared, reason, code, detail } = verdict;
          const { recipient } = message;
          fates.set(message, { recipient, kind: "refused", shared, reason, code, detail });
        }
    }
  }
  return messages.flatMap((message) => fates.get(message) ?? []);
}

async function handOver(
  call: readonly Fitted[],
  submission: string,
  send: SubmitOptions["send"],
): Promise<Verdict | { readonly kind: "accepted" }> {
  const templateCode = call[0]?.code ?? "";
  try {
    await send({ templateCode, outId: submission, to: call });
    return { kind: "accepted" };
  } catch (error) {
    return verdictOf(error);
  }
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

function sameText(call: readonly Fitted[]): boolean {
  return call.every(({ message }) => message.text === call[0]?.message.text);
}

function chunks<T>(items: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, n) =>
    items.slice(n * most, (n + 1) * most),
  );
}

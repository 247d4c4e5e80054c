import type { Logger } from "pino";
import { z } from "zod";
import { readBeijingTime } from "../../src/delivery/beijing-time.ts";
import type {
  DeliverySink,
  InboundReply,
  Receipt,
  WebhookReply,
  WebhookRequest,
} from "../../src/delivery/provider.ts";
import { jsonIn, readRows } from "../../src/delivery/pushed-rows.ts";
import type { createWebhookGuard } from "../../src/delivery/webhook-guard.ts";
import type { ProviderId } from "../../src/ids.ts";
import { readNumber } from "./number.ts";
import { toReceipt, toReply } from "./receipt.ts";

/** Whose callbacks are taken, and where they go. */
interface Receiver {
  readonly provider: ProviderId;
  readonly guard: ReturnType<typeof createWebhookGuard>;
  readonly now: number;
  readonly sink: DeliverySink;
  readonly log: Logger;
}

/**
 * Checks, reads and stores what Tencent called back with, statuses as an array and a reply as an object; answers
 * `result` 0 only when it is stored. Throws what the sink throws.
 */
export async function takeCallback(
  path: string,
  request: WebhookRequest,
  receiver: Receiver,
): Promise<WebhookReply> {
  const { provider, guard, log } = receiver;
  const admission = guard(path, request);
  if (admission.kind === "wrong_address") {
    log.warn({ provider, address: request.address }, "a callback came from an address not allowed");
    return said(403, 1, "this address may not call back");
  }
  const take = admission.kind === "in" ? WEBHOOKS.get(admission.path) : undefined;
  if (take === undefined) return said(404, 1, "there is no such webhook");
  const json = jsonIn(request.body);
  if (typeof json !== "object" || json === null)
    return said(400, 1, "the body is neither a JSON array nor an object");
  await take(Array.isArray(json) ? json : [json], receiver);
  return said(200, 0, "OK");
}

const WEBHOOKS: ReadonlyMap<
  string,
  (rows: readonly unknown[], receiver: Receiver) => Promise<void>
> = new Map([
  ["receipts", takeReceipts],
  ["replies", takeReplies],
]);

const statusRow = z.object({
  sid: z.string().min(1),
  report_status: z.enum(["SUCCESS", "FAIL"]),
  errmsg: z.string().catch(""),
  description: z.string().catch(""),
  user_receive_time: z.string().optional().catch(undefined),
});

async function takeReceipts(rows: readonly unknown[], receiver: Receiver): Promise<void> {
  const { provider, sink, now } = receiver;
  const receipts = readRows(rows, statusRow, receiver).map((row): Receipt => {
    const delivered = row.report_status === "SUCCESS";
    return toReceipt(provider, {
      serialNo: row.sid,
      delivered,
      code: row.errmsg || (delivered ? "DELIVRD" : "UNKNOWN"),
      detail: row.description,
      at: readBeijingTime(row.user_receive_time) ?? now,
    });
  });
  if (receipts.length > 0) await sink.receipts(receipts);
}

const replyRow = z.object({
  mobile: z.string(),
  nationcode: z.coerce.string().default("86"),
  text: z.string(),
  time: z.coerce.number().int().positive(),
});

async function takeReplies(rows: readonly unknown[], receiver: Receiver): Promise<void> {
  const { provider, sink, log } = receiver;
  const replies = readRows(rows, replyRow, receiver).flatMap((row): InboundReply[] => {
    const { mobile, nationcode, text, time } = row;
    const phone = readNumber(mobile.startsWith("+") ? mobile : `+${nationcode}${mobile}`);
    if (phone !== undefined) return [toReply(provider, phone, text, time)];
    log.warn({ provider }, "a reply came from what is no phone number");
    return [];
  });
  if (replies.length > 0) await sink.replies(replies);
}

function said(status: number, result: number, errmsg: string): WebhookReply {
  return { status, contentType: "application/json", body: JSON.stringify({ result, errmsg }) };
}

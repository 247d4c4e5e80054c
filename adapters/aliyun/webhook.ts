import { createHash } from "node:crypto";
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
import { messageIdOf, readNumber } from "./message-id.ts";
import { toReceipt } from "./receipt.ts";

/** Whose pushes are taken, and where they go. */
interface Receiver {
  readonly provider: ProviderId;
  readonly guard: ReturnType<typeof createWebhookGuard>;
  readonly now: number;
  readonly sink: DeliverySink;
  readonly log: Logger;
}

/**
 * Checks, reads and stores what Aliyun pushed (SmsReport, SmsUp); answers `code` 0 only when it is stored: anything
 * else is pushed again after 1, 5 and 10 minutes, and never after. Throws what the sink throws.
 */
export async function takePush(
  path: string,
  request: WebhookRequest,
  receiver: Receiver,
): Promise<WebhookReply> {
  const { provider, guard, log } = receiver;
  const admission = guard(path, request);
  if (admission.kind === "wrong_address") {
    log.warn({ provider, address: request.address }, "a push came from an address not allowed");
    return said(403, 1, "this address may not push");
  }
  const take = admission.kind === "in" ? WEBHOOKS.get(admission.path) : undefined;
  if (take === undefined) return said(404, 1, "there is no such webhook");
  const rows = jsonIn(request.body);
  if (!Array.isArray(rows)) return said(400, 1, "the body is no JSON array");
  await take(rows, receiver);
  return said(200, 0, "接收成功");
}

const WEBHOOKS: ReadonlyMap<
  string,
  (rows: readonly unknown[], receiver: Receiver) => Promise<void>
> = new Map([
  ["receipts", takeReceipts],
  ["replies", takeReplies],
]);

const reportRow = z.object({
  phone_number: z.string(),
  success: z.union([z.boolean(), z.enum(["true", "false"]).transform((said) => said === "true")]),
  err_code: z.string().catch(""),
  err_msg: z.string().catch(""),
  report_time: z.string().optional().catch(undefined),
  biz_id: z.string().optional().catch(undefined),
  out_id: z.string().optional().catch(undefined),
});

async function takeReceipts(rows: readonly unknown[], receiver: Receiver): Promise<void> {
  const { provider, sink, now } = receiver;
  const receipts = readRows(rows, reportRow, receiver).flatMap((row): Receipt[] => {
    const phone = readNumber(row.phone_number);
    const reference = row.out_id || row.biz_id;
    if (phone === undefined || !reference) {
      receiver.log.warn({ provider }, "a receipt names no message");
      return [];
    }
    const receipt = toReceipt(provider, {
      messageId: messageIdOf(reference, phone),
      delivered: row.success,
      code: row.err_code === "" ? (row.success ? "DELIVERED" : "SP_UNKNOWN_ERROR") : row.err_code,
      detail: row.err_msg,
      at: readBeijingTime(row.report_time) ?? now,
    });
    return receipt === undefined ? [] : [receipt];
  });
  if (receipts.length > 0) await sink.receipts(receipts);
}

const replyRow = z.object({
  phone_number: z.string(),
  content: z.string(),
  send_time: z.string().optional().catch(undefined),
  // Nothing but a name of its own tells a reply from another: an empty one would be every reply's.
  sequence_id: z
    .union([z.string().min(1), z.number()])
    .transform(String)
    .optional()
    .catch(undefined),
});

async function takeReplies(rows: readonly unknown[], receiver: Receiver): Promise<void> {
  const { provider, sink, now, log } = receiver;
  const replies = readRows(rows, replyRow, receiver).flatMap((row): InboundReply[] => {
    const { phone_number, content: text, send_time, sequence_id } = row;
    const phone = readNumber(phone_number);
    if (phone === undefined) {
      log.warn({ provider }, "a reply came from what is no phone number");
      return [];
    }
    const told = sequence_id ?? `${send_time}|${text}`;
    const id = createHash("sha256").update(`${phone}|${told}`).digest("base64url").slice(0, 27);
    return [{ provider, phone, text, id, at: readBeijingTime(send_time) ?? now }];
  });
  if (replies.length > 0) await sink.replies(replies);
}

function said(status: number, code: number, msg: string): WebhookReply {
  return { status, contentType: "application/json", body: JSON.stringify({ code, msg }) };
}

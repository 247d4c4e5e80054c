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
  const rows = rowsIn(request.body);
  if (rows === undefined) return said(400, 1, "the body is neither a JSON array nor an object");
  await take(rows, receiver);
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
  const receipts = readEach(rows, statusRow, receiver).map((row): Receipt => {
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
  const replies = readEach(rows, replyRow, receiver).flatMap((row): InboundReply[] => {
    const { mobile, nationcode, text, time } = row;
    const phone = readNumber(mobile.startsWith("+") ? mobile : `+${nationcode}${mobile}`);
    if (phone !== undefined) return [toReply(provider, phone, text, time)];
    log.warn({ provider }, "a reply came from what is no phone number");
    return [];
  });
  if (replies.length > 0) await sink.replies(replies);
}

/** Those that can be read: one that can't must not keep the others from being stored. */
function readEach<Row>(
  rows: readonly unknown[],
  schema: z.ZodType<Row>,
  { provider, log }: Receiver,
): Row[] {
  return rows.flatMap((row) => {
    const read = schema.safeParse(row);
    if (read.success) return [read.data];
    const places = read.error.issues.map(({ path }) => path.join("."));
    log.warn({ provider, places }, "something called back can't be read");
    return [];
  });
}

function rowsIn(body: Uint8Array): unknown[] | undefined {
  try {
    const json: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    if (Array.isArray(json)) return json;
    return typeof json === "object" && json !== null ? [json] : undefined;
  } catch {
    return undefined;
  }
}

function said(status: number, result: number, errmsg: string): WebhookReply {
  return { status, contentType: "application/json", body: JSON.stringify({ result, errmsg }) };
}

import type { Logger } from "pino";
import twilio from "twilio";
import { z } from "zod";
import { isOptIn, isOptOut } from "../../src/audience/opt-out-words.ts";
import { parsePhone } from "../../src/audience/phone.ts";
import type {
  DeliverySink,
  InboundReply,
  WebhookReply,
  WebhookRequest,
} from "../../src/delivery/provider.ts";
import type { ProviderId } from "../../src/ids.ts";
import { requestedUrl } from "./callback-url.ts";
import type { ReceiptIntake } from "./receipt-intake.ts";
import { messageSid, type StatusReport } from "./status.ts";

/** Whose webhooks are taken, and where they go. */
export interface Receiver {
  readonly provider: ProviderId;
  readonly authToken: string;
  /** The public address of the account's webhooks. */
  readonly baseUrl: string;
  readonly now: number;
  readonly intake: ReceiptIntake;
  readonly sink: DeliverySink;
  readonly log: Logger;
}

/** Checks, reads and stores what Twilio posted; answers 2xx only when it is stored. Throws what the sink throws. */
export async function takeWebhook(
  path: string,
  request: WebhookRequest,
  receiver: Receiver,
): Promise<WebhookReply> {
  if (path !== "status" && path !== "inbound") return plain(404, "there is no such webhook");
  const form = formOf(request.body);
  if (!isSigned(receiver, path, request, form)) {
    receiver.log.warn({ provider: receiver.provider, path }, "a webhook was not signed by Twilio");
    return plain(403, "X-Twilio-Signature is missing, or not of this URL, body and auth token");
  }
  if (path === "status") {
    const report = readStatus(form, request.query, receiver.now);
    if (!report.success) return plain(400, z.prettifyError(report.error));
    await receiver.intake.take([report.data]);
    return plain(204, "");
  }
  const inbound = inboundForm.safeParse(form);
  if (!inbound.success) return plain(400, z.prettifyError(inbound.error));
  const reply = toReply(receiver, inbound.data);
  if (reply === undefined) {
    receiver.log.warn({ provider: receiver.provider }, "a reply came from what is no phone number");
  } else {
    await receiver.sink.replies([reply]);
  }
  return { status: 200, contentType: "text/xml", body: NO_ANSWER };
}

/** TwiML for "nothing to answer": Twilio would send any text in it to the person. */
const NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

type Form = Readonly<Record<string, string | string[]>>;

function formOf(body: Uint8Array): Form {
  const pairs = new URLSearchParams(Buffer.from(body).toString("utf8"));
  const names = [...new Set(pairs.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = pairs.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? "")];
    }),
  );
}

function isSigned(
  { authToken, baseUrl }: Receiver,
  path: string,
  { headers, query }: WebhookRequest,
  form: Form,
): boolean {
  const signature = headers["x-twilio-signature"];
  if (typeof signature !== "string") return false;
  return twilio.validateRequest(authToken, signature, requestedUrl(baseUrl, path, query), form);
}

const statusForm = z.object({
  MessageSid: messageSid,
  MessageStatus: z.string().min(1),
  ErrorCode: z.coerce.number().int().positive().optional().catch(undefined),
});
const statusQuery = z.object({ recipient: z.string().min(1).optional() });

/** Reads a status callback. `at` is when it came: Twilio gives no time with it. */
export function readStatus(
  form: unknown,
  query: unknown,
  at: number,
): z.ZodSafeParseResult<StatusReport> {
  return statusForm
    .and(statusQuery)
    .transform(({ MessageSid: sid, MessageStatus: status, ErrorCode: errorCode, recipient }) => ({
      sid,
      status,
      errorCode,
      recipient,
      at,
    }))
    .safeParse({ ...Object(form), ...pick(query) });
}

/** Only what is ours of the query: a form can't name a recipient, nor a query a status. */
function pick(query: unknown): { recipient: unknown } {
  return { recipient: (Object(query) as { recipient?: unknown }).recipient };
}

const inboundForm = z.object({
  MessageSid: messageSid,
  From: z.string(),
  Body: z.string().default(""),
  /** Set where Twilio's Advanced Opt-Out took the text for one of its keywords, in whatever language. */
  OptOutType: z.string().optional(),
});

function toReply(
  { provider, now }: Receiver,
  { MessageSid: id, From, Body, OptOutType }: z.output<typeof inboundForm>,
): InboundReply | undefined {
  const phone = parsePhone(From, "CN");
  if (typeof phone !== "string") return undefined;
  return { provider, phone, text: meant(Body, OptOutType), id, at: now };
}

/** Twilio stopped or started this number by a keyword of the operator's own, which our lists do not have. */
function meant(body: string, optOutType: string | undefined): string {
  const type = optOutType?.toUpperCase();
  if (type === "STOP" && !isOptOut(body)) return "STOP";
  return type === "START" && !isOptIn(body) ? "START" : body;
}

function plain(status: number, body: string): WebhookReply {
  return { status, contentType: "text/plain", body };
}

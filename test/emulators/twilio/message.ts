import { randomBytes } from "node:crypto";
import type { EmulatedAccount } from "./account.ts";
import type { CreateParams } from "./create-params.ts";

/** A message that the emulator has accepted. */
export interface EmulatedMessage extends CreateParams {
  readonly sid: string;
  readonly createdAt: Date;
  status: string;
  errorCode: number | null;
  updatedAt: Date;
  sentAt: Date | null;
}

export function newMessage(params: CreateParams, now: Date): EmulatedMessage {
  return {
    ...params,
    sid: `SM${randomBytes(16).toString("hex")}`,
    createdAt: now,
    // With a Messaging Service the sender is chosen later.
    status: params.messagingServiceSid === null ? "queued" : "accepted",
    errorCode: null,
    updatedAt: now,
    sentAt: null,
  };
}

/** The Message resource in JSON: numbers as strings, dates in RFC 2822, a price only later. */
export function resourceOf(account: EmulatedAccount, message: EmulatedMessage): object {
  const uri = `/2010-04-01/Accounts/${account.accountSid}/Messages/${message.sid}`;
  return {
    account_sid: account.accountSid,
    api_version: "2010-04-01",
    body: message.body,
    date_created: rfc2822(message.createdAt),
    date_sent: message.sentAt === null ? null : rfc2822(message.sentAt),
    date_updated: rfc2822(message.updatedAt),
    direction: "outbound-api",
    error_code: message.errorCode,
    error_message: null,
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: "0",
    num_segments: message.messagingServiceSid === null ? "1" : "0",
    price: null,
    price_unit: "USD",
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

function rfc2822(date: Date): string {
  return date.toUTCString().replace("GMT", "+0000");
}

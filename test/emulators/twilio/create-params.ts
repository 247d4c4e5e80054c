import type { EmulatedAccount } from "./account.ts";
import { ApiFault } from "./fault.ts";

/** What the create call of Messages takes, checked as Twilio checks it. */
export interface CreateParams {
  readonly to: string;
  readonly body: string;
  readonly from: string | null;
  readonly messagingServiceSid: string | null;
  readonly statusCallback: string | null;
  readonly validityPeriod: number | null;
}

const NAMES = new Set([
  "To",
  "Body",
  "From",
  "MessagingServiceSid",
  "StatusCallback",
  "ValidityPeriod",
]);

/** Throws the error of the first parameter that is not right. */
export function readCreateParams(
  account: EmulatedAccount,
  contentType: string,
  body: string,
): CreateParams {
  if (!contentType.startsWith("application/x-www-form-urlencoded"))
    throw new ApiFault(415, 20415, "Unsupported Media Type");
  const form = new URLSearchParams(body);
  for (const name of form.keys())
    if (!NAMES.has(name)) throw new ApiFault(400, 20001, `Unknown parameter ${name}`);
  const to = form.get("To") ?? "";
  const text = form.get("Body") ?? "";
  const from = form.get("From");
  const service = form.get("MessagingServiceSid");
  const callback = form.get("StatusCallback");
  const validity = form.get("ValidityPeriod");
  if (to === "") throw new ApiFault(400, 21604, "A 'To' phone number is required.");
  if (!/^\+[1-9]\d{6,14}$/u.test(to))
    throw new ApiFault(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  if (from === null && service === null)
    throw new ApiFault(400, 21603, "A 'From' or 'MessagingServiceSid' is required.");
  if (from !== null && !account.numbers.includes(from))
    throw new ApiFault(
      400,
      21606,
      `The 'From' phone number provided (${from}) is not a valid message-capable Twilio phone number for this destination/account`,
    );
  if (service !== null && service !== account.messagingServiceSid)
    throw new ApiFault(404, 21701, `The Messaging Service ${service} does not exist`);
  if (text === "") throw new ApiFault(400, 21602, "Message body is required.");
  if (text.length > 1600)
    throw new ApiFault(
      400,
      21617,
      "The concatenated message body exceeds the 1600 character limit.",
    );
  if (callback !== null && !/^https?:\/\/[^\s/_]+\/\S*$/u.test(callback))
    throw new ApiFault(400, 21609, `The StatusCallback URL ${callback} is not a valid URL.`);
  if (validity !== null && !(Number(validity) >= 1 && Number(validity) <= 36_000))
    throw new ApiFault(400, 21624, "The ValidityPeriod is invalid.");
  return {
    to,
    body: text,
    from,
    messagingServiceSid: service,
    statusCallback: callback,
    validityPeriod: validity === null ? null : Number(validity),
  };
}

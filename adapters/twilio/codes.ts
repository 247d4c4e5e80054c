import type { CarrierReason } from "../../src/delivery/reason.ts";

/**
 * What a Twilio error says something about.
 * - `person`: this number, or this text to it.
 * - `route`: this number, or our right to reach it: who in a call gets the same tells which.
 * - `account`: the account, its senders, its settings, its limits; nobody in particular.
 * - `pace`: too much at once; the same later is fine.
 * - `service`: Twilio is not there for now, and took nothing.
 */
export type Meaning =
  | { readonly about: "person" | "route"; readonly reason: CarrierReason }
  | { readonly about: "account" | "pace" | "service" };

export interface Code {
  readonly title: string;
  readonly meaning: Meaning;
}

const about = (meaning: Meaning, titles: Readonly<Record<number, string>>): [number, Code][] =>
  Object.entries(titles).map(([code, title]) => [Number(code), { title, meaning }]);
const person = (reason: CarrierReason): Meaning => ({ about: "person", reason });
const route = (reason: CarrierReason): Meaning => ({ about: "route", reason });

/**
 * Twilio's errors around sending a text, with their titles from its dictionary (twilio.com/docs/api/errors, a page a
 * code). The same code can come at once, as an HTTP error, or later, as the error of a message that failed.
 */
const CODES: ReadonlyMap<number, Code> = new Map([
  ...about(person("opted_out"), { 21610: "Attempt to send to unsubscribed recipient" }),
  ...about(person("unreachable"), {
    21211: "Invalid 'To' Phone Number",
    21214: "'To' phone number cannot be reached",
    21217: "Phone number does not appear to be valid",
    21265: "'To' number cannot be a Short Code",
    21266: "'To' and 'From' numbers cannot be the same",
    21268: "Sending to Premium rate or Information Service numbers is not allowed",
    21614: "'To' number is not a valid mobile number",
    21635: "'To' number cannot be a landline",
    30003: "Unreachable destination handset",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30014: "'To' attributes are Invalid",
  }),
  ...about(person("blacklisted"), { 30004: "Message blocked" }),
  ...about(person("content_blocked"), {
    21617: "The concatenated message body exceeds the 1600 character limit",
    21618: "The message body cannot be sent",
    30007: "Message filtered",
    30019: "Content size exceeds carrier limit",
    30038: "OTP Message Body Filtered",
    30110: "Domain is blocked",
    30111: "Url is on a deny list",
    30450: "Message delivery blocked",
  }),
  ...about(person("too_frequent"), {
    14107: "SMS send rate limit exceeded",
    30039: "Filtered to Prevent Message Loops",
  }),
  ...about(person("unknown"), {
    30008: "Unknown error",
    30017: "Carrier network congestion",
    30020: "Internal Failure with Message Scheduling",
    30021: "Internal Failure with messaging service orchestrator",
    30046: "Message delivery not confirmed",
    30410: "Provider Timeout Error",
    30453: "Message couldn't be delivered",
    30485: "Message couldn't be delivered",
    30047: "Rescheduling to a legal window failed",
    30500: "Twilio Internal Error",
    30610: "Outside the hours in which the recipient may be texted",
  }),
  ...about(route("unreachable"), {
    21612: "Message cannot be sent with the current combination of 'To' and/or 'From' parameters",
  }),
  // Nothing about the text, but the nearest of the reasons: another provider may deliver it.
  ...about(route("content_blocked"), {
    21408: "Message blocked: permissions disabled for the destination region",
  }),
  ...about(
    { about: "account" },
    {
      10001: "Account is not active",
      20003: "Permission Denied",
      20005: "Account not active",
      20006: "Access Denied",
      20008: "Test Credentials",
      20010: "Action disabled for account",
      20403: "403 Forbidden",
      20404: "Not Found",
      21212: "Invalid 'From' Number",
      21267: "Alphanumeric Sender ID cannot be used as the 'From' number on trial accounts",
      21470: "Invalid AccountSid",
      21471: "Account does not exist",
      21472: "Account is not active",
      21601: "Phone number is not a valid SMS-capable inbound phone number",
      21603: "A 'From' or 'MessagingServiceSid' parameter is required to send a message",
      21606: "'From' number is not a valid message-capable Twilio number for this account",
      21607: "The 'from' phone number must be the sandbox phone number for trial accounts",
      21608: "The 'to' phone number provided is not yet verified for this account",
      21609: "Invalid 'StatusCallback'",
      21616: "The 'From' number matches multiple numbers for your account",
      21624: "Invalid validity period value",
      21657: "The Sender ID is invalid",
      21659: "'From' is not a Twilio phone number or Short Code country mismatch",
      21660: "Mismatch between the 'From' number and the account",
      21661: "'From' number is not SMS-capable",
      21663: "'From' phone number routing configuration is incorrect",
      21668: "Phone number type is not supported for messaging in the Ireland (IE1) region",
      21701: "The Messaging Service does not exist",
      21702: "The Messaging Service is not available to send new messages",
      21703: "The Messaging Service does not have a phone number available to send a message",
      21704: "The Messaging Service contains no phone numbers",
      21705: "The Messaging Service is invalid",
      21708: "Alpha Sender ID Missing from the request",
      21709: "Alpha Sender ID is Invalid or Not Authorized for this Messaging Service",
      21711: "Sender is not associated with the specified Messaging Service",
      30002: "Account suspended",
      30018: "Destination carrier requires sender ID pre-registration",
      30024: "Numeric Sender ID Not Provisioned on Carrier",
      30032: "Toll-Free Number Has Not Been Verified",
      30033: "US A2P 10DLC - Campaign Suspended",
      30034: "US A2P 10DLC - Message from an Unregistered Number",
      30035: "US A2P 10DLC - Message from a number still being configured",
      30037: "Outbound Messaging Disabled",
      30040: "Destination carrier requires Sender ID pre-registration",
      30041: "Sender is restricted or unregistered in a country requiring registration",
      30042: "Alphanumeric Sender ID is generic or unauthorized for this account",
      30044: "Trial Message Length Exceeded",
      30454: "Account exceeded the messages limit",
      // Comes with HTTP 429 too, but waiting a moment is no help: the window is a day.
      63038: "Account exceeded the daily messages limit",
    },
  ),
  ...about(
    { about: "pace" },
    {
      20429: "Too many requests",
      21611: "This 'From' number has exceeded the maximum number of queued messages",
      30001: "Queue overflow",
      30022: "US A2P 10DLC - Rate Limits Exceeded",
      30023: "US A2P 10DLC - Daily Message Cap Reached",
      30027: "US A2P 10DLC - T-Mobile Daily Message Limit Reached",
      30036: "Validity Period Expired",
      60728: "Account exceeded the hourly messages limit",
      63017: "Rate limit exceeded",
    },
  ),
  ...about({ about: "service" }, { 20503: "Service unavailable" }),
]);

/** What a code means; undefined when it is not in the map. */
export function meaningOf(code: number): Code | undefined {
  return CODES.get(code);
}

/**
 * The reason for which a message that Twilio had accepted failed. What is about the account has none among the seven:
 * its code and title say more than `unknown` does. A code that is not in the map is `unknown`, and said to be so.
 */
export function receiptReason(code: number): {
  readonly reason: CarrierReason;
  readonly known: boolean;
} {
  const meaning = CODES.get(code)?.meaning;
  if (meaning === undefined) return { reason: "unknown", known: false };
  switch (meaning.about) {
    case "person":
    case "route":
      return { reason: meaning.reason, known: true };
    case "pace":
      return { reason: "too_frequent", known: true };
    case "account":
    case "service":
      return { reason: "unknown", known: true };
  }
}

/** All codes of the map, for the documentation's table to be checked against. */
export function knownCodes(): readonly number[] {
  return [...CODES.keys()];
}

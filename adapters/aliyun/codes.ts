import type { CarrierReason } from "../../src/delivery/reason.ts";

/**
 * What a code of the answer to a submission says something about.
 * - `person`: this number.
 * - `text`: what is said to this person.
 * - `request`: what was asked for, which may be one person's values or all that we think we know of the template.
 * - `account`: the account, its signature, its templates, its money, its limits; nobody in particular.
 * - `pace`: too much at once; the same later is fine.
 * - `open`: it failed somewhere inside, and whether anything had been handed on by then is not said.
 */
export type Meaning =
  | { readonly about: "person" | "text" | "request"; readonly reason: CarrierReason }
  | { readonly about: "account" | "pace" | "open" };

export interface Code {
  readonly title: string;
  readonly meaning: Meaning;
}

const about = (meaning: Meaning, titles: Readonly<Record<string, string>>): [string, Code][] =>
  Object.entries(titles).map(([code, title]) => [code, { title, meaning }]);

/** Codes of SendBatchSms, with Aliyun's own meaning (help.aliyun.com/zh/document_detail/101346.html). */
const ANSWERS: ReadonlyMap<string, Code> = new Map([
  ...about(
    { about: "person", reason: "opted_out" },
    { "isv.CUSTOMER_REFUSED": "the user refused texts" },
  ),
  ...about(
    { about: "person", reason: "blacklisted" },
    // Named like a keyword's: at home it says that the number is blacklisted.
    { "isv.BLACK_KEY_CONTROL_LIMIT": "the number is blacklisted" },
  ),
  ...about(
    { about: "person", reason: "too_frequent" },
    { "isv.BUSINESS_LIMIT_CONTROL": "too many texts to this number" },
  ),
  ...about(
    { about: "person", reason: "unreachable" },
    { "isv.MOBILE_NUMBER_ILLEGAL": "the number is not valid" },
  ),
  ...about(
    { about: "text", reason: "content_blocked" },
    {
      "isv.SMS_CONTENT_ILLEGAL": "the text holds what is forbidden",
      "isv.UNSUPPORTED_CONTENT": "the text holds characters that are not taken",
      "isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE": "the text is not of the template's kind",
      "isv.PARAM_NOT_SUPPORT_URL": "a variable holds a link",
    },
  ),
  ...about(
    { about: "request", reason: "content_blocked" },
    {
      "isv.INVALID_PARAMETERS": "parameters are not in their format",
      "isv.INVALID_JSON_PARAM": "parameters are no JSON",
      "isv.TEMPLATE_MISSING_PARAMETERS": "a variable of the template has no value",
      "isv.TEMPLATE_PARAMS_ILLEGAL": "a variable's value is not of its kind",
      "isv.PARAM_LENGTH_LIMIT": "a variable's value is too long",
    },
  ),
  ...about(
    { about: "account" },
    {
      "isv.DAY_LIMIT_CONTROL": "the account's limit for the day is reached",
      "isv.MONTH_LIMIT_CONTROL": "the account's limit for the month is reached",
      "isv.MOBILE_COUNT_OVER_LIMIT": "too many numbers in one call",
      "isv.SMS_TEMPLATE_ILLEGAL": "the template is not this account's, or not approved",
      "isv.SMS_SIGNATURE_ILLEGAL": "the signature is not this account's, or not approved",
      "isv.SMS_SIGN_ILLEGAL": "the signature may not be used",
      "isv.SMS_SIGN_NAME_ILLEGAL": "the signature's name is not right",
      "isv.SIGN_NAME_ILLEGAL": "the signature's name is not right",
      "isv.SIGN_STATE_ILLEGAL": "the signature is not approved, or stopped",
      "isv.SIGN_SOURCE_ILLEGAL": "the signature's origin is not supported",
      "isv.SMS_SIGNATURE_SCENE_ILLEGAL": "the signature is not for this kind of template",
      "isv.EXTEND_CODE_ERROR": "the extend code is used by another signature, or not right",
      "isv.ONE_CODE_MULTIPLE_SIGN": "the extend code belongs to several signatures",
      "isv.CODE_EXCEED_LIMIT": "the extend code is too long",
      "isv.CODE_ERROR": "the extend code is not right",
      "isv.DOMESTIC_NUMBER_NOT_SUPPORTED": "the template is not for mainland numbers",
      "isv.DENY_IP_RANGE": "this server's address is not let in",
      "isv.ACCOUNT_NOT_EXISTS": "the account does not exist",
      "isv.ACCOUNT_ABNORMAL": "the account is not in order",
      "isv.SECURITY_FROZEN_ACCOUNT": "the account is frozen, having been unused for long",
      "isv.SMS_TEST_SIGN_TEMPLATE_LIMIT": "the signature or the template is for tests only",
      "isv.SMS_TEST_NUMBER_LIMIT": "the signature and the template are for tests, to bound numbers",
      "isv.AMOUNT_NOT_ENOUGH": "the balance is used up",
      "isv.OUT_OF_SERVICE": "the service is stopped",
      "isv.PRODUCT_UN_SUBSCRIPT": "the SMS service is not opened",
      "isv.PRODUCT_UNSUBSCRIBE": "the SMS service is not opened",
      "isp.RAM_PERMISSION_DENY": "the access key may not send texts (RAM)",
      SignatureDoesNotMatch: "the access key's secret is not right",
      SignatureNonceUsed: "the request's nonce was used before",
      "InvalidTimeStamp.Expired": "this server's clock is off by more than 15 minutes",
      "InvalidAccessKeyId.NotFound": "the access key does not exist",
    },
  ),
  ...about(
    { about: "pace" },
    {
      Throttling: "too many calls",
      "Throttling.User": "too many calls of this account",
    },
  ),
  ...about(
    { about: "open" },
    {
      "isp.SYSTEM_ERROR": "an error inside the service",
      "isp.GATEWAY_ERROR": "an error at the service's gateway",
    },
  ),
]);

/** What a code of an answer means; undefined when it is not in the map. */
export function meaningOf(code: string): Code | undefined {
  return ANSWERS.get(code);
}

/** What a receipt's code amounts to: a failure's reason, or nothing final. */
type ReceiptMeaning = CarrierReason | "waiting";

/** Codes of receipts and of QuerySendDetails (help.aliyun.com/en/sms/developer-reference/delivery-receipt-error-codes). */
const RECEIPTS: Readonly<Record<string, ReceiptMeaning>> = {
  USER_REJECT: "opted_out",
  MOBILE_NOT_ON_SERVICE: "unreachable",
  INVALID_NUMBER: "unreachable",
  MOBILE_ACCOUNT_ABNORMAL: "unreachable",
  // Aliyun's older page has the misspelt one.
  MOBLLE_TERMINAL_ERROR: "unreachable",
  MOBILE_TERMINAL_ERROR: "unreachable",
  SP_NOT_BY_INTER_SMS: "unreachable",
  EXPIRED: "unreachable",
  // Opted out or complained, it doesn't say; our own opt-out list tells.
  MOBILE_IN_BLACK: "blacklisted",
  "W-BLACK": "blacklisted",
  CONTENT_KEYWORD: "content_blocked",
  CONTENT_ERROR: "content_blocked",
  SIGNATURE_BLACKLIST: "content_blocked",
  PORT_NOT_REGISTERED: "content_blocked",
  NO_ROUTE: "content_blocked",
  MOBILE_SEND_LIMIT: "too_frequent",
  IS_CLOSE: "unknown",
  PARAMS_ILLEGAL: "unknown",
  SP_UNKNOWN_ERROR: "unknown",
  // Accepted, and the carrier has said nothing: no result, and never a success.
  REQUEST_SUCCESS: "waiting",
};

/** Why a text failed, by its receipt's code; `waiting`: it says nothing final. */
export function receiptMeaning(
  code: string,
): { readonly reason: CarrierReason; readonly known: boolean } | "waiting" {
  const meaning = Object.hasOwn(RECEIPTS, code) ? RECEIPTS[code] : undefined;
  if (meaning === "waiting") return meaning;
  return { reason: meaning ?? "unknown", known: meaning !== undefined };
}

/** All codes of the maps, for the documentation's tables to be checked against. */
export function knownCodes(): { readonly answers: string[]; readonly receipts: string[] } {
  return { answers: [...ANSWERS.keys()], receipts: Object.keys(RECEIPTS) };
}

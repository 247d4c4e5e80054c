import type { CarrierReason } from "../../src/delivery/reason.ts";

/**
 * What a code of an answer says something about.
 * - `person`: this number.
 * - `text`: what is said to whoever the call is for.
 * - `request`: what was asked for, which may be these values or all that we think we know of the template.
 * - `account`: the account, its signature, its templates, its money, its limits; nobody in particular.
 * - `pace`: too much at once; the same later is fine.
 * - `hours`: no marketing at this hour; the same in the morning is fine.
 * - `open`: it failed somewhere inside, and whether anything had been handed on by then is not said.
 */
export type Meaning =
  | { readonly about: "person" | "text" | "request"; readonly reason: CarrierReason }
  | { readonly about: "account" | "pace" | "hours" | "open" };

export interface Code {
  readonly title: string;
  readonly meaning: Meaning;
}

const about = (meaning: Meaning, titles: Readonly<Record<string, string>>): [string, Code][] =>
  Object.entries(titles).map(([code, title]) => [code, { title, meaning }]);

/** Codes of SendSms, of a number or of the whole request (cloud.tencent.com/document/api/382/59177 and 382/38780). */
const CODES: ReadonlyMap<string, Code> = new Map([
  ...about(
    // Unsubscribed or on a carrier's do-not-disturb list, it doesn't say; our own opt-out list tells.
    { about: "person", reason: "blacklisted" },
    { "FailedOperation.PhoneNumberInBlacklist": "the number is on a do-not-disturb list" },
  ),
  ...about(
    { about: "person", reason: "too_frequent" },
    {
      "LimitExceeded.DeliveryFrequencyLimit": "too many texts to this number",
      "LimitExceeded.PhoneNumberThirtySecondLimit": "too many texts to this number in 30 s",
      "LimitExceeded.PhoneNumberOneHourLimit": "too many texts to this number in an hour",
      "LimitExceeded.PhoneNumberDailyLimit": "too many texts to this number in a day",
      "LimitExceeded.PhoneNumberSameContentDailyLimit": "the same text to this number too often",
    },
  ),
  ...about(
    { about: "person", reason: "unreachable" },
    {
      "InvalidParameterValue.IncorrectPhoneNumber": "the number is not valid",
      "FailedOperation.PhoneNumberParseFail": "the number can't be read",
    },
  ),
  ...about(
    // Of none of the reasons; the nearest: another provider may deliver it.
    { about: "person", reason: "content_blocked" },
    { "UnsupportedOperation.UnsupportedRegion": "texts to this region are not supported" },
  ),
  ...about(
    { about: "text", reason: "content_blocked" },
    {
      "FailedOperation.ContainSensitiveWord": "the text holds a sensitive word",
      "InvalidParameter.DirtyWordFound": "the text holds a sensitive word",
      "InvalidParameterValue.TemplateWithDirtyWords": "the template holds a sensitive word",
      "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter": "a variable holds a link",
      "InvalidParameterValue.MarketingTemplateWithoutUnsubscribe":
        "the template does not tell how to unsubscribe",
    },
  ),
  ...about(
    { about: "request", reason: "content_blocked" },
    {
      "FailedOperation.TemplateParamSetNotMatchApprovedTemplate":
        "the values don't go with the template",
      "FailedOperation.FailResolvePacket": "the request can't be read",
      "InvalidParameterValue.TemplateParameterLengthLimit": "a variable's value is too long",
      "InvalidParameterValue.TemplateParameterFormatError": "a variable's value is not of its kind",
      "InvalidParameterValue.ContentLengthLimit": "the text is too long",
    },
  ),
  ...about(
    { about: "account" },
    {
      "LimitExceeded.AppDailyLimit": "the application's limit for the day is reached",
      "LimitExceeded.AppMainlandChinaDailyLimit": "the mainland's limit for the day is reached",
      "LimitExceeded.PhoneNumberCountLimit": "more than 200 numbers in one call",
      "FailedOperation.InsufficientBalanceInSmsPackage": "the package of texts is used up",
      "FailedOperation.SignatureIncorrectOrUnapproved": "the signature is not approved",
      "FailedOperation.TemplateIncorrectOrUnapproved": "the template is not approved",
      "FailedOperation.TemplateUnapprovedOrNotExist": "the template is not approved, or not there",
      "UnauthorizedOperation.ServiceSuspendDueToArrears": "the service is stopped for arrears",
      "UnauthorizedOperation.SmsSdkAppIdVerifyFail": "the SdkAppId is not this account's",
      "UnauthorizedOperation.SdkAppIdIsDisabled": "the SdkAppId is disabled",
      "UnauthorizedOperation.IndividualUserMarketingSmsPermissionDeny":
        "individuals may not send marketing",
      "UnauthorizedOperation.RequestIpNotInWhitelist": "this server's address is not let in",
      "UnauthorizedOperation.RequestPermissionDeny": "the key may not send texts",
      "InvalidParameterValue.SdkAppIdNotExist": "there is no such SdkAppId",
      "InvalidParameterValue.RequestTimeException":
        "this server's clock is off by more than 10 minutes",
      "UnsupportedOperation.ContainDomesticAndInternationalPhoneNumber":
        "numbers of the mainland and others in one call",
      "UnsupportedOperation.UnsuportedRequest": "the request is not supported",
      // Named like an error inside: it says that the request's time is not right.
      "InternalError.RequestTimeException": "this server's clock is off by more than 10 minutes",
      "InternalError.SigVerificationFail": "the request's signature is not right",
      "InternalError.SigFieldMissing": "the request is not signed",
      "InternalError.RestApiInterfaceNotExist": "there is no such interface",
      "AuthFailure.InvalidAuthorization": "the Authorization header is not right",
      "AuthFailure.InvalidSecretId": "the SecretId is not of this kind",
      "AuthFailure.MFAFailure": "a second factor is asked for",
      "AuthFailure.SecretIdNotFound": "the SecretId does not exist",
      "AuthFailure.SignatureExpire": "this server's clock is off by more than 5 minutes",
      "AuthFailure.SignatureFailure": "the SecretKey is not right",
      "AuthFailure.TokenFailure": "the token is not right",
      "AuthFailure.UnauthorizedOperation": "the key may not send texts (CAM)",
    },
  ),
  ...about(
    { about: "pace" },
    {
      RequestLimitExceeded: "too many calls",
      "RequestLimitExceeded.GlobalRegionUinLimitExceeded": "too many calls of this account",
      "RequestLimitExceeded.IPLimitExceeded": "too many calls from this address",
      "RequestLimitExceeded.UinLimitExceeded": "too many calls of this account",
    },
  ),
  ...about(
    { about: "hours" },
    { "FailedOperation.MarketingSendTimeConstraint": "marketing goes out from 8 to 22 only" },
  ),
  ...about(
    { about: "open" },
    {
      InternalError: "an error inside the service",
      "InternalError.OtherError": "an error inside the service",
      "InternalError.Timeout": "handing on took too long",
      "InternalError.SendAndRecvFail": "handing on broke off",
      "InternalError.UnknownError": "an error inside the service",
    },
  ),
]);

/** Of codes in no table, what the first word says. */
const FAMILIES: readonly (readonly [RegExp, Meaning])[] = [
  [/^RequestLimitExceeded/u, { about: "pace" }],
  [/^InternalError/u, { about: "open" }],
  [
    /^(?:FailedOperation|InvalidParameter|MissingParameter)/u,
    { about: "request", reason: "unknown" },
  ],
];

/** What a code means: by its own row, by its family's, or else the account's. */
export function meaningOf(code: string): Meaning {
  return (
    CODES.get(code)?.meaning ??
    FAMILIES.find(([family]) => family.test(code))?.[1] ?? { about: "account" }
  );
}

/** What Tencent says of a code; undefined when it is in no table. */
export function titleOf(code: string): string | undefined {
  return CODES.get(code)?.title;
}

/** All codes of the table, for the documentation's to be checked against. */
export function knownAnswers(): string[] {
  return [...CODES.keys()];
}

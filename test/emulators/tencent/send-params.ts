import { z } from "zod";
import type { EmulatedAccount } from "./account.ts";
import { ApiFault } from "./fault.ts";

const MOST = 200;
const VARIABLE_MOST = 12;

const shape = z.strictObject({
  PhoneNumberSet: z.array(z.string()).min(1),
  SmsSdkAppId: z.string(),
  TemplateId: z.string(),
  SignName: z.string(),
  TemplateParamSet: z.array(z.string()).optional(),
  SessionContext: z.string().optional(),
  ExtendCode: z.string().optional(),
});

/** What a SendSms asks for: one text for many numbers. */
export interface SendSms {
  readonly phones: readonly string[];
  readonly content: string;
  readonly templateId: string;
  readonly session: string;
}

/** Reads the parameters of SendSms as Tencent does; throws the fault of the first that is not right. */
export function readSendSms(account: EmulatedAccount, json: unknown): SendSms {
  const read = shape.safeParse(json);
  if (!read.success) throw new ApiFault("InvalidParameter", z.prettifyError(read.error));
  const { PhoneNumberSet: phones, SignName, TemplateId: templateId, ...rest } = read.data;
  if (rest.SmsSdkAppId !== account.sdkAppId)
    throw new ApiFault("UnauthorizedOperation.SmsSdkAppIdVerifyFail");
  if (phones.length > MOST) throw new ApiFault("LimitExceeded.PhoneNumberCountLimit");
  const domestic = phones.filter((phone) => /^(?:\+?86|0086)?1\d{10}$/u.test(phone));
  if (domestic.length !== 0 && domestic.length !== phones.length)
    throw new ApiFault("UnsupportedOperation.ContainDomesticAndInternationalPhoneNumber");
  if (!account.signatures.includes(SignName))
    throw new ApiFault("FailedOperation.SignatureIncorrectOrUnapproved");
  const template = account.templates[templateId];
  if (template === undefined) throw new ApiFault("FailedOperation.TemplateIncorrectOrUnapproved");
  const session = rest.SessionContext ?? "";
  if (Buffer.byteLength(session) >= 512) throw new ApiFault("InvalidParameterValue");
  const content = `【${SignName}】${fill(template, rest.TemplateParamSet ?? [])}`;
  return { phones, content, templateId, session };
}

function fill(template: string, values: readonly string[]): string {
  const names = new Set([...template.matchAll(/\{(\d+)\}/gu)].map(([, name]) => name));
  if (names.size !== values.length)
    throw new ApiFault("FailedOperation.TemplateParamSetNotMatchApprovedTemplate");
  return template.replace(/\{(\d+)\}/gu, (_, name: string) => {
    const value = values[Number(name) - 1] ?? "";
    if (value.length > VARIABLE_MOST)
      throw new ApiFault("InvalidParameterValue.TemplateParameterLengthLimit");
    if (/https?:\/\//u.test(value))
      throw new ApiFault("InvalidParameterValue.ProhibitedUseUrlInTemplateParameter");
    return value;
  });
}

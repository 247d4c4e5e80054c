import { z } from "zod";
import type { EmulatedAccount } from "./account.ts";
import { refusal } from "./fault.ts";

/** One message of a SendBatchSms, as it will arrive. */
export interface SentText {
  readonly number: string;
  readonly content: string;
}

const MOST = 100;
const VARIABLE_MOST = 35;
const NAMES = new Set([
  "PhoneNumberJson",
  "SignNameJson",
  "TemplateCode",
  "TemplateParamJson",
  "SmsUpExtendCodeJson",
  "OutId",
]);

/** Reads the parameters of SendBatchSms as Aliyun does; throws the refusal of the first that is not right. */
export function readSendBatch(
  account: EmulatedAccount,
  params: ReadonlyMap<string, string>,
): { readonly templateCode: string; readonly outId: string; readonly texts: readonly SentText[] } {
  for (const name of params.keys())
    if (!NAMES.has(name)) throw refusal("isv.INVALID_PARAMETERS", `no parameter ${name}`);
  const numbers = jsonOf(z.array(z.string()), params, "PhoneNumberJson");
  const signatures = jsonOf(z.array(z.string()), params, "SignNameJson");
  const values = jsonOf(z.array(z.record(z.string(), z.string())), params, "TemplateParamJson");
  const extend = params.has("SmsUpExtendCodeJson")
    ? jsonOf(z.array(z.string().regex(/^\d+$/u)), params, "SmsUpExtendCodeJson")
    : numbers;
  if (numbers.length > MOST) throw refusal("isv.MOBILE_COUNT_OVER_LIMIT");
  if (numbers.length === 0 || new Set(numbers).size !== numbers.length)
    throw refusal("isv.MOBILE_NUMBER_ILLEGAL");
  for (const list of [signatures, values, extend])
    if (list.length !== numbers.length) throw refusal("isv.INVALID_PARAMETERS", "lengths differ");
  const outId = params.get("OutId") ?? "";
  if (outId.length >= 256) throw refusal("isv.INVALID_PARAMETERS", "OutId is too long");
  const templateCode = params.get("TemplateCode") ?? "";
  const template = account.templates[templateCode];
  if (template === undefined) throw refusal("isv.SMS_TEMPLATE_ILLEGAL");
  const texts = numbers.map((number, n) => {
    if (!/^(?:\+86|0086|86)?1[3-9]\d{9}$/u.test(number)) throw refusal("isv.MOBILE_NUMBER_ILLEGAL");
    const signature = signatures[n] ?? "";
    if (!account.signatures.includes(signature)) throw refusal("isv.SMS_SIGNATURE_ILLEGAL");
    return { number, content: `【${signature}】${fill(template, values[n] ?? {})}` };
  });
  return { templateCode, outId, texts };
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\$\{(\w+)\}/gu, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === "") throw refusal("isv.TEMPLATE_MISSING_PARAMETERS");
    if (value.length > VARIABLE_MOST) throw refusal("isv.PARAM_LENGTH_LIMIT");
    if (/https?:\/\//u.test(value)) throw refusal("isv.PARAM_NOT_SUPPORT_URL");
    return value;
  });
}

function jsonOf<T>(schema: z.ZodType<T>, params: ReadonlyMap<string, string>, name: string): T {
  try {
    return schema.parse(JSON.parse(params.get(name) ?? ""));
  } catch {
    throw refusal("isv.INVALID_JSON_PARAM", `${name} is not right`);
  }
}

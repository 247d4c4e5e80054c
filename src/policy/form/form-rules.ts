import { policyText } from "../../locale/policy.ts";
import type { Rule } from "../rule.ts";
import type { FormRule } from "./form-rule.ts";

const TEMPLATES =
  "腾讯云短信正文模板审核标准 2025-06-17；阿里云短信模板规范 2024-08；华为云 MSGSMS 模板规范 2025-02-12";
const LAW = "通信短信息服务管理规定（工信部令第 31 号）第十八、二十条，2015-06-30 施行";
const INTERCEPTION = "百度智能云短信公告（引流信息拦截）2025-05 至 2025-12";
const CTIA = "CTIA Messaging Principles and Best Practices, 2023-05";

/** Weights as a table: at a carrier's line and whoever is like it, then where others differ. */
const WEIGHTS = {
  signature: w("block", { smpp: "warn", twilio: "off", "sim-lenient": "warn" }),
  opt_out: w("block", { smpp: "warn", twilio: "warn", "sim-lenient": "warn" }),
  opt_out_wording: w("warn", {}),
  brackets: w("block", { smpp: "warn", twilio: "off", "sim-lenient": "info" }),
  symbols: w("warn", { smpp: "info", twilio: "off", "sim-lenient": "off" }),
  emoji: w("block", { smpp: "warn", twilio: "off", "sim-lenient": "info" }),
  traditional: w("warn", { smpp: "off", aliyun: "block", twilio: "off", "sim-lenient": "off" }),
  length: w("block", {}),
  variables: w("block", {}),
  capitals: w("info", { twilio: "warn" }),
  encoding: w("off", { twilio: "info" }),
  saving: w("info", {}),
  audience: w("off", { huawei: "info" }),
} as const;

const CONTACTS = {
  link: w("warn", { twilio: "off", "sim-strict": "block" }),
  short_link: w("block", { aliyun: "warn", smpp: "warn", twilio: "warn", "sim-lenient": "warn" }),
  foreign_link: w("block", { aliyun: "warn", smpp: "warn", twilio: "off", "sim-lenient": "warn" }),
  mobile: w("block", { aliyun: "warn", smpp: "warn", twilio: "off", "sim-lenient": "warn" }),
  chat_link: w("block", { twilio: "warn" }),
  address_link: w("block", { twilio: "warn", "sim-lenient": "warn" }),
  internal_link: w("block", {}),
  hotline: w("info", { twilio: "off", "sim-strict": "warn" }),
  email: w("warn", { twilio: "off", "sim-lenient": "info" }),
} as const;

/** What can be registered for a template. A personal number, a short or a foreign link is refused all the same. */
const REGISTRABLE: ReadonlySet<string> = new Set(["link", "hotline"]);

const SOURCES: Partial<Record<FormRuleName, string>> = {
  opt_out: `${LAW}；${TEMPLATES}`,
  capitals: CTIA,
  encoding: "3GPP TS 23.038",
  saving: "3GPP TS 23.040；各服务商计费规则（70 字一条，超过按 67 字计）",
  audience: "华为云 MSGSMS 模板规范 2025-02-12",
};

export type FormRuleName = keyof typeof WEIGHTS;
export type ContactRuleName = keyof typeof CONTACTS;

export const FORM_RULES = mapped(WEIGHTS, (name, weights) => rule("form", name, weights));
export const CONTACT_RULES = mapped(CONTACTS, (name, weights) => rule("contact", name, weights));

function w(severity: Rule["severity"], profiles: Rule["profiles"]) {
  return { severity, profiles };
}

function rule(
  category: FormRule["category"],
  name: FormRuleName | ContactRuleName,
  weights: ReturnType<typeof w>,
): FormRule {
  const source =
    category === "contact"
      ? `${TEMPLATES}；${INTERCEPTION}`
      : (SOURCES[name as FormRuleName] ?? TEMPLATES);
  return {
    id: `${category}.${name}`,
    category,
    ...weights,
    source,
    why: (locale, detail, figures = {}) => policyText[locale].form[name].why(detail, figures),
    suggestion: (locale, detail, figures = {}) =>
      policyText[locale].form[name].suggestion(detail, figures) || undefined,
    ...(REGISTRABLE.has(name) && { question: (locale) => policyText[locale].registered }),
  };
}

function mapped<K extends string, A, B>(
  table: Readonly<Record<K, A>>,
  to: (key: K, value: A) => B,
): Readonly<Record<K, B>> {
  const made = {} as Record<K, B>;
  for (const key of Object.keys(table) as K[]) made[key] = to(key, table[key]);
  return made;
}

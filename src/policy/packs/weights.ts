import type { RuleInput } from "../rule.ts";

type Weights = Required<Pick<RuleInput, "severity" | "profiles">>;

/** Refused in every kind of message, at home and abroad. */
export const EVERYWHERE: Weights = { severity: "block", profiles: {} };

/** Refused by every provider of the mainland, by its carriers too. */
export const ALL_MAINLAND: Weights = { severity: "block", profiles: { twilio: "off" } };

/** Refused by the mainland's cloud providers in marketing; carriers look, the lenient let pass with a warning. */
export const CLOUDS: Weights = {
  severity: "block",
  profiles: { smpp: "warn", twilio: "off", "sim-lenient": "warn" },
};

/** A risk wherever Chinese texts go. */
export const RISK: Weights = {
  severity: "warn",
  profiles: { twilio: "off", "sim-lenient": "info" },
};

/** For texts in English: carriers abroad filter it; the mainland's refuse it as they do in Chinese. */
export const CARRIERS_ABROAD: Weights = { severity: "block", profiles: {} };

/** When the sources of the packs were last read. */
export const CHECKED = "2026-11-20";

/** The published rules that the packs rest on. */
export const SOURCES = {
  templates:
    "腾讯云短信正文模板审核标准 2025-06-17；阿里云短信模板规范 2024-08；华为云 MSGSMS 模板规范 2025-02-12；七牛云 2021-10-28",
  tencent: "腾讯云短信正文模板审核标准（382/39023）2025-06-17",
  variants:
    "火山引擎短信规范（6361/170340）2024-03-19；七牛云短信规范 2021-10-28；华为云 IoT 2025-02",
  carriers:
    "华为云 MSGSMS 模板规范 2025-02-12（点名运营商词）；阿里云短信模板规范 2024-08（运营商业务）",
  adLaw:
    "《中华人民共和国广告法》第九条第三项；市场监管总局《广告绝对化用语执法指南》（2023 年第 6 号公告）",
  ctia: "CTIA Messaging Principles and Best Practices (SHAFT), 2023-05; Twilio Messaging Policy, 2024",
} as const;

export const DO_NOT_SEND = {
  "zh-CN": "这类内容不要通过营销短信发送",
  en: "do not send this by SMS",
};

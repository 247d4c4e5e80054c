import type { ProfileInput } from "./profile.ts";

/** The providers that the packs know. What each refuses is said by the rules; here is what it asks of the form. */
export const PROFILES: readonly ProfileInput[] = [
  {
    id: "smpp",
    name: { "zh-CN": "运营商直连", en: "a carrier's line" },
    longest: 500,
    segments: "mainland",
    source: "通信短信息服务管理规定（工信部令第 31 号，2015-06-30 施行）；百度智能云短信公告 2025",
  },
  {
    id: "aliyun",
    name: { "zh-CN": "阿里云", en: "Aliyun" },
    longest: 500,
    segments: "mainland",
    optOut: "拒收请回复R",
    source: "阿里云短信模板规范（document_detail/44335、64205），2024-08",
  },
  {
    id: "tencent",
    name: { "zh-CN": "腾讯云", en: "Tencent Cloud" },
    longest: 500,
    segments: "mainland",
    optOut: "拒收请回复R",
    source: "腾讯云短信正文模板审核标准（382/39023），2025-06-17",
  },
  {
    id: "huawei",
    name: { "zh-CN": "华为云", en: "Huawei Cloud" },
    longest: 500,
    segments: "mainland",
    optOut: "拒收请回复R",
    source: "华为云 MSGSMS 模板规范，2025-02-12",
  },
  {
    id: "twilio",
    name: { "zh-CN": "Twilio", en: "Twilio" },
    longest: 1600,
    segments: "gsm",
    source: "Twilio Messaging Policy, 2024; CTIA Messaging Principles and Best Practices, 2023-05",
  },
  {
    id: "sim-strict",
    name: { "zh-CN": "模拟（严格）", en: "simulator, strict" },
    longest: 500,
    segments: "mainland",
    source: "取各服务商最严的规则",
  },
  {
    id: "sim-lenient",
    name: { "zh-CN": "模拟（宽松）", en: "simulator, lenient" },
    longest: 500,
    segments: "mainland",
    source: "只拦截所有服务商都拒绝的内容",
  },
];

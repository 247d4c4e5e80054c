import { catalog } from "./catalog.ts";

/** What the checks of a text's form say. */
export const policyText = catalog(
  {
    form: {
      link: {
        why: "未报备的链接会被运营商拦截（电信 2025-05 起，移动 2025-12 起从严）",
        suggestion: "去掉链接，或先为模板报备",
      },
      short_link: { why: "短链接，服务商不接受", suggestion: "去掉，或改用报备过的完整链接" },
      phone: { why: "个人手机号会被拦截", suggestion: "改为报备过的固话或 400 电话" },
      symbol: { why: "特殊符号和表情，多数服务商不接受", suggestion: "去掉" },
      variable: { why: "变量没有填", suggestion: "填上内容" },
      bracket: { why: "正文里的【】会被当作签名", suggestion: "改用“”或（）" },
      signature: { why: "没有签名", suggestion: "" },
      opt_out: {
        why: "没有退订提示，营销短信必须有（《通信短信息服务管理规定》）",
        suggestion: "在末尾写上：拒收请回复R",
      },
    },
  },
  {
    form: {
      link: {
        why: "unregistered links are intercepted (Telecom since 2025-05, Mobile strictly since 2025-12)",
        suggestion: "leave it out, or register it for the template",
      },
      short_link: {
        why: "short links are refused by providers",
        suggestion: "leave it out, or use the registered full link",
      },
      phone: {
        why: "personal mobile numbers are intercepted",
        suggestion: "use a registered land line or 400 number",
      },
      symbol: {
        why: "special symbols and emoji are refused by most providers",
        suggestion: "leave it out",
      },
      variable: { why: "a variable is not filled in", suggestion: "fill it in" },
      bracket: {
        why: "【】 in the body is taken for a signature",
        suggestion: "use quotes or parentheses",
      },
      signature: { why: "there is no signature", suggestion: "" },
      opt_out: {
        why: "marketing SMS must say how to opt out (MIIT order 31)",
        suggestion: "end with 拒收请回复R or “Reply STOP to opt out”",
      },
    },
  },
);

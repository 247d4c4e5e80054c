import type { Figures } from "../policy/form/form-rule.ts";
import { catalog } from "./catalog.ts";

/** What the checks of a text's form and contacts say; the packs carry their own words. */
export const policyText = catalog(
  {
    registered: "它报备过吗？一个模板最多报备 1 个链接、2 个联系方式；没报备请去掉。",
    carriers: (names: string) => `${names}号码上很可能被运营商拦截。`,
    carrier: { telecom: "电信", unicom: "联通", mobile: "移动" },
    and: "、",
    form: {
      signature: {
        why: (_: string) => "没有签名，服务商会拒绝",
        suggestion: (_: string) => "在开头写上【店名】，2 至 8 个字",
      },
      opt_out: {
        why: (_: string) => "没有退订方式，营销短信必须写明",
        suggestion: (_: string) => "在末尾写上：拒收请回复R",
      },
      opt_out_wording: {
        why: (wording: string) => `服务商只接受“${wording}”这一种退订写法`,
        suggestion: (wording: string) => `改为：${wording}`,
      },
      brackets: {
        why: (_: string) => "正文里的【】会被当作签名",
        suggestion: (_: string) => "改用“”或（）",
      },
      symbols: {
        why: (symbols: string) => `特殊符号 ${symbols} 多数服务商不接受`,
        suggestion: (_: string) => "去掉，金额写“元”",
      },
      emoji: {
        why: (_: string) => "表情符号多数服务商不接受，部分手机显示为方框",
        suggestion: (_: string) => "去掉",
      },
      traditional: {
        why: (_: string) => "繁体字，阿里云、七牛云等不接受",
        suggestion: (_: string) => "改为简体",
      },
      length: {
        why: (length: string) => `太长：${length} 个字`,
        suggestion: (_: string) => "缩短，最好不超过 70 个字（一条）",
      },
      variables: {
        why: (variable: string) => `变量 ${variable} 没有填`,
        suggestion: (_: string) => "填上内容，或删掉",
      },
      capitals: {
        why: (_: string) => "几乎全是大写字母，容易被当作垃圾短信",
        suggestion: (_: string) => "只在句首和名称用大写",
      },
      encoding: {
        why: (mark: string, { now, could, others }: Figures) =>
          `“${mark}”${others ? `等 ${others + 1} 个字符` : ""}不在 GSM 字符集里，整条短信改用 UCS-2 编码：${now} 条，换掉就是 ${could} 条`,
        suggestion: (mark: string, { instead }: Figures) =>
          instead ? `“${mark}”改为 ${instead}` : `去掉“${mark}”`,
      },
      saving: {
        why: (_: string, { now, could }: Figures) => `按 ${now} 条计费，略短一点就是 ${could} 条`,
        suggestion: (_: string, { fewer, could }: Figures) => `少 ${fewer} 个字即为 ${could} 条`,
      },
      audience: {
        why: (_: string) => "华为云只发给会员，正文要看得出来",
        suggestion: (_: string) => "写明“会员”或“老客户”",
      },
      link: {
        why: (_: string) => "链接没有报备会被拦截",
        suggestion: (_: string) => "去掉链接，写“详情见店铺首页”，或先为模板报备",
      },
      short_link: {
        why: (_: string) => "短链接看不出去向，服务商不接受",
        suggestion: (_: string) => "去掉，或改用报备过的完整链接",
      },
      foreign_link: {
        why: (_: string) => "境外域名没有备案，服务商不接受",
        suggestion: (_: string) => "去掉，或改用已备案域名的链接",
      },
      chat_link: {
        why: (_: string) => "链接通向私人聊天或群，服务商都不接受",
        suggestion: (_: string) => "去掉，改为“详情请到店铺首页或店内客服咨询”",
      },
      address_link: {
        why: (_: string) => "IP 地址不是备案域名，会被拦截",
        suggestion: (_: string) => "去掉，或改用已备案域名的链接",
      },
      internal_link: {
        why: (_: string) => "这是内部网络的地址，收信人打不开",
        suggestion: (_: string) => "去掉，或换成对外的地址",
      },
      mobile: {
        why: (_: string) => "个人手机号属于引流信息，会被拦截",
        suggestion: (_: string) => "去掉，或改用报备过的固定电话、400 电话",
      },
      hotline: {
        why: (_: string) => "电话号码没有报备会被拦截",
        suggestion: (_: string) => "先为模板报备，或去掉，写“请到店咨询”",
      },
      email: { why: (_: string) => "邮箱属于引流信息", suggestion: (_: string) => "去掉" },
    },
  },
  {
    registered:
      "Is it registered? A template can register at most 1 link and 2 contacts; if it is not, leave it out.",
    carriers: (names) => `${names} will likely intercept it. `,
    carrier: { telecom: "China Telecom", unicom: "China Unicom", mobile: "China Mobile" },
    and: ", ",
    form: {
      signature: {
        why: () => "there is no signature, so providers refuse it",
        suggestion: () => "begin with 【shop name】, 2 to 8 characters",
      },
      opt_out: {
        why: () => "marketing SMS must say how to opt out",
        suggestion: () => "end with 拒收请回复R or “Reply STOP to opt out”",
      },
      opt_out_wording: {
        why: (wording) => `the provider takes no other opt-out wording than “${wording}”`,
        suggestion: (wording) => `write ${wording}`,
      },
      brackets: {
        why: () => "【】 in the body is taken for a signature",
        suggestion: () => "use quotes or parentheses",
      },
      symbols: {
        why: (symbols) => `most providers refuse special symbols such as ${symbols}`,
        suggestion: () => "leave them out; write 元 for money",
      },
      emoji: {
        why: () => "most providers refuse emoji, and some phones show boxes",
        suggestion: () => "leave them out",
      },
      traditional: {
        why: () => "traditional characters are refused by Aliyun and others",
        suggestion: () => "write simplified ones",
      },
      length: {
        why: (length) => `too long: ${length} characters`,
        suggestion: () => "shorten it, best to one segment (70 characters)",
      },
      variables: {
        why: (variable) => `the variable ${variable} is not filled in`,
        suggestion: () => "fill it in or take it out",
      },
      capitals: {
        why: () => "nearly all capitals reads as spam to carriers' filters",
        suggestion: () => "use capitals for names and first letters only",
      },
      encoding: {
        why: (mark, { now, could, others }) =>
          `${mark}${others ? ` and ${others} other character${others > 1 ? "s" : ""}` : ""} outside the GSM alphabet make${others ? "" : "s"} this ${now} segments instead of ${could}`,
        suggestion: (mark, { instead }) =>
          instead ? `for ${mark} write ${instead}` : `leave out ${mark}`,
      },
      saving: {
        why: (_, { now, could }) => `it is billed as ${now} segments and could be ${could}`,
        suggestion: (_, { fewer, now, could }) =>
          `${fewer} character${fewer === 1 ? "" : "s"} fewer is ${could} segment${could === 1 ? "" : "s"} instead of ${now}`,
      },
      audience: {
        why: () => "Huawei Cloud sends to members only, and the text must show it",
        suggestion: () => "address “members” or “customers”",
      },
      link: {
        why: () => "unregistered links are intercepted",
        suggestion: () => "leave it out (“see our shop page”), or register it for the template",
      },
      short_link: {
        why: () => "short links hide where they lead and are refused",
        suggestion: () => "leave it out, or use the full link of your own domain",
      },
      foreign_link: {
        why: () => "foreign domains are not filed in China and are refused",
        suggestion: () => "leave it out, or link to a domain with an ICP filing",
      },
      chat_link: {
        why: () => "the link opens a private chat or group, which every provider refuses",
        suggestion: () => "leave it out; write “see our shop page or ask at the counter”",
      },
      address_link: {
        why: () => "an IP address is no registered domain and is intercepted",
        suggestion: () => "leave it out, or link to a domain with an ICP filing",
      },
      internal_link: {
        why: () => "this address only works inside a company's network",
        suggestion: () => "leave it out, or use the public address",
      },
      mobile: {
        why: () => "a personal mobile number leads people away and is intercepted",
        suggestion: () => "leave it out, or use a registered land line or 400 number",
      },
      hotline: {
        why: () => "unregistered phone numbers are intercepted",
        suggestion: () =>
          "register it for the template, or leave it out and write “ask at the counter”",
      },
      email: { why: () => "an e-mail address leads people away", suggestion: () => "leave it out" },
    },
  },
);

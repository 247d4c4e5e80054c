import type { Pack } from "../rule.ts";

const CONTACT_WHY = {
  "zh-CN": "引导加微信、QQ 或进群，所有服务商都不接受，运营商也会拦截",
  en: "leading people to add WeChat or QQ or to join a group is refused by every provider and intercepted by carriers",
};
const CONTACT_FIX = {
  "zh-CN": "改为“详情请到店铺首页或店内客服咨询”",
  en: "“see our shop page or ask our service desk”",
};
const CONTACT_SOURCE =
  "腾讯云短信审核标准 2025-06-17；阿里云短信模板规范 2024-08；华为云 MSGSMS 模板规范 2025-02-12";

const VERBS = ["加", "添加", "搜", "搜索", "扫", "关注", "+", "联系", "咨询", "加我", "加入"];
const NAMES = [
  "微信",
  "v信",
  "薇信",
  "威信",
  "徽信",
  "维信",
  "薇芯",
  "微芯",
  "微x",
  "vx",
  "wx",
  "weixin",
  "wei信",
  "wechat",
  "企微",
  "企业微信",
];

/** Leading people away to private contacts. */
export const contactPack: Pack = {
  name: "wechat",
  rules: [
    {
      id: "wechat.add",
      terms: [
        ...VERBS.flatMap((verb) => NAMES.map((name) => `${verb}${name}`)),
        ...["加v", "+v", "十v", "十微", "加薇", "加威", "加微", "+薇", "+微", "v我", "私v"],
        ...NAMES.flatMap((name) => [
          `${name}号`,
          `${name}同号`,
          `${name}:`,
          `${name}群`,
          `${name}客服`,
          `${name}好友`,
        ]),
        ...[
          "手机同v",
          "电话同v",
          "同微信",
          "同vx",
          "微信进群",
          "微信扫码",
          "扫码加",
          "加好友",
          "加个好友",
        ],
      ],
      harmless: [
        "加vip",
        "加微量",
        "加微波",
        "加威海",
        "加微信支付",
        "+vip",
        "微信支付",
        "加v领",
        "关注微博",
        "加微孔",
      ],
      severity: "block",
      why: CONTACT_WHY,
      suggestion: CONTACT_FIX,
      source: CONTACT_SOURCE,
    },
    {
      id: "wechat.disguised",
      terms: ["v信", "薇信", "威信", "徽信", "维信", "薇芯", "微芯", "wei信", "weixin", "vx", "wx"],
      harmless: ["树立威信", "威信扫地", "有威信", "威信高", "威信县"],
      severity: "warn",
      why: {
        "zh-CN": "“微信”的变体写法，服务商明令禁止变体",
        en: "a disguised spelling of WeChat; providers forbid variants outright",
      },
      suggestion: CONTACT_FIX,
      source: "火山引擎短信规范 2024-03-19；七牛云 2021-10-28",
    },
    {
      id: "wechat.qq",
      terms: [
        "加qq",
        "加q群",
        "加扣扣",
        "加企鹅",
        "qq群",
        "q群",
        "扣扣群",
        "qq号",
        "加群",
        "进群",
        "入群",
        "群号",
        "拉你进群",
        "扫码进群",
        "社群",
      ],
      harmless: ["加群众", "进群众", "入群体"],
      severity: "block",
      why: CONTACT_WHY,
      suggestion: CONTACT_FIX,
      source: CONTACT_SOURCE,
    },
    {
      id: "wechat.official",
      terms: ["公众号", "服务号", "小程序", "视频号", "订阅号"],
      near: ["关注", "搜索", "搜", "扫", "点击", "打开", "进入"],
      nearWithin: 8,
      severity: "warn",
      profiles: { "sim-lenient": "info" },
      why: {
        "zh-CN": "引导关注公众号或小程序，腾讯云、七牛云不接受",
        en: "leading to official accounts or mini programs is refused by Tencent and Qiniu",
      },
      suggestion: {
        "zh-CN": "写明店名，去掉“关注”",
        en: "name the shop and drop the call to follow",
      },
      source: "腾讯云短信审核标准 2025-06-17",
    },
  ],
};

import type { Pack } from "../rule.ts";

const CTIA = "CTIA Messaging Principles and Best Practices (SHAFT), 2023-05";

/** English texts, for merchants outside China. */
export const englishPack: Pack = {
  name: "english",
  rules: [
    {
      id: "shaft.alcohol",
      category: "alcohol",
      terms: [
        "wine",
        "beer",
        "vodka",
        "whisky",
        "whiskey",
        "tequila",
        "liquor",
        "cocktail",
        "champagne",
        "happy hour",
      ],
      harmless: ["wine glass", "winery road", "beer garden chair", "ginger beer", "root beer"],
      severity: "warn",
      profiles: { "sim-strict": "block", "sim-lenient": "off" },
      why: {
        "zh-CN": "酒类内容，境外运营商要求年龄验证",
        en: "alcohol: carriers ask for age gating",
      },
      source: CTIA,
    },
    {
      id: "shaft.finance",
      category: "finance",
      terms: [
        "payday loan",
        "cash loan",
        "instant loan",
        "loan approval",
        "no credit check",
        "debt relief",
        "crypto",
        "bitcoin",
        "forex",
        "guaranteed returns",
      ],
      severity: "block",
      why: {
        "zh-CN": "贷款、加密货币类内容会被过滤",
        en: "loans, debt relief and crypto are filtered",
      },
      source: CTIA,
    },
    {
      id: "shaft.other",
      category: "shaft",
      terms: [
        "casino",
        "sportsbook",
        "online betting",
        "cannabis",
        "cbd oil",
        "vape",
        "e-cigarette",
        "firearm",
        "ammo sale",
      ],
      severity: "block",
      why: {
        "zh-CN": "赌博、烟草、枪支等内容被运营商禁止",
        en: "gambling, tobacco, cannabis and firearms are forbidden by carriers",
      },
      source: CTIA,
    },
    {
      id: "shaft.wechat",
      category: "wechat",
      terms: [
        "add my wechat",
        "add wechat",
        "whatsapp me",
        "add me on whatsapp",
        "join our whatsapp group",
        "telegram group",
      ],
      severity: "warn",
      profiles: { "sim-strict": "block" },
      why: { "zh-CN": "引导到私人聊天", en: "it leads people to a private chat" },
      source: "Twilio Messaging Policy, 2024",
    },
  ],
};

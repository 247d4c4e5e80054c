import type { PackInput } from "../rule.ts";
import { CHECKED, SOURCES } from "./weights.ts";

const STATE_FACTS = {
  "zh-CN": "写事实，如“本店今年最低价”（要有依据）、“人气款”",
  en: "state a fact: “our lowest price this year” (with proof), “a favourite”",
};
/** A risk of complaints and fines, never a reason to refuse. */
const ADVICE = {
  severity: "warn",
  profiles: { smpp: "info", twilio: "off", "sim-lenient": "info" },
} as const;

/** Absolute claims. Comparing a shop with itself, grades, brand names and attitudes are allowed (SAMR guide of 2023). */
export const adLawPack: PackInput = {
  name: "ad_law",
  checked: CHECKED,
  rules: [
    {
      id: "ad_law.emphatic",
      terms: `
        最好吃 最好喝 最好用 最好看 最优惠 最实惠 最划算 最便宜的 最正宗 最美味 最时尚 最潮 最齐全 最豪华 最奢华 最耐用 最环保 最健康 最畅销 最热销 最受欢迎 最强 最优质 最专业 最安全 最快
        极致 至尊 王牌 首席 独家 无敌 纯天然 绝对正品 永久有效 终身有效 百分百正品 最低折扣 跳楼价 亏本甩卖 遥遥领先 行业领先 全国领先 领先品牌 全国首发 全网首发 全网首家 无副作用 立竿见影`,
      harmless: `
        最快次日 最快当日 最快当天 最快30 最快明天 最快今日 最快一小时 最快半小时 最快1 最快2 最快3 最好吃完 最好用完 最优质的服务 极致力于 积极致 消极致 首席设计 首席发型 首席造型 首席技师 首席代表
        独家记忆 独家村 独家寺 独家院 单独家 至尊宝 至尊披萨 至尊会员 至尊卡 至尊比萨 至尊堡 至尊版 纯天然气 王牌对王牌 最强音 最强大脑 所向无敌 最潮湿 最快捷`,
      severity: "info",
      profiles: { twilio: "off", smpp: "off", "sim-lenient": "off" },
      why: {
        "zh-CN": "夸张用语，可能被认定为绝对化用语",
        en: "emphatic wording that may be taken for an absolute claim",
      },
      suggestion: STATE_FACTS,
      source: SOURCES.adLaw,
    },
    {
      id: "ad_law.absolute",
      terms: `
        国家级 世界级 宇宙级 全球级 最高级 最佳 最低价 最便宜 最先进 最顶级 最权威 
        第一品牌 中国第一 全国第一 全网第一 全球第一 世界第一 行业第一 销量第一 销量冠军 排名第一 口碑第一 质量第一品牌 no.1 top1 领导品牌 领军品牌 国际领先 全球领先 唯一 独一无二 绝无仅有 史无前例 前无古人 空前绝后 100%有效 100%正品 绝对正品 
        顶级 顶尖 顶级品质 极品 冠军品牌 首选品牌 全网最低 全网首家 全城最低 全市最低 史上最低 历史最低 质量免检 驰名商标 中国驰名 老字号第一 零风险 无风险 
        假一赔百 秒杀全网 全网独家 天下无双 无与伦比 无人能及 专家推荐 国家推荐 `,
      harmless: `
        本店最 本店今年最低 今年最低价 今年最低 店内最 我店最 唯一码 唯一编号 唯一凭证 唯一入口 唯一账号 万能充 万能遥控 万能胶 万能钥匙 万能转换 万能插座 万能扳手 万能青年 最佳口感 最佳食用 最佳赏味 最佳使用 最佳饮用 最佳观赏 最佳尝鲜 最佳拍档 最佳体验时间 最佳时间 最佳时机 最佳品尝
        最快次日 最快当日 最快当天 最快30 最快明天 最快今日 最快一小时 最快半小时 最快1 最快2 最快3 最低消费 最低温度 最低气温 最低音量 最大承重 最大容量 最大尺寸 最大号 最大功率 最大努力 最大限度 最大诚意 尽最大 以最 用最好的 最好的祝福 最好的礼物 最好的你 最好的自己 最好的状态 最好的时光 最好的服务态度
        最好提前 最好带 最好穿 最好预约 最好在 最好先 最优质的服务 最真诚 最新 最后 最近 最爱 最美的你 最终 最多 最少 最晚 最迟 最早 顶级域名 第一季 特级初榨 特级橄榄油 特级花椒 特级大红袍 特级龙井 特级茶 特级面粉 特级厨师 一级 独家记忆 独家村 独家寺 独家院 金牌店长 金牌导购 金牌月嫂 金牌班组 金牌得主 奥运金牌 永久自行车 永久牌 永久路
        国家级非遗 国家级非物质 国家级风景 国家级森林 国家级湿地 国家级自然 世界级非遗 国家级景区 国家级旅游 极致力于 积极致 极致简 消极致 首席设计 首席发型 首席造型 首席技师 首席美发 首席官 首席代表 总经理首席 首家庭 首席体验 绝对是 绝对不 绝对值 绝对能 王牌对王牌 海鲜之王 水果之王 草药之王 兽王之王 首家店庆 首席品鉴 首席调香 首席咖啡 首席导师 纯天然气
        百分百货 百分百合 百分百分 绝对象 永久居 至尊宝 至尊披萨 至尊会员 至尊卡 至尊比萨 至尊堡 至尊版 极品飞车 战狼之王 狮子之王 歌王之王 最强音 最强大脑 名牌大学 名牌路 胸名牌 佩戴名牌 姓名牌 签名牌 最大的 一见最美 最热的 最火热 最热情 最潮湿 第一时间 第一杯 第一件 第一次 第一步 第一天 第一份 第一家店 第一名 第一单 第一波 第一批 第一口 第一位 第一站 第一排 第一层 第一医院 第一中学 第一小学 第一街 第一大道
        唯一酒店 顶级花园`,
      ...ADVICE,
      why: {
        "zh-CN": "广告法禁止的绝对化用语，可能被投诉，罚款 20 万元起",
        en: "absolute claims are forbidden by China's Advertising Law, with fines from 200,000 yuan",
      },
      suggestion: STATE_FACTS,
      source: SOURCES.adLaw,
    },
  ],
};

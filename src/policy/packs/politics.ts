import type { PackInput } from "../rule.ts";
import { CHECKED, DO_NOT_SEND, EVERYWHERE, RISK, SOURCES } from "./weights.ts";

/** Few and general: a shop has no reason to write of these, and names do not belong in a list like this. */
export const politicsPack: PackInput = {
  name: "politics",
  checked: CHECKED,
  rules: [
    {
      id: "politics.gatherings",
      terms:
        "游行示威 示威游行 静坐示威 集会抗议 维权集会 维权抗议 罢课 罢市 集体上访 请愿书 联名请愿 非法集会 邪教 传单散发 颠覆政权 集体罢工 组织罢工 工人罢工 上访维权 越级上访 赴京上访 煽动闹事 聚众闹事",
      harmless:
        "颠覆传统 颠覆想象 颠覆你 颠覆体验 颠覆味觉 颠覆认知 颠覆性 颠覆口感 颠覆式 颠覆设计 罢工之家 上访问 线上访 网上访 以上访 上访谈 上访客 空调罢工 电器罢工 手机罢工 不罢工 罢市集 冰箱罢工 热水器罢工 传教士",
      ...EVERYWHERE,
      why: { "zh-CN": "涉政内容，一律拒绝", en: "political content is refused everywhere" },
      suggestion: DO_NOT_SEND,
      source: SOURCES.templates,
    },
    {
      id: "politics.symbols",
      terms: `
        党和国家领导人 国家领导人 领导人同款 国旗 国徽 国歌 党旗 党徽 人民币图样 中南海 人民大会堂专供 国宴专用 国宴特供 特供酒 中央特供 机关特供 部队特供 军队特供 军供 警用 政府指定 政府补贴发放 两会专供 党中央 国务院批准 阅兵同款`,
      harmless: "国宴菜 警用摩托玩具 警用车玩具",
      ...RISK,
      why: {
        "zh-CN": "广告法禁止使用国家象征、国家机关名义",
        en: "advertising law forbids state symbols and the names of state organs",
      },
      suggestion: { "zh-CN": "去掉", en: "leave it out" },
      source: "《中华人民共和国广告法》第九条第一、二项",
    },
  ],
};

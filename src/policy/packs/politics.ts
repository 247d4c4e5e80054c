import type { PackInput } from "../rule.ts";
import { CHECKED, DO_NOT_SEND, EVERYWHERE, RISK, SOURCES } from "./weights.ts";

/** Few and general: a shop has no reason to write of these, and names do not belong in a list like this. */
export const politicsPack: PackInput = {
  name: "politics",
  checked: CHECKED,
  rules: [
    {
      id: "politics.gatherings",
      terms: `
 游行示威 示威游行 静坐示威 集会抗议 维权集会 维权抗议 罢课 罢市 集体上访 请愿书 联名请愿 非法集会 邪教 传单散发 颠覆政权 集体罢工 组织罢工 工人罢工 上访维权 越级上访 赴京上访 煽动闹事 聚众闹事
 维权游行 声援游行 声援维权 集体维权 广场集会 集会游行 抗议集会 抗议游行 静坐抗议 罢工通知 邪教组织
 邪教书籍 邪教宣传 法轮功 反动传单 分裂国家   `,
      harmless: `
 颠覆传统 颠覆想象 颠覆你 颠覆体验 颠覆味觉 颠覆认知 颠覆性 颠覆口感 颠覆式 颠覆设计 罢工之家 上访问 线上访 网上访 以上访 上访谈 上访客 空调罢工 电器罢工 手机罢工 不罢工 罢市集 冰箱罢工 热水器罢工 传教士
 示威慑 煽动翅    `,
      ...EVERYWHERE,
      why: { "zh-CN": "涉政内容，一律拒绝", en: "political content is refused everywhere" },
      suggestion: DO_NOT_SEND,
      source: SOURCES.templates,
    },
    {
      id: "politics.symbols",
      terms: `
 党和国家领导人 国家领导人 领导人同款 国旗 国徽 国歌 党旗 党徽 人民币图样 中南海 人民大会堂专供 国宴专用 国宴特供 特供酒 中央特供 机关特供 部队特供 军队特供 军供 警用 政府指定 政府补贴发放 两会专供 党中央 国务院批准 阅兵同款
 人民大会堂指定 人民大会堂用 大会堂指定 大会堂专用 中央领导 中央领导人 国家领导 首长专用 首长特供 内部特供
 特供茅台 专供中央 国务院专用 国家机关指定 国家机关专用 军队专用 部队专用 国宾馆专用
 钓鱼台专用 中央指定 领导人视察 领导人签名 领导人推荐`,
      patterns: [
        {
          parts: [
            "人民大会堂 中南海 钓鱼台 国务院 中央 部队 军队 国家机关 领导人",
            "指定 专供 特供 专用 同款 内部 视察",
          ],
          within: 3,
        },
      ],
      harmless: `
        国宴菜 警用摩托玩具 警用车玩具
        国务院令 国务院办公厅关于 国务院关于 中办公 国务院放假 按国务院 据国务院 国务院通知`,
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

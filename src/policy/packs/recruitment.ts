import type { PackInput } from "../rule.ts";
import { CHECKED, CLOUDS, DO_NOT_SEND, EVERYWHERE, SOURCES } from "./weights.ts";

/** Jobs, agencies, franchises. */
export const recruitmentPack: PackInput = {
  name: "recruitment",
  checked: CHECKED,
  rules: [
    {
      id: "recruitment.jobs",
      terms: `
        招聘 招聘会 诚聘 急聘 高薪聘 高薪招 招工 招人 招店员 招服务员 招导购 招司机 招骑手 招普工 招学徒 招实习 包吃住 包住宿 五险一金 月薪 年薪 时薪 日薪 投简历 
        兼职 兼职日结 招兼职 日结 日结工资 临时工 小时工 暑假工 寒假工 劳务派遣 灵活就业 出国务工 出国劳务 猎头 人才市场
        面试通知 应聘者 求职者 内推名额 日结周结 高薪急招 高薪岗位 高薪职位 高薪工作 无责底薪 底薪加提成 工资日结 工资周结 岗位工资`,
      sounds: "招聘 招兼职 兼职日结 诚聘 高薪招聘",
      harmless: `招人喜 招人爱 招人待见 招人烦 招人疼 应聘礼 面试装 面试西装 面试妆 面试发型 面试穿 面试必备 面试服 日结束 今日结束 明日结束 本日结束 周日结束 即日结束 生日结 节日结 近日结 假日结 次日结 当日结 周结束 本周结束 下周结束 入职场 新入职场 招工商
        包住宿舍 面试吃 兼职场 内推荐 店内推 室内推 馆内推 场内推 国内推 外派对 户外派 海外派 境外派 内推车 初入职场 入职好礼 底薪火 每日结算 日结算 周结算 月结算 周结婚 日结婚
        招聘会场 兼职妈妈`,
      ...CLOUDS,
      why: { "zh-CN": "招聘、兼职类内容，服务商不接受", en: "recruitment is refused by providers" },
      suggestion: DO_NOT_SEND,
      source: SOURCES.templates,
    },
    {
      id: "recruitment.easy_money",
      terms: `
        刷单 刷单返利 刷信誉 刷好评 刷销量 刷流水 在家赚钱 居家赚钱 手机赚钱 网上赚钱 轻松赚 轻松赚钱 轻松月入 月入过万 月入上万 月入万元 月入<amount> 日入<amount> 日赚 日赚<amount> 日入过千 时薪<amount> 月赚 月赚<amount> 副业赚钱
        打字员 打字兼职 抄写兼职 点赞赚 点赞员 做任务赚 任务佣金 佣金日结 拉人头 发展下线 下线返利 动动手指 躺着赚 零投入 零成本创业 无需经验日 赚佣金 赚零花钱 挂机赚`,
      sounds: "刷单返利 在家赚钱 轻松赚钱 日赚 月入过万",
      harmless:
        "刷单反噬 刷单独 刷单支 牙刷单 刷单品 毛刷单 当日赚 副业务 今日赚 节日赚 生日赚 本月赚 轻松赚积分 五月赚 双月赚",
      ...EVERYWHERE,
      why: {
        "zh-CN": "刷单、轻松赚钱类内容涉嫌诈骗，一律拒绝",
        en: "easy money and fake orders look like fraud and are refused everywhere",
      },
      suggestion: DO_NOT_SEND,
      source: SOURCES.templates,
    },
    {
      id: "recruitment.franchise",
      category: "franchise",
      terms: `
        加盟 招商加盟 加盟商 加盟费 加盟热线 免加盟费 加盟连锁 诚招加盟 招加盟 招商 招商会 招商热线 招商政策 全国招商 招代理 招代理商 诚招代理 区域代理 总代理 独家代理 一件代发 微商代理 代理加盟 创业项目 创业商机 投资小 回本快 城市合伙人 招合伙人 招募合伙人
        团长招募 招团长 招经销商 诚招经销 供货商招募 扶持开店 开店扶持 摆摊项目`,
      sounds: "招商加盟 诚招代理 加盟费",
      harmless: `加盟店地址 各加盟店 加盟店除外 加盟店通用 加盟店均 直营加盟店 加盟店不参加 加盟门店除外 加盟门店通用 招商银行 招商证券 招商信用卡 招商路 招商局 招商大厦 招商花园 招商城 招商广场 新加盟 加盟本店 主厨加盟 大厨加盟 师傅加盟 设计师加盟 发型师加盟
        明星加盟 名厨加盟 重磅加盟 欢迎加盟本店会员 加盟会员 招商品 特招商品 招商圈 投资小区
        加盟店与 加盟店同 直营与加盟 加盟店一`,
      ...CLOUDS,
      why: {
        "zh-CN": "加盟、招商、代理类内容，服务商不接受",
        en: "franchise and agency offers are refused by providers",
      },
      suggestion: DO_NOT_SEND,
      source: SOURCES.templates,
    },
  ],
};

import type { PackInput } from "../rule.ts";
import {
  ALL_MAINLAND,
  CHECKED,
  CLOUDS,
  DO_NOT_SEND,
  EVERYWHERE,
  RISK,
  SOURCES,
} from "./weights.ts";

/** What looks like fraud, false papers, trade in data, or other crime. */
export const fraudPack: PackInput = {
  name: "fraud",
  checked: CHECKED,
  rules: [
    {
      id: "fraud.invoices",
      terms: `
        代开发票 发票代开 代开票 普通发票代 发票验证后付款 抵税 进项票 进项发票 税务筹划 节税 避税 空壳公司
        代开增值税 代开专票 出售发票 出发票 发票出售 代开各类 代开税票`,
      sounds: "代开发票 发票代开 增值税发票",
      harmless: `可开发票 提供开发票 开具发票 支持开发票 需开发票 如需开发票 开发票抬头 能开发票 不开发票 在线开发票 正规开发票 均可开发票 自助开发票 请开发票 开发票请 免费开发票 申请开发票 开发票联系前台 时代开 现代开 年代开 一代开 二代开 三代开 新一代开 当代开 古代开 代开始 可开增值税发票 提供增值税发票
        支持增值税发票 开具增值税发票 避税务局 第三代开 四代开 注册公司邮箱 开增值税发票`,
      ...ALL_MAINLAND,
      why: {
        "zh-CN": "代开发票、代办类内容，一律拒绝",
        en: "invoice and registration services are refused",
      },
      suggestion: DO_NOT_SEND,
      source: SOURCES.templates,
    },
    {
      id: "fraud.bait",
      terms: `
        代办证件 办假证 刻章 贩卖个人信息 个人信息出售 出售数据 客户资料出售 精准客户数据 破解版 翻墙 vpn代理 科学上网 私服 中奖通知 恭喜中奖 恭喜您中奖 您已中奖 幸运中奖 被抽中 抽中您 特等奖一名 领取补贴 补贴领取 社保补贴 个税退税 医保停用 医保失效 社保停用 社保异常
        账户异常 账号异常 账户冻结 账号冻结 安全账户 涉嫌洗钱 公检法 法院传票 通缉 清退回款 退款理赔客服 快递丢失理赔 etc失效 etc停用 etc认证 积分即将清零请点击 身份证过期 银行卡过期 验证码告知 提供验证码 收购银行卡 解除限制 枪支 弹药 管制刀具 毒品 大麻 冰毒 窃听器 针孔摄像 针孔摄像头 手机监听 手机定位 查开房 查通话记录 复制手机卡 讨债 要账 私家侦探 婚外情调查
        刻章办证 办证刻章 平台清退 高价收卡 追踪定位器 车辆跟踪器 游戏外挂 点击链接激活 点击激活`,
      sounds: "恭喜中奖 办假证 中奖通知 医保停用 手机监听",
      harmless: `
        办证件照 办证大厅 办证中心 经办证 签办证 外挂式 外挂机 外挂电池 外挂墙 外挂空调 外挂衣架 外挂硬盘 外挂u盘 外挂支架 大麻烦 大麻辣 大麻花 大麻团 大麻糍 大麻袋 特大麻 超大麻 儿童定位器 宠物定位器 防丢定位器 定位器手表 收卡通 私服装 私服搭 女私服 私服穿 私服精 明星私服 清退出 清退休 代练习 时代练 反诈 谨防 警惕 防范 严防 切勿相信 请勿相信 不要相信
        不会要求提供验证码 请勿提供验证码 切勿提供验证码 勿向任何人提供验证码 不要提供验证码 枪支架 禁毒 远离毒品 拒绝毒品 讨债鬼 主要账 需要账 要账号 要账单 要账户 想要账 收卡包 收卡片 签收卡 回收卡 验收卡 接收卡 领取补贴后价 刻章节 玩具枪支`,
      unless: {
        words: "反诈 防诈 谨防 警惕 防范 严防 切勿 请勿 不要相信 禁毒 打击 拒绝",
        within: 12,
      },
      ...EVERYWHERE,
      why: {
        "zh-CN": "涉嫌诈骗或违法，一律拒绝",
        en: "it looks like fraud or crime and is refused everywhere",
      },
      suggestion: DO_NOT_SEND,
      source: SOURCES.templates,
    },
    {
      id: "fraud.click",
      terms:
        "点击链接 点击领取 点击下方链接 点击查看 点链接 戳链接 猛戳 点击下载 点击激活 点击认证 点开领",
      ...RISK,
      why: {
        "zh-CN": "诈骗短信常用的说法，容易被拦截",
        en: "a phrase that fraud uses, so it is easily intercepted",
      },
      suggestion: {
        "zh-CN": "改为“详情见店铺首页”“到店咨询”",
        en: "write “see our shop page”, “ask in store”",
      },
      source: SOURCES.templates,
    },
    {
      id: "fraud.agency",
      category: "agency",
      terms:
        "代理记账 公司注册 注册公司 工商注册 公司注销 营业执照代办 代办营业执照 代办资质 资质代办 商标注册代理 代办许可证 许可证代办",
      harmless: "注册公司邮箱",
      ...CLOUDS,
      why: { "zh-CN": "代办类营销，服务商不接受", en: "agency services are refused by providers" },
      suggestion: DO_NOT_SEND,
      source: SOURCES.templates,
    },
    {
      id: "fraud.migration",
      category: "migration",
      terms:
        "移民 投资移民 移民中介 技术移民 海外移民 绿卡 海外护照 买护照 签证代办 代办签证 境外身份 香港身份 优才计划 海外置业 海外购房",
      harmless:
        "移民路 移民局 移民村 生态移民 签证照 移民小区 花绿卡 红绿卡 草绿卡 墨绿卡 深绿卡 浅绿卡 果绿卡 绿卡其 绿卡通 军绿卡 移民俗",
      ...CLOUDS,
      why: {
        "zh-CN": "移民、海外置业类内容，服务商不接受",
        en: "migration services are refused by providers",
      },
      suggestion: DO_NOT_SEND,
      source: SOURCES.templates,
    },
  ],
};

import type { PackInput } from "../rule.ts";
import { CHECKED, CLOUDS, SOURCES } from "./weights.ts";

const STATE_OFFER = {
  "zh-CN": "写明实际优惠，如“满199减50”“会员专享价”",
  en: "state the offer itself: “50 off 199”, “member price”",
};

/** Ways of promotion that some providers refuse and others let pass. */
export const promotionPack: PackInput = {
  name: "promotion",
  checked: CHECKED,
  rules: [
    {
      id: "promotion.coupon",
      terms: `
        优惠券 优惠卷 代金券 代金卷 抵用券 抵扣券 满减券 折扣券 现金券 礼品券 兑换券 提货券 消费券 电子券 无门槛券 神券 大额券 新人券 会员券 生日券 专享券 通用券 免单券 补贴券 加油券 体验券 品类券 店铺券 <amount>券 <amount>优惠券 <amount>代金券 领券 领卷 抢券 派券 发券 送券 用券 券后 券后价 券包 礼券 凭券 有券 优惠码 折扣码 兑换码 红包 领红包 抢红包 红包雨 现金红包 拆红包 红包封面 专属红包 红包到账 无门槛红包`,
      sounds: "优惠券 代金券 领券 现金红包 抵用券 满减券",
      harmless:
        "券商 证券 债券 红包装 大红包 粉红包 红包包 不可与优惠券 不与优惠券 枣红包 酒红包 紫红包 口红包 红包臀 送券商 礼券台 小红包子 红包子",
      severity: "warn",
      profiles: {
        tencent: "block",
        huawei: "block",
        aliyun: "off",
        smpp: "info",
        twilio: "off",
        "sim-strict": "block",
        "sim-lenient": "off",
      },
      why: {
        "zh-CN": "优惠券、红包类推广，腾讯云、华为云不接受",
        en: "coupons and red packets are refused by Tencent and Huawei",
      },
      suggestion: STATE_OFFER,
      rewrites: [
        {
          words: "红包 领红包 抢红包 现金红包 拆红包 专属红包 无门槛红包 红包雨",
          "zh-CN": "好礼",
          en: "gift",
        },
        {
          words:
            "优惠券 优惠卷 代金券 代金卷 抵用券 抵扣券 满减券 折扣券 现金券 消费券 电子券 无门槛券 新人券 会员券 专享券 通用券 店铺券",
          "zh-CN": "会员优惠",
          en: "member price",
        },
      ],
      source: "腾讯云短信正文模板审核标准 2025-06-17（优惠券类推广）；华为云 MSGSMS 2025-02-12",
    },
    {
      id: "promotion.draw",
      terms: `
        抽奖 大抽奖 幸运抽奖 转盘抽奖 参与抽奖 抽大奖 抽红包 抽免单 抽盲盒 中奖 中奖率 100%中奖 百分百中奖 人人中奖 必中奖 开奖 摇奖 摇号抽 兑奖 幸运奖 幸运用户 幸运顾客 大转盘 刮刮乐 刮刮卡 砸金蛋 摸奖 有奖竞猜 有奖问答 集五福 抽手机 赢大奖 赢iphone 赢手机 赢免单 好运签 幸运签
        送大奖 中大奖 大奖等你 领取奖品 抽特等奖 一等奖手机 宠粉锦鲤 锦鲤大奖 到店领奖 凭码领奖 集卡赢
        抽汽车 抽iphone 抽手机 抽华为 抽现金 抽锦鲤 现场抽奖 到店抽奖 扫码抽奖 消费抽奖 满额抽奖 下单抽奖
        签到抽奖 转盘赢 幸运转盘 抽盲袋 抽大礼 抽好礼 抽豪礼 抽壕礼 百分百中 100%中 中奖名单 开奖啦 揭晓幸运
        幸运儿 赢取大奖 赢取手机 赢豪礼 赢汽车 赢现金 竞猜有奖 有奖答题 扭蛋抽 福袋抽 刮奖 刮一刮 摇一摇赢`,
      sounds: "抽奖 幸运抽奖 砸金蛋 刮刮乐 中奖 大转盘",
      harmless: `
        大奖章 获大奖 获得大奖 金奖 集卡车 集卡包 集卡口 颁奖 特等奖学金 一等奖学金 二等奖学金 三等奖学金 抽签子 领奖台 领奖状 锦鲤池 锦鲤鱼 红烧锦鲤 养锦鲤 锦鲤喂 喂锦鲤 集卡册 集卡通 砸蛋糕 荣获一等奖 国际大奖 设计大奖 一等奖作品 中奖牌 中奖杯
        幸运儿童 100%中国 100%中长 百分百中国`,
      severity: "block",
      profiles: { smpp: "warn", twilio: "info", "sim-lenient": "warn" },
      why: {
        "zh-CN": "抽奖、中奖类推广，服务商不接受",
        en: "draws and prizes are refused by the mainland's providers",
      },
      suggestion: STATE_OFFER,
      source: SOURCES.templates,
    },
    {
      id: "promotion.one_yuan",
      terms:
        "一元购 一元秒杀 一元抢 一元抢购 一元换购 一元夺宝 <one>购 <one>秒杀 <one>抢 <one>抢购 <one>换购 <one>夺宝 <one>领 <one>拿 <one>得 <one>带走 零元购 0元购 零元领 零元抢 全额返 买一返一",
      harmless:
        "免费送货 免费送达 免费送装 免费送到 免费送上门 免费送餐 免费领养 免费领取停车 免费领停车 免费领位 白送达 免费送洗 免费送修 白拿铁 黑白拿 免费送水 白送货 免费拿样 免费送检 净白送 一元换购物袋 免费送票",
      severity: "block",
      profiles: { smpp: "warn", twilio: "off", "sim-lenient": "warn" },
      why: {
        "zh-CN": "一元购、零元购、免费领类推广，服务商不接受",
        en: "one-yuan and free-of-charge offers are refused by providers",
      },
      suggestion: STATE_OFFER,
      source: SOURCES.templates,
    },
    {
      id: "promotion.free",
      terms: "免费领 免费拿 白拿 白送 不要钱 免费抢 0元领 全部免费",
      harmless:
        "免费领养 免费领取停车 免费领停车 免费领位 白拿铁 黑白拿 免费拿样 洁白送 纯白送 白送达",
      severity: "info",
      profiles: { twilio: "off", "sim-lenient": "off" },
      why: {
        "zh-CN": "免费领取类说法常被归为诱导",
        en: "giving things away for nothing is often taken for bait",
      },
      suggestion: STATE_OFFER,
      source: SOURCES.templates,
    },
    {
      id: "promotion.cashback",
      terms:
        "返现 返利 返钱 返佣 返点 返还现金 消费返 消费全返 购物返 返<amount> 立返<amount> 现金返还 好评返 好评返现 晒图返现 晒单返 五星好评 好评有礼 好评送 好评领 五星好评送 佣金 分享返 分享赚 推广赚 ",
      patterns: [{ parts: ["返 返还", "<amount>"], within: 2 }],
      sounds: "好评返现 购物返利 返现",
      harmless:
        "返利川 返现代 返点餐 往返 返还押金 满意请给五星好评路 返还<amount>押金 往返<amount> 感谢您的五星好评 返还余额 返程 返乡 返校 返厂 返修 返场 返工 返航 返京 返回 返季",
      severity: "block",
      profiles: { smpp: "warn", twilio: "info", "sim-lenient": "warn" },
      why: {
        "zh-CN": "返现、返利、好评返现类推广，服务商不接受",
        en: "cashback, rebates and paid reviews are refused by providers",
      },
      suggestion: STATE_OFFER,
      source: SOURCES.templates,
    },
    {
      id: "promotion.points",
      terms:
        "积分兑换 积分兑 兑换积分 积分换 积分换购 积分清零 积分即将清零 积分到期 积分过期 积分失效 积分商城 积分抵现 积分抽奖 积分好礼 积分换礼 <number>积分兑",
      sounds: "积分兑换 积分清零",
      harmless: "积分换算 容积分换",
      severity: "block",
      profiles: { smpp: "info", twilio: "off", "sim-lenient": "info" },
      why: {
        "zh-CN": "积分兑换、清零类短信常被用于诈骗，服务商不接受",
        en: "points to redeem or about to lapse: a known fraud, refused by providers",
      },
      rewrites: [
        {
          words: "积分兑换",
          "zh-CN": "会员权益到店查询",
          en: "ask about member benefits in our shop",
        },
      ],
      suggestion: {
        "zh-CN": "改为“会员权益到店查询”",
        en: "write “ask in store about your member benefits”",
      },
      source: SOURCES.templates,
    },
    {
      id: "promotion.acquisition",
      terms: `
        老带新 以老带新 邀请好友 邀好友 邀请有礼 推荐有礼 推荐好友 分享有礼 分享好友 分享给好友 转发有礼 转介绍 带新客 新客专享礼 新人注册 注册有礼 注册即送 注册送 注册领 邀您注册 邀请您注册 邀请您成为会员 好久不见送 回归礼 回归有礼 老友回归 会员召回 老客召回 用户召回 召回老 拉新有礼 拉新奖励 拉新送 拉新人
        老客带新 新客立减 新人礼 新人专享 新人红包 首单立减 首单免费 注册即领 注册领取 新用户注册 邀新 邀请新人 邀一得
        拉人头 裂变 助力领 砍一刀 帮我砍 帮砍 拼团邀请 分享领 分享得 转发领 好友助力 召回礼 好久不见专属 唤醒礼`,
      harmless: `
        召回通知 产品召回 召回公告 车辆召回 拉新疆 拉新鲜 缺陷召回 主动召回 拉新款 拉新品
        新人礼服 新人礼品袋 新人专享婚 裂变纹 新人礼盒 新人礼金`,
      severity: "block",
      profiles: { smpp: "info", twilio: "off", "sim-lenient": "info" },
      why: {
        "zh-CN": "拉新、召回、邀请注册类推广，服务商不接受",
        en: "winning new or lost customers, and inviting to register, is refused by providers",
      },
      suggestion: {
        "zh-CN": "只对现有会员写会员权益",
        en: "write to members about their benefits only",
      },
      source: SOURCES.templates,
    },
    {
      id: "promotion.live",
      terms:
        "直播 直播间 看直播 直播抢 直播福利 直播预告 锁定直播 进直播间 直播带货 抖音直播 淘宝直播 快手直播 视频号直播 主播",
      harmless: `
        直播带现场 直播球赛 直播世界杯 赛事直播 比赛直播 直播课桌 直播支架 直播灯 直播设备 直播补光 主播麦
        现场直播 电视直播 主播台`,
      severity: "block",
      profiles: { aliyun: "warn", smpp: "info", twilio: "off", "sim-lenient": "info" },
      why: {
        "zh-CN": "直播类推广，腾讯云、华为云不接受，电信号码上也不行",
        en: "live streams are refused by Tencent and Huawei, and on Telecom numbers",
      },
      suggestion: {
        "zh-CN": "写活动时间和优惠，不提直播",
        en: "give the time and the offer without the stream",
      },
      source: SOURCES.tencent,
    },
    {
      id: "promotion.survey",
      terms:
        "问卷 问卷调查 填问卷 有奖问卷 满意度调查 调研问卷 参与调研 网络投票 帮忙投票 为我投票",
      harmless: "投票箱 调查问卷星",
      severity: "warn",
      profiles: {
        tencent: "block",
        huawei: "block",
        smpp: "info",
        twilio: "off",
        aliyun: "off",
        "sim-lenient": "off",
      },
      why: {
        "zh-CN": "问卷、投票类内容，腾讯云、华为云不接受",
        en: "surveys and votes are refused by Tencent and Huawei",
      },
      suggestion: { "zh-CN": "去掉", en: "leave it out" },
      source: SOURCES.tencent,
    },
    {
      id: "promotion.games",
      category: "games",
      terms:
        "手游 页游 网游 游戏下载 游戏礼包 首充礼包 开服 新服 公测 内测 游戏充值 游戏账号 传奇私服 一刀999 王者荣耀皮肤 游戏代充 点券 钻石充值 游戏试玩",
      harmless:
        "新服装 新服饰 新服务 开服务 开服装 点券商 手游泳 二手游 携手游 新手游 亲手游 牵手游 手游览 新服帖 校新服 全新服 联手游",
      ...CLOUDS,
      why: { "zh-CN": "游戏类推广，服务商不接受", en: "games are refused by providers" },
      suggestion: { "zh-CN": "不要通过营销短信发送", en: "do not send this by SMS" },
      source: SOURCES.templates,
    },
  ],
};

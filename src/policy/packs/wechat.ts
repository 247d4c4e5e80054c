import type { PackInput } from "../rule.ts";
import { ALL_MAINLAND, CHECKED, SOURCES } from "./weights.ts";

const WHY = {
  "zh-CN": "引导加微信、QQ 或进群，所有服务商都不接受，运营商也会拦截",
  en: "leading people to add WeChat or QQ or to join a group is refused by every provider and intercepted by carriers",
};
const FIX = {
  "zh-CN": "改为“详情请到店铺首页或店内客服咨询”",
  en: "write “see our shop page or ask at the counter”",
};
/** Abroad WeChat is nothing special, yet sending people to a private chat is what filters look for. */
const ADD = { ...ALL_MAINLAND, profiles: { twilio: "warn" } } as const;

/** What calls people to do it. */
const CALLS =
  "加 添加 添 搜 搜索 扫 扫码 联系 咨询 加我 加入 加下 加个 戳 私 私聊 私信 找 add scan contact message".split(
    " ",
  );
/** The two characters of WeChat, and what is written instead. */
const WEI = "v 薇 威 徽 维 葳 卫 围 唯 惟 蔚 崴 wei".split(" ");
const XIN = "信 芯 心 欣 鑫 x xin".split(" ");
const SPELLED = [
  ...WEI.flatMap((wei) => XIN.map((xin) => wei + xin)),
  ..."微芯 微欣 微鑫 微x 微xin wx".split(" "),
];
/** Ordinary words among them, which are WeChat only where one is called to add it. */
const ORDINARY = "威信 维信 卫信 维心 唯心 卫心 维x 卫x 唯x".split(" ");
const VARIANTS = SPELLED.filter((one) => !ORDINARY.includes(one));
/** WeChat by all the names it is given. */
const NAMES = [
  ...SPELLED,
  ..."微信 微心 wechat 企微 企业微信 微信号 微信客服 微信二维码 微信公众".split(" "),
];

/** Leading people away to private contacts, in all its disguises. */
export const wechatPack: PackInput = {
  name: "wechat",
  checked: CHECKED,
  harmless: `
    微信支付 微信付款 微信扫码支付 微信收款 微信零钱 微信立减 微信红包封面 微信登录 微信授权 微信钱包
    微信或支付宝 微信、支付宝 支付宝、微信 支付宝或微信 支付宝/微信 微信/支付宝 微信里 微信号已绑定`,
  rules: [
    {
      id: "wechat.add",
      terms: `
        加v 加微 加薇 加威 加徽 加葳 加wx 加vx 加v我 v我 私v 私vx 加vx号 加我v 加我微 加下v 加个v 加个微 加位微
        薇我 同v 同vx 同微 微信同号 同微信 电话同微信 手机同微信 手机号同微信 微信同手机 vx同号 v同号 微同号 号同v
        微信号: 加微信 加微信号 添加微信 加我微信 加客服微信 加店长微信 加老板微信 加导购微信 加好友 加个好友 添加好友
        加客服好友 微信好友 扫码加 扫码添加 扫一扫加 扫码进微信 微信扫我 微信搜索 微信搜 微信添加 微信加 微信联系
        微信私聊 微信私信 加小编 加客服 加店长 加导购 加老师 加顾问 加管家 添加客服 添加店长 添加导购
        wxid 企业微信 企微 加企微 个人微信 客服微信 店长微信 老板微信 微信客服 微信二维码 留微信 微信找我 朋友圈集赞
        转发朋友圈 朋友圈转发 转发到朋友圈 发朋友圈集赞 集赞送
        加好友领 添加客服领 加客服领 加我好友 加一下好友 求加好友 好友通过 通过好友 备注领取 微信详聊 微信聊 微信发你
        微信发您 微信沟通 微信预约 微信咨询 微信下单 微信订购 微信报名 微信转账 店长v 客服v 老板v 老板娘微信
        老板娘v 店员微信 经理微信 顾问微信 工作微信 本人微信 微信在线 微信名片 推荐微信 推微信 长按识别 识别二维码
        长按二维码 扫下方二维码 扫描下方二维码 扫描二维码添加 扫二维码加 扫我二维码 二维码加 扫码咨询 扫码联系 扫码领福利
        扫码找我 加whatsapp 加telegram 加line 加钉钉 加飞书 加陌陌 加探探 加抖音 陌陌号 飞信 纸飞机
        电报群 tg群 电报号 加飞机 蝙蝠聊天 whats号 加kakao 留个v 留下微信 发微信给 发我微信 微信发 私信我
        私我 戳我 滴滴我 联系店主 来撩 欢迎来撩`,
      patterns: [
        { parts: ["客服 店长 老板 老板娘 店主 导购 顾问 经理 店员 本人", NAMES], within: 3 },
        { parts: [CALLS, NAMES], within: 6 },
        { parts: [NAMES, "<id> <number> <mobile>"], within: 4 },
        { parts: ["v 薇 微 威 加", "<id> <mobile>"], within: 1 },
        { parts: ["加 添加 联系 搜", "<id>"], within: 2 },
        { parts: [NAMES, "添加 加我 搜索 加好友 进群 扫码 私聊"], within: 4 },
      ],
      sounds:
        "加微信 加微信号 添加微信 微信号 微信群 加我微信 微信同号 微信客服 加好友 加微信好友 企业微信",
      harmless: `
        加vip 加v领 加微量 加微波 加微孔 加微辣 加微糖 加微距 加微商 加微电影 加微米 加威海 加威化 加威士忌 加薇诺娜
        +vip 加vr 加热 加购 加料 加厚 加量 加送 加赠 加油 加班 加急 加工 加长 加绒 加大 加宽 加深 更加 参加 增加 加倍
        加码 加冰 加价 加点 加餐 加菜 加蛋 加盟 加州 加拿大 加强 加速 加固 加湿 加湿器 附加 追加 叠加 加载 加上 加权
        外加 另加 再加 一加 加入购物车 加入会员 加入我们 加客服务 同微博 同微光 同微型 参加微信 增加微信 更加微妙
        更加微小 更加威猛 支持微信 使用微信 用微信 通过微信 绑定微信 打开微信 用v 发货 发现 发送 找到 找零 搜罗 联系地址
        树立威信 威信扫地 威信县 发微博 发威 发薇 再发微信 加客服热线 添加客服热线
        加客服电话 拨打客服 关注微博 添加剂 添加物 不添加 无添加 零添加 0添加 防伪码 加购物车 发给微信好友
        加微笑 加微风 加微凉 加微苦 加微甜 更加威 加V字 加老师傅 加店长推荐
        添加微量 添加微生物 添加微胶囊 添加微波 增加微 参加微 更加微
        加抖音乐 加line字 加飞机票 加飞机杯 坐飞机 加飞机模型 加飞机餐 戳我心 微信下单号 微信报名称 支持微信下单
        微信转账均可 现金微信转账 微信发票 微信发货 加飞机轮
        撩来撩去 洪加威 加威利 加威斯
        家好友 大家好友 全家好友`,
      ...ADD,
      why: WHY,
      suggestion: FIX,
      rewrites: [
        {
          words:
            "加微信 加薇信 加威信 加徽信 加维信 加v信 加v 加微 加薇 加vx 加wx 添加微信 添加薇信 加我微信 加客服微信 加店长微信 加导购微信 加好友 加客服 加店长 加导购 加小编 扫码加微信",
          "zh-CN": "到店咨询",
          en: "visit our shop",
        },
      ],
      source: SOURCES.templates,
    },
    {
      id: "wechat.variant",
      terms: [...VARIANTS, "威信", "维信", "卫星号"],
      near: {
        words:
          "加 搜 扫 号 私 联系 咨询 客服 领 领取 回复 详聊 了解 进 群 店长 老板 导购 <id> <number> <mobile> 同步 好友 关注 找",
        within: 5,
      },
      harmless: `
        树立威信 威信扫地 有威信 威信高 威信县 建立威信 维信诺 维信金科 微芯片 微芯生物 卫星号码 维信路
        周威信 崇高威信 惟心论 唯心论 唯心主义 惟心所 蔚欣欣 蔚心园`,
      ...ADD,
      why: {
        "zh-CN": "“微信”的变体写法，服务商明令禁止变体字",
        en: "a disguised spelling of WeChat; providers forbid variants outright",
      },
      suggestion: FIX,
      source: SOURCES.variants,
    },
    {
      id: "wechat.group",
      terms: `
        加群 进群 入群 拉群 建群 加我群 拉你进群 拉您进群 邀您进群 邀你入群 扫码进群 扫码入群 进群领 进群抢 进群享
        微信群 会员群 粉丝群 福利群 交流群 内购群 优惠群 秒杀群 团购群 社群福利 群内福利 群主 群聊 私域 qq群 q群 扣扣群
        vip群 vx群 wx群 v群 群号 加扣群 股票群 加入群聊 进社群 入社群 加社群 老师带 内部群 专属群 抢购群 拼单群 妈妈群
        福利社群 会员社群 内购社群 粉丝社群 团购社群 社群秒杀 社群专享 群里抢 群里发 群里见 群聊码 群二维码 群邀请
        邀请进群 邀请入群 拉你入群 拉您入群 拉进群 扫码加群 加入群 加入会员群 加入福利群 加入粉丝群 加入微信群 加入社群
        进福利群 进会员群 进粉丝群 优惠资讯群 特价群 捡漏群 打折群 羊毛群 线报群 内部优惠群 吃货群 宝妈群 宝妈交流群
        车友群 家长群 业主群 股友群 学习群 资料群 红包群 抢红包群 群红包 群福利 群专享 群价格 企业微信群 企微群 微群
        裙聊 扣裙 q裙 加裙 进裙 福利裙`,
      sounds: `
        加群 进群领 微信群 扫码进群 加我群
        福利群 会员群 拉你进群 加入微信群`,
      harmless: `
        参加群 增加群 更加群 加群众 进群众 入群众 走进群众 深入群众 加群体 进入群体 进入群山 融入群体 加入群体 引入群体
        进群体 人群主 客群主 群聊天室 群号称 群主任 加群英 建群山 建群体 人群聊 融入群 走进群 客群号
        老师带队 老师带领 老师带孩子 老师带学生 家群 上班族群主
        进群岛 入群岛
        加裙摆 加裙撑 进裙装 福利裙装 加裙子 加入群星 人微群 微群岛 业主群众 加裙裤 羊毛群英 学习群体 群价格外
        家长群体 业主群体 车友群体
        李建群 王建群 张建群 刘建群 陈建群 杨建群 赵建群 黄建群 周建群 吴建群 建群女士 建群先生`,
      ...ALL_MAINLAND,
      why: WHY,
      suggestion: FIX,
      rewrites: [
        { words: "进群享 进群享受", "zh-CN": "到店享", en: "in our shop" },
        { words: "进群领", "zh-CN": "到店领", en: "in our shop" },
        {
          words: "加群 进群 入群 扫码进群 扫码入群 加入群聊 进社群 入社群 加社群 加我群 加扣群",
          "zh-CN": "到店",
          en: "in our shop",
        },
      ],
      source: SOURCES.templates,
    },
    {
      id: "wechat.qq",
      terms: `
        加qq 加q 加扣 加扣扣 加企鹅 加球球 qq号 扣扣号 企鹅号 q号 我qq 我的qq qq咨询 qq联系 qq客服 qq同号 扣扣咨询
        加抠 加叩 联系qq 咨询qq 客服qq`,
      patterns: [{ parts: ["qq 扣扣 企鹅 q", "<number> <id>"], within: 2 }],
      sounds: "加扣扣 扣扣号",
      harmless:
        "加qq糖 加q弹 加qq弹 qq音乐 加企鹅服装 加扣除 加扣款 加扣费 加扣分 企鹅公仔 加q版 加球球馆 企鹅馆",
      ...ADD,
      why: WHY,
      suggestion: FIX,
      source: SOURCES.templates,
    },
    {
      id: "wechat.official",
      category: "official_account",
      terms: `
        关注公众号 关注服务号 关注订阅号 关注视频号 关注小程序 公众号回复 微信公众号 微信公众平台 微信小程序 微信视频号
        公众号领取 小程序领取 小程序下单 小程序抢购 小程序商城 公众号后台 关注抖音 关注快手 关注小红书 关注微博
        抖音号 快手号 小红书号 抖音搜 抖音搜索 小红书搜 淘口令 复制口令 下载app 下载客户端 安装app app下载 app领取`,
      patterns: [
        {
          parts: [
            "关注 搜索 搜 扫 扫码 扫描 点击 打开 进入 登录 前往 通过 上",
            "公众号 服务号 订阅号 视频号 小程序 抖音号",
          ],
          within: 10,
        },
        { parts: ["下载 安装 打开 登录 更新", "app 客户端"], within: 6 },
      ],
      sounds: "公众号 关注公众号",
      harmless: "服务号召 服务号码 服务号牌 客服务号 上服务号码 银行app 关注微博大V的",
      severity: "warn",
      profiles: {
        tencent: "block",
        huawei: "block",
        aliyun: "info",
        smpp: "info",
        twilio: "off",
        "sim-strict": "block",
        "sim-lenient": "info",
      },
      why: {
        "zh-CN": "引导关注公众号、小程序或下载 App，腾讯云、华为云、七牛云不接受",
        en: "calls to follow official accounts or mini programs, or to download apps, are refused by Tencent, Huawei and Qiniu",
      },
      rewrites: [
        {
          words: "关注公众号 关注微信公众号 搜索小程序 搜索公众号 关注视频号 关注小程序",
          "zh-CN": "到店咨询",
          en: "visit our shop",
        },
      ],
      suggestion: {
        "zh-CN": "写明店名，去掉“关注”“搜索”“下载”",
        en: "name the shop and drop the call to follow, search or download",
      },
      source: `${SOURCES.tencent}；七牛云短信规范 2021-10-28`,
    },
  ],
};

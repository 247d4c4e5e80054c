import type { PackInput } from "../rule.ts";
import { CHECKED, CLOUDS, DO_NOT_SEND, SOURCES } from "./weights.ts";

/** Houses, flats, shops; doing them up. */
export const propertyPack: PackInput = {
  name: "property",
  checked: CHECKED,
  rules: [
    {
      id: "property.sale",
      terms: `
        楼盘 新楼盘 新盘 开盘 盛大开盘 特价房 一口价房源 学区房 地铁房 江景房 海景房 二手房 新房 准现房 现房 期房 尾房 毛坯房 精装房 精装修房 洋房 叠墅 大平层 公寓出售
        loft公寓 酒店式公寓 小户型 两居室 三居室 样板间开放 样板房 购房 买房 卖房 购房补贴 购房资格 首付 首付款 低首付 按揭 起价每平 平米起 每平米 <amount>/平 售楼处 售楼部 售楼中心 营销中心开放 看房
        看房团 看房专车 看房送 置业 置业顾问 房地产 房展会 旺铺 临街商铺 商铺出售 旺铺出租 铺王 写字楼出租 写字楼招租 厂房出租 仓库出租 返租 投资商铺 产权商铺 产权公寓 不动产 法拍房
        拆迁房 小产权 公墓 墓地 陵园 租房 整租 合租 房屋出租 房屋中介 车位出售 车位特卖
        均价每平 房价走势 限购政策 人才落户 落户政策 月供<amount> 首付月供 联排别墅 加推房源 火热加推 包租托管 房产投资 房产中介 房产销售 商铺转让 商铺出租
        二手房源 新房源 优质房源 房源信息 房源推荐 特价房源 急售房源 房源急售`,
      sounds: "学区房 售楼处 商铺出售 购房补贴 买房",
      harmless: `
        开盘点 开盘菜 开盘子 大开盘 一盘开盘 首付定金 新房装修 新房子 新房间 新房型 新房客 乔迁新房 新盘子 新盘点 看房间 看房型 看房型图 看房子里 地产品 当地产 本地产 产地 原产地 基地产 各地产 房产品 厨房产品 月供应 本月供 每月供 购房车 租房车 租房间 现房间
        二手房车 买房车 地产直供 源产地 包租车 返租金 洋房子 洋房餐厅 均价格 均价保 均价低 楼盘点 落户外 落户本市 门店落户 落户本 落户于 正式落户 入驻落户 旗舰店落户 新店落户 限购<number> 每人限购 限购一 限购1 限购2 限购两 每单限购 每账号限购 限购一份 限购3 限购5 限购三 限购数 限购份 限购件 不限购
        限购规则 每户限购 每id限购 每会员限购 限购四 限购五 限购10 一人限购 单人限购 单笔限购 每日限购 每个限购 个限购 合院子 三合院 四合院 联排钩 联排扣 联排座 商铺地址 商铺满减 入驻商铺 本商铺 各商铺 商铺联盟 多家商铺 参与商铺 部分商铺 商铺优惠 置业路 置业广场 置业大厦 地产大厦 租房区
        小户型沙发 小户型餐桌 小户型家 小户型床 小户型专 小户型神 小户型收纳 两居室窗帘 三居室窗帘 首付<number> 样板间同款 样板房同款 房产证 加推荐 加推送 加推车 加推出 现房内 房价格 客房价 套房价 包房价 房价优惠 客房 套房 厨房 药房 首付五 房源头 机房 <amount>/平台 元/平台`,
      ...CLOUDS,
      why: {
        "zh-CN": "房地产类营销，服务商不接受",
        en: "property marketing is refused by providers",
      },
      suggestion: DO_NOT_SEND,
      source: SOURCES.templates,
    },
    {
      id: "property.decoration",
      category: "decoration",
      terms: `
        装修公司 装饰公司 家装公司 全屋整装 整装套餐 装修套餐 装修报价 免费量房 量房 验房 免费设计 装修贷 旧房改造 二手房装修 新房装修 全包装修 半包 装修节 家博会 建材展 家装节 装修补贴 样板间征集 工地开放`,
      harmless: "半包围 一半包 各半包 半包邮 半包厢 测量房间 量房间 免费设计发型 免费设计图",
      severity: "warn",
      profiles: { huawei: "block", twilio: "off", smpp: "info", "sim-lenient": "off" },
      why: {
        "zh-CN": "装修类营销，部分服务商不接受",
        en: "home decoration is refused by some providers",
      },
      suggestion: { "zh-CN": "改为“家居用品会员日”", en: "write “member day for household goods”" },
      source: SOURCES.templates,
    },
  ],
};

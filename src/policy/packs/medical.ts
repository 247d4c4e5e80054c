import type { PackInput } from "../rule.ts";
import { CHECKED, CLOUDS, DO_NOT_SEND, EVERYWHERE, SOURCES } from "./weights.ts";
import { whereabouts } from "./whereabouts.ts";

/** As addresses name them. */
const HOSPITALS = whereabouts(
  "医院 人民医院 中医院 妇幼医院 第一医院 第二医院 中心医院 门诊 门诊部 牙科 体检中心 药房 社区医院",
);

/** Medicine, cosmetic surgery, slimming, what claims to heal. */
export const medicalPack: PackInput = {
  name: "medical",
  checked: CHECKED,
  rules: [
    {
      id: "medical.care",
      terms: `
        专家坐诊 专家会诊 名医坐诊 义诊 免费义诊 治疗 疗效 治愈率 根治 根除 康复率 痊愈 不复发 祖传秘方 偏方 
        特效药 处方药 药到病除 正骨 推拿治疗 中医调理 中医馆 把脉 在线问诊
        妇科 男科 不孕不育 试管婴儿 代孕 无痛人流 肛肠 痔疮 前列腺 早泄 阳痿 壮阳 补肾 肾虚 性功能 白癜风 牛皮癣 银屑病 湿疹治疗 皮肤病
        降血压 降血糖 降血脂 降三高 心脑血管 癌症 抗癌 肿瘤 防癌 癌症筛查 肝病 乙肝 颈椎病 腰椎间盘 关节炎 失眠治疗
        种植牙 种牙 植牙 牙齿矫正 正畸 隐形矫正 洗牙 拔牙 口腔医院 口腔门诊 近视手术 激光近视 近视矫正 视力恢复 视力矫正 摘镜 角膜塑形 白内障
        体检套餐 体检卡 健康体检 基因检测 hpv疫苗 九价 核酸检测 植发 脱发治疗 防脱生发 狐臭 腋臭 灰指甲
        预约挂号 专家号 人流手术 生发治疗 治疗糖尿病 糖尿病特效 高血压特效 治疗高血压 接种疫苗 治风湿 治痛风 治鼻炎 专科医院 男科医院 妇科医院 整形医院 免费体检`,
      sounds: "无痛人流 不孕不育 牙齿矫正 种植牙 降血糖 降血压 前列腺 糖尿病",
      harmless: `
        治疗师节 理疗毯 医院路 医院旁 医院对面 医院站 医院附近 医院斜对面 人民医院店 医院东门 医院西门 医院店 宠物医院 医院北 医院南 医院东 医院西 动物医院 手机医院 家电医院 皮具医院
        门诊部旁 门诊部对面 挂号信 药品除外 药品不参加 中药材市场 医疗器械路 中药路 新中药 药方便 补牙膏 补肾上腺 洗牙刷 洗牙膏 洗牙具 种牙膏 种牙刷 治愈系 治愈的 治愈心 治愈人心 治愈你 治愈风
        治愈一 治愈时 治愈美 治愈好 治愈每 治愈下午茶 被治愈 秘方酱 秘方烤 秘方汤 秘方料 秘方卤 秘方鸡 秘方鱼 秘方配 秘方腌 秘方锅底 祖传秘方卤 祖传秘方烤 祖传秘方酱
        三高档 三高端 三高清 三高品 三高中 三高级 三高度 三高铁 湿疹霜 体检测 车体检 车辆体检 爱车体检 空调体检 免费车检 汽车体检 免费体检爱车 家电体检 整体检 全车体检 电池体检 人流量 人流如 人流涌 人流密
        人流多 人流高峰 人流拥 人流旺 客人流 行人流 九价格 九价钱 风湿地 痛风格 接种植 风湿润 生发展 生发生 生发亮 生发布 生发现 生发光 生发饰 生发夹 女生发 男生发 学生发 新生发 先生发 医生发 生发货 卫生发
        鼻炎夏 药品牌 宠物疫苗 宠物体检 三高跟 补肾宝 养生门诊 母婴医疗 看病娇 养发 中药谷 拔牙膏 就诊疗床
        植发光`,
      ...CLOUDS,
      why: {
        "zh-CN": "医疗、药品类营销，服务商不接受，广告法要求先审查",
        en: "medicine: refused by providers; advertising law asks for a permit first",
      },
      suggestion: DO_NOT_SEND,
      source: `${SOURCES.templates}；《中华人民共和国广告法》第十六条`,
    },
    {
      id: "medical.mentions",
      terms: `
        医疗 医院 门诊 挂号 就诊 问诊 诊疗 药品 中药 西药 药方 膏药 贴膏 艾灸 针灸 拔罐 三高 体检 疫苗 接种 疗程 治愈 痛风 糖尿病 高血压 牙科 补牙 秘方 灵丹 人流
        祛斑 祛痘 祛皱 抗衰 抗衰老 脱毛 瘦身 减肥 减重 燃脂 甩脂 增高 排毒 排油 瘦肚子 纹绣 半永久`,
      harmless: [
        ...HOSPITALS,
        ...`
        宠物医院 动物医院 手机医院 家电医院 皮具医院 宠物疫苗 宠物体检 猫疫苗 狗疫苗 医疗器械路 中药路 中药材市场 挂号信 药品除外 药品不参加 三高档 三高端 三高清 三高品 三高中 三高级 三高度
        车检 车体检 车辆体检 爱车体检 汽车体检 全车体检 电池体检 空调体检 体检测 整体检 治愈系 治愈的 治愈心 治愈人心 治愈你 治愈风 治愈一 治愈时 治愈美 治愈好 被治愈 治愈每 治愈下
        秘方酱 秘方烤 秘方汤 秘方料 秘方卤 秘方鸡 秘方鱼 秘方腌 秘方锅 人流量 人流如 人流涌 人流密 人流多 人流高峰 人流拥 人流旺 客人流 行人流
        女生发 男生发 学生发 新生发 先生发 医生发 生发货 卫生发 生发展 生发生 生发现 生发光 生发饰 生发夹 生发布 接种植 显瘦身 瘦身裤 瘦身衣 瘦身款 减重量 减重复 减肥餐 燃脂单车 燃脂操
        脱毛膏 脱毛仪 脱毛刀 脱毛器 宠物脱毛 增高鞋 增高垫 内增高 增高凳 排油烟 排毒面 祛痘膏 祛痘水 祛斑霜 抗衰面霜 抗衰精华 抗衰眼霜 不含药品 药品牌 痛风格 补牙膏 医疗保险定点
        宠物医院疫苗 瘦身版 体检单`
          .trim()
          .split(/\s+/),
      ],
      severity: "warn",
      profiles: { smpp: "info", twilio: "off", "sim-lenient": "off" },
      why: {
        "zh-CN": "提到医疗、药品或功效，容易被归为医疗营销",
        en: "it speaks of medicine or effects on the body and may be taken for medical marketing",
      },
      suggestion: {
        "zh-CN": "不写功效，只写服务或商品名",
        en: "name the service or goods without effects",
      },
      source: SOURCES.templates,
    },
    {
      id: "medical.beauty",
      terms: `
        医美 医学美容 医疗美容 整形 整容 微整形 微整 隆鼻 隆胸 丰胸 双眼皮 割双眼皮 开眼角 玻尿酸 肉毒素 瘦脸针 水光针 美白针 溶脂针 除皱针 打针美容 热玛吉 超声炮 光子嫩肤
        皮秒 祛疤 祛眼袋 抽脂 吸脂 线雕 埋线 热拉提 激光脱毛 冰点脱毛 点痣 祛痣 纹眉 私密紧致 产后修复 
        减肥药 减肥茶 瘦身疗程 减脂营 七天瘦 月瘦 躺瘦 暴瘦 增高药 丰胸霜
        激光祛斑 医美祛痘 半永久纹眉 减肥训练营`,
      sounds: "割双眼皮 玻尿酸 热玛吉 减肥药 光子嫩肤",
      harmless: `
        整形状 完整形 整容量 双眼皮贴 双眼皮胶 双眼皮拉拉 祛痘膏 祛痘水 祛斑霜 抗衰面霜 显瘦身 显瘦 收腹 脱毛膏 脱毛仪 脱毛刀 脱毛器 脱毛蜡 宠物脱毛 增高鞋 增高垫 内增高 增高凳 隐形增高 排油烟 排油烟机 排油管
        瘦身裤 瘦身衣 瘦身款 减重量 减重复 减肥餐 减肥猪 燃脂单车 燃脂运动 燃脂操 埋线盒 玻尿酸面膜 玻尿酸精华 玻尿酸原液 玻尿酸洗 玻尿酸补水 玻尿酸水 玻尿酸气垫 玻尿酸护 水光针织 微整理 纹身贴 排毒面 产后修复裤 产后修复带
        抗衰精华 抗衰眼霜 抗衰水 抗衰面膜 祛痘面膜 祛痘精华 祛皱精华 祛皱眼霜 半永久居 排毒素食 皮秒变 线雕刻 曲线雕 点痣笔`,
      ...CLOUDS,
      why: {
        "zh-CN": "医美、整形、减肥类营销，服务商不接受",
        en: "cosmetic surgery and slimming are refused by providers",
      },
      suggestion: {
        "zh-CN": "改为“店内护理服务”，不写功效",
        en: "write “care in our shop” without effects",
      },
      source: SOURCES.templates,
    },
    {
      id: "medical.health_products",
      terms: `
        保健品 保健食品 保健养生 营养保健 滋补品 燕窝 海参 阿胶 人参 冬虫夏草 虫草 灵芝 灵芝孢子粉 鹿茸 蛋白粉 褪黑素 氨糖 辅酶q10 鱼油 益生菌 酵素 养生馆 养生会所 老年保健 磁疗 理疗
        提高免疫力 增强免疫力 增强体质 延年益寿 软化血管 清理血管 养老院 养老公寓 养老社区 健康讲座 免费领鸡蛋`,
      harmless: `人参加 人参与 人参观 每人参 多人参 两人参 三人参 个人参 人参团 人参展 人参考 人参赛 人参选 单人参 双人参 全人参 老人参 家人参 客人参 海参崴 葱烧海参 海参捞饭 海参粥 海参饭 海参斑 燕窝蛋糕 燕窝粥 酵素洗 酵素浴 酵素牙 酵素果 酵素洁 海参加 海参馆
        燕窝面膜 灵芝面膜 灵芝路 益生菌酸奶 益生菌猫 益生菌狗 理疗毯 燕窝糕 保健品除外 保健品不参加 阿胶枣 阿胶糕 人参面膜 人参鸡汤 人参果 人参气垫 人参洗 宠物益生菌 宠物鱼油 宠物羊奶 理疗床
        蒙古人参 人参阅 人参照`,
      severity: "warn",
      profiles: {
        huawei: "block",
        twilio: "off",
        smpp: "info",
        "sim-strict": "block",
        "sim-lenient": "off",
      },
      why: {
        "zh-CN": "保健、滋补、养老类营销，华为云不接受，其他服务商多需资质",
        en: "health products and care for the old: refused by Huawei, others ask for papers",
      },
      suggestion: {
        "zh-CN": "不写功效，改为“节日礼盒”",
        en: "claim no effects; write “holiday gift box”",
      },
      source: "华为云 MSGSMS 模板规范 2025-02-12；阿里云数字短信规范（64205）2024-08",
    },
    {
      id: "medical.forbidden",
      terms:
        "迷药 听话水 催情 催情药 春药 伟哥 万艾可 安眠药出售 麻醉药 代孕 供卵 卖卵 捐卵 卖肾 胎儿性别鉴定 鉴定性别",
      sounds: "催情药 春药 代孕",
      harmless:
        "青春药 新春药 迎春药 立春药 三代孕 一代孕 二代孕 当代孕 现代孕 年代孕 时代孕 伟哥哥",
      ...EVERYWHERE,
      why: {
        "zh-CN": "违禁药品和服务，一律拒绝",
        en: "forbidden drugs and services are refused everywhere",
      },
      suggestion: DO_NOT_SEND,
      source: SOURCES.templates,
    },
  ],
};

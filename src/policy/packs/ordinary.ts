import type { PackInput } from "../rule.ts";
import { CHECKED } from "./weights.ts";

/** Wordings that no rule of any pack minds: places, things and phrases that hold a term by chance. */
export const ordinaryPack: PackInput = {
  name: "ordinary",
  checked: CHECKED,
  harmless: `
    货到付款 股份有限公司 有限责任公司 高新技术产业 移动电源 移动硬盘 会员储值 双人套餐 单人套餐 家庭套餐 四人套餐 儿童套餐 套餐升级
    教育路 教育局站 教育超市 大学路 学院路 科技路 金融街 金融中心 金融广场 金融大厦 证券大厦 保险大厦 银行旁 银行对面 基金小镇
    医院地铁站 人民医院站 中医院站 电信大楼站 联通大厦站 移动大厦站 地产大厦站 售楼处旁 售楼处对面 营业厅旁 营业厅对面 营业厅隔壁
    移动营业厅旁 移动营业厅对面 移动营业厅隔壁 联通营业厅旁 联通营业厅对面 联通营业厅隔壁 电信营业厅旁 电信营业厅对面 电信营业厅隔壁
    中国移动旁 中国移动对面 中国移动隔壁 中国联通旁 中国联通对面 中国联通隔壁 中国电信旁 中国电信对面 中国电信隔壁 彩票站旁 彩票店旁 彩票店隔壁
    驾校旁 驾校对面 酒吧街 酒吧街站 烟酒店旁 烟酒店对面 烟酒店隔壁 药店旁 培训学校旁 公园旁`,
  rules: [],
};

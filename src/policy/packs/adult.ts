import type { PackInput } from "../rule.ts";
import { CHECKED, DO_NOT_SEND, EVERYWHERE, SOURCES } from "./weights.ts";

/** General words only. */
export const adultPack: PackInput = {
  name: "adult",
  checked: CHECKED,
  rules: [
    {
      id: "adult.content",
      terms: `
        色情 成人用品 情趣用品 情趣内衣 成人电影 成人视频 成人网站 成人直播 约炮 裸聊 裸贷 陪聊 陪睡 援交 上门服务妹 会所上门 同城交友 同城约会 附近约会 单身少妇 美女上门 美女陪伴 桑拿会所 男士会所 私密会所 丝足 私人影院陪 黄片 a片 三级片`,
      sounds: "色情 成人用品 同城约会 美女上门 情趣用品",
      harmless:
        "景色情 特色情 本色情 蓝色情 绿色情 色情侣 彩色情 情色情 粉色情 白色情 红色情 颜色情 角色情 陪聊天机器人 春色情 秋色情 夜色情 出色情 a片区 a片装 寂寞沙洲 不寂寞 享受寂寞 黄片糖 黄片装 上门按摩椅 黑色情 天生成人 年色情 成人用品牌 色情绪",
      ...EVERYWHERE,
      why: { "zh-CN": "低俗内容，一律拒绝", en: "adult content is refused everywhere" },
      suggestion: DO_NOT_SEND,
      source: SOURCES.templates,
    },
  ],
};

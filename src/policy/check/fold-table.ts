/** Traditional forms of the characters that matter to the packs, and what they fold to. */
const TRADITIONAL =
  "貸贷額额險险資资證证幣币財财錢钱優优惠惠養养療疗藥药醫医學学習习課课訓训輔辅導导試试聽听師师報报員员開开業业務务網网絡络寬宽帶带動动電电聯联話话費费號号碼码關关註注碼码進进羣群組组點点擊击鏈链購购買买賣卖獎奖抽抽領领紅红酒酒葡葡萄萄賭赌博博彩彩樓楼盤盘產产權权發发財财對对獲获贈赠禮礼訂订閱阅戶户稅税證证貨货無无擔担當当車车誘诱騙骗煙烟";

/** Letters of other scripts, and shapes, that are read as Latin ones or as common Chinese ones. */
const LOOK_ALIKES =
  "аaеeоoрpсcхxуyѵvνvκkіiѕsԁdոnһhқkԛqԝwВbΑaΒbΕeΖzΗhΙiΚkΜmΝnΟoΡpΤtΥyΧxαaοoρpυuⅴvⅹx➕加＋加十加";

function pairs(text: string): Map<string, string> {
  const chars = [...text];
  const map = new Map<string, string>();
  for (let i = 0; i + 1 < chars.length; i += 2) {
    const from = chars[i] ?? "";
    const to = chars[i + 1] ?? "";
    if (from !== to) map.set(from, to);
  }
  return map;
}

export const TRADITIONAL_FOLD: ReadonlyMap<string, string> = pairs(TRADITIONAL);

const lookAlikes = pairs(LOOK_ALIKES);
// Ten is only "plus" in front of a contact (十V, 十微): the contact rules carry that form as terms of their own.
lookAlikes.delete("十");
export const LOOK_ALIKE_FOLD: ReadonlyMap<string, string> = lookAlikes;

/** Radicals written apart that are read as one character. */
export const SPLIT_FOLD: readonly (readonly [string, string])[] = [
  ["亻言", "信"],
  ["讠舌", "话"],
  ["氵酉", "酒"],
  ["彳攵", "微"],
  ["代贝", "贷"],
  ["贝者", "赌"],
  ["又寸", "对"],
];

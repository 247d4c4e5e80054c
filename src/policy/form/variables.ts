/** What variables are called, in the styles of the providers and of spreadsheets. */
const NAMES =
  "变量|姓名|名字|称呼|昵称|会员名|客户名?|顾客|收件人|手机号?|电话|日期|时间|地址|门店|店名|店铺名?|商家名?|商品名?|品名|订单号?|单号|取件码|验证码|金额|余额|积分|折扣|链接|内容|城市|生日|name|first_?\\s?name|last_?\\s?name|user_?name|nick_?name|code|order(?:_?id)?|date|time|link|url|phone|shop|store|amount|city|var|param|content|text";
const NAME = `(?:${NAMES})[\\w]{0,3}`;

/**
 * A variable that nothing was put into, at the start of what is left: `${name}`, `{name}`, `{{1}}`, `#name#`, `%姓名%`,
 * `[姓名]`, `<name>`, `【变量】`. Only braces take any name: `#双十一#` and `[新品]` are how people write.
 */
const UNFILLED = new RegExp(
  `^(?:\\$\\{[^{}\\n]{1,30}\\}|\\{{1,2}\\s?[\\w\\u4e00-\\u9fff.-]{1,30}\\s?\\}{1,2}|#${NAME}#|%${NAME}%|\\[${NAME}\\]|<${NAME}>|【${NAME}】|\\{%?\\s?%?\\})`,
  "iu",
);
/** Longer than any of these. */
const LONGEST = 40;

/** X月X日, XX元: what a template's author left to be filled in by hand. */
const BLANKS = /(?<![A-Za-z0-9])[XxＸ×]{1,4}(?=[年月日元折]|先生|女士|门店)/gu;

/** Length of the variable that begins at `from`, 0 when none does. */
export function variableAt(text: string, from: number): number {
  return UNFILLED.exec(text.slice(from, from + LONGEST))?.[0].length ?? 0;
}

/** Where blanks were left: `[start, end)` of each. */
export function blanksIn(text: string): { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(BLANKS)].map(({ index, 0: blank }) => ({
    start: index,
    end: index + blank.length,
  }));
}

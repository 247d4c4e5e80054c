import type { CalendarWindow } from "./calendar.ts";

const LUNAR_SOURCE =
  "农历日期按紫金山天文台历算；服务商春节前后停止报备与审核，见华为云公告 2025-01-21（1 月 23 日至 2 月 5 日）";

/**
 * 腊月廿三 to 正月十五, from lunar-typescript 1.8.6, 2026-11, agreeing with two other lunar libraries. Not from the
 * runtime: ICU's Chinese calendar puts Spring Festival a day late in 2027 and a day early in 2030.
 */
export const LUNAR_YEARS: readonly {
  readonly littleNewYear: string;
  readonly springFestival: string;
  readonly lanterns: string;
  readonly source: string;
}[] = [
  ["2026-02-10", "2026-02-17", "2026-03-03"],
  ["2027-01-30", "2027-02-06", "2027-02-20"],
  ["2028-01-19", "2028-01-26", "2028-02-09"],
  ["2029-02-06", "2029-02-13", "2029-02-27"],
  ["2030-01-26", "2030-02-03", "2030-02-17"],
  ["2031-01-16", "2031-01-23", "2031-02-06"],
].map(([littleNewYear = "", springFestival = "", lanterns = ""]) => ({
  littleNewYear,
  springFestival,
  lanterns,
  source: LUNAR_SOURCE,
}));

/** Dates that come every year by the common calendar. */
export const CALENDAR_EVENTS: readonly CalendarWindow[] = [
  {
    name: { "zh-CN": "全国两会", en: "the Two Sessions" },
    from: "02-25",
    to: "03-15",
    categories: ["politics", "finance", "contact", "fraud"],
    source: "历年会期（3 月上中旬）；未见服务商公布日期",
  },
  {
    name: { "zh-CN": "3·15 消费者权益日", en: "Consumer Rights Day" },
    from: "03-08",
    to: "03-16",
    categories: ["ad_law", "promotion", "politics", "medical"],
    source: "国际消费者权益日 3 月 15 日；未见服务商公布日期",
  },
  {
    name: { "zh-CN": "高考中考", en: "the entrance exams" },
    from: "05-25",
    to: "06-26",
    categories: ["education"],
    source: "教育部历年安排（高考 6 月 7 日起，中考 6 月中下旬）；各服务商均拒绝助考内容",
  },
  {
    name: { "zh-CN": "618", en: "618" },
    from: "05-20",
    to: "06-20",
    categories: ["promotion", "ad_law"],
    source: "电商大促历年日期；华为云建议提前报备节日模板",
  },
  {
    name: { "zh-CN": "七一前后", en: "1 July" },
    from: "06-15",
    to: "07-02",
    categories: ["politics"],
    source: "历年惯例；未见服务商公布日期",
  },
  {
    name: { "zh-CN": "国庆节", en: "National Day" },
    from: "09-25",
    to: "10-08",
    categories: ["politics", "contact"],
    source: "全国年节及纪念日放假办法；法定节假日暂停审核（腾讯云、华为云、百度智能云）",
  },
  {
    name: { "zh-CN": "进博会", en: "the import expo" },
    from: "11-05",
    to: "11-10",
    categories: ["politics"],
    source: "进博会历年会期",
  },
  {
    name: { "zh-CN": "双11", en: "Double 11" },
    from: "10-20",
    to: "11-13",
    categories: ["promotion", "ad_law"],
    source: "电商大促历年日期；大促期间通道排队",
  },
  {
    name: { "zh-CN": "双12", en: "Double 12" },
    from: "12-08",
    to: "12-13",
    categories: ["promotion", "ad_law"],
    source: "电商大促历年日期",
  },
];

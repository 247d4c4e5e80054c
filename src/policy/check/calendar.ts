import { localDay } from "../../local-time.ts";
import type { Locale } from "../../locale/locale.ts";

/** A time of tighter control: advisory, it raises `info` to `warn` and names itself, and never blocks. */
export interface CalendarWindow {
  readonly name: Readonly<Record<Locale, string>>;
  /** Local days, both included: `MM-DD` every year, or `YYYY-MM-DD` where the lunar calendar decides. */
  readonly from: string;
  readonly to: string;
  /** Categories it tightens; empty: all. */
  readonly categories: readonly string[];
  readonly source: string;
}

const LUNAR = "中国科学院紫金山天文台农历";

/** Spring Festival days: the runtime's own lunar calendar is a day off in 2027 and 2030, so they are data. */
const SPRING_FESTIVALS = ["2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23"];

function spring(day: string): CalendarWindow {
  const shift = (days: number) =>
    new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
  return {
    name: { "zh-CN": "春节", en: "Spring Festival" },
    from: shift(-7),
    to: shift(15),
    categories: [],
    source: LUNAR,
  };
}

export const CALENDAR: readonly CalendarWindow[] = [
  ...SPRING_FESTIVALS.map(spring),
  {
    name: { "zh-CN": "全国两会", en: "the Two Sessions" },
    from: "02-25",
    to: "03-15",
    categories: ["politics", "finance", "form"],
    source: "历年会期",
  },
  {
    name: { "zh-CN": "3·15 消费者权益日", en: "Consumer Rights Day" },
    from: "03-08",
    to: "03-16",
    categories: ["promotion"],
    source: "历年惯例",
  },
  {
    name: { "zh-CN": "高考", en: "the college entrance exam" },
    from: "05-25",
    to: "06-12",
    categories: ["education"],
    source: "教育部历年安排",
  },
  {
    name: { "zh-CN": "618", en: "618" },
    from: "05-20",
    to: "06-20",
    categories: ["promotion"],
    source: "历年惯例",
  },
  {
    name: { "zh-CN": "国庆节", en: "National Day" },
    from: "09-25",
    to: "10-08",
    categories: ["politics", "form"],
    source: "全国年节及纪念日放假办法",
  },
  {
    name: { "zh-CN": "双11", en: "Double 11" },
    from: "10-20",
    to: "11-13",
    categories: ["promotion"],
    source: "历年惯例",
  },
  {
    name: { "zh-CN": "双12", en: "Double 12" },
    from: "12-08",
    to: "12-13",
    categories: ["promotion"],
    source: "历年惯例",
  },
];

/** The window that tightens a category at a moment, if one does. */
export function windowAt(
  calendar: readonly CalendarWindow[],
  category: string,
  at: number,
  timeZone: string,
): CalendarWindow | undefined {
  const day = localDay(at, timeZone);
  return calendar.find(({ from, to, categories }) => {
    const today = from.length === 5 ? day.slice(5) : day;
    return (
      today >= from && today <= to && (categories.length === 0 || categories.includes(category))
    );
  });
}

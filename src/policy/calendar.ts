import type { Locale } from "../locale/locale.ts";
import { CALENDAR_EVENTS, LUNAR_YEARS } from "./calendar-events.ts";

/**
 * A time of tighter control. It is advice: it turns a note into a risk and names itself, and never blocks. Carriers
 * publish no dates, so the windows are data to edit, each with what it rests on.
 */
export interface CalendarWindow {
  readonly name: Readonly<Record<Locale, string>>;
  /** Local days, both included: `MM-DD` every year (not across New Year), or `YYYY-MM-DD` for one year. */
  readonly from: string;
  readonly to: string;
  /** Categories it tightens; empty: all. */
  readonly categories: readonly string[];
  readonly source: string;
}

/** qunfa's own windows: fixed dates as they are, and Spring Festival for each year whose lunar dates are known. */
export const CALENDAR: readonly CalendarWindow[] = [
  ...LUNAR_YEARS.map(({ littleNewYear, lanterns, source }) => ({
    name: { "zh-CN": "春节", en: "Spring Festival" },
    from: littleNewYear,
    to: lanterns,
    categories: [],
    source,
  })),
  ...CALENDAR_EVENTS,
];

/** The windows that a local day (`YYYY-MM-DD`) falls into. */
export function windowsOn(calendar: readonly CalendarWindow[], day: string): CalendarWindow[] {
  return calendar.filter(({ from, to }) => {
    const today = from.length === 5 ? day.slice(5) : day;
    return today >= from && today <= to;
  });
}

/** The first of a day's windows that tightens a category, if one does. */
export function tightening(
  windows: readonly CalendarWindow[],
  category: string,
): CalendarWindow | undefined {
  return windows.find(({ categories }) => categories.length === 0 || categories.includes(category));
}

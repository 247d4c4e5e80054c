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
  return calendar.filter((window) => covers(window, day));
}

/** The first window that tightens a category on a local day (`YYYY-MM-DD`), if one does. */
export function windowOn(
  calendar: readonly CalendarWindow[],
  category: string,
  day: string,
): CalendarWindow | undefined {
  return calendar.find(
    (window) =>
      covers(window, day) &&
      (window.categories.length === 0 || window.categories.includes(category)),
  );
}

function covers({ from, to }: CalendarWindow, day: string): boolean {
  const today = from.length === 5 ? day.slice(5) : day;
  return today >= from && today <= to;
}

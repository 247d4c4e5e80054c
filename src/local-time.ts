import { Recent } from "./recent.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Minutes after midnight. */
  readonly minutes: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** The wall clock of a time zone at a moment. */
export function localTime(at: number, timeZone: string): LocalTime {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { year, month, day, minutes: hour * 60 + minute };
}

/** The local calendar day, `2026-11-23`. */
export function localDay(at: number, timeZone: string): string {
  const { year, month, day } = localTime(at, timeZone);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** The local calendar day as a number: the next day's is one more, whatever the clocks do in between. */
export function localDayNumber(at: number, timeZone: string): number {
  const { year, month, day } = localTime(at, timeZone);
  return Date.UTC(year, month - 1, day) / DAY;
}

/**
 * The moment at which the wall clock of a zone shows a local time. A time that a clock change skips
 * is the moment the clock jumps; one that comes twice is the first.
 */
export function momentOf(local: LocalTime, timeZone: string): number {
  const wanted = Date.UTC(local.year, local.month - 1, local.day) + local.minutes * MINUTE;
  const key = `${wanted} ${timeZone}`;
  const known = moments.get(key);
  if (known !== undefined) return known;
  const moment = findMoment(wanted, timeZone);
  moments.set(key, moment);
  return moment;
}

/** Thousands of receipts name the same minute. */
const moments = new Recent<string, number>(100);

function findMoment(wanted: number, timeZone: string): number {
  let guess = wanted;
  for (let round = 0; round < 3; round += 1) {
    const shown = localTime(guess, timeZone);
    const asUtc = Date.UTC(shown.year, shown.month - 1, shown.day) + shown.minutes * MINUTE;
    if (asUtc === wanted) break;
    guess += wanted - asUtc;
  }
  return guess;
}

/** Hours of a local day, `[from, to)` in minutes after midnight. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** The strictest of several hours: what they share. Undefined when they share nothing. */
export function commonHours(all: readonly (Hours | undefined)[]): Hours | undefined {
  let from = 0;
  let to = 1440;
  for (const hours of all) {
    if (hours === undefined) continue;
    from = Math.max(from, hours.from);
    to = Math.min(to, hours.to);
  }
  return from < to ? { from, to } : undefined;
}

/** `at` itself when it is within the hours, else the next moment they begin. */
export function nextOpening(at: number, timeZone: string, hours: Hours): number {
  const now = localTime(at, timeZone);
  if (now.minutes >= hours.from && now.minutes < hours.to) return at;
  const today = momentOf({ ...now, minutes: hours.from }, timeZone);
  if (now.minutes < hours.from) return today;
  // Noon of the next day, whatever the clocks do in the night between.
  const noon = momentOf({ ...now, minutes: 720 }, timeZone);
  const next = localTime(noon + DAY, timeZone);
  return momentOf({ ...next, minutes: hours.from }, timeZone);
}

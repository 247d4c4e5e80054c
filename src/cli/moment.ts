import { momentOf } from "../local-time.ts";

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/iu;

/**
 * The moment an ISO 8601 time names, epoch ms, to the second: a date (its beginning), a local time of the zone, or a
 * time with its own offset. Undefined for anything else, 30 February included.
 */
export function readMoment(text: string, timeZone: string): number | undefined {
  const [whole, year, month, day, hour = 0, minute = 0, second = 0, offset] = ISO.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  const midnight = Date.UTC(date.year, date.month - 1, date.day);
  // Days that a month lacks run over into the next one.
  if (!new Date(midnight).toISOString().startsWith(text.slice(0, 10))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const minutes = Number(hour) * 60 + Number(minute);
  const seconds = Number(second) * 1000;
  if (offset === undefined) return momentOf({ ...date, minutes }, timeZone) + seconds;
  const ahead = offsetMinutes(offset);
  return ahead === undefined ? undefined : midnight + (minutes - ahead) * 60_000 + seconds;
}

/** Minutes ahead of UTC; the widest in use is +14:00. */
function offsetMinutes(offset: string): number | undefined {
  if (offset.toUpperCase() === "Z") return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined;
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

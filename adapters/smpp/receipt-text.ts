import { momentOf } from "../../src/local-time.ts";

/** What a receipt says in words (SMPP 3.4 appendix B); what it leaves out is undefined. */
export interface ReceiptText {
  readonly id: string | undefined;
  readonly stat: string | undefined;
  readonly err: string | undefined;
  /** As written, digits. */
  readonly doneDate: string | undefined;
}

const NAMES = "id|sub|dlvrd|submit date|done date|stat|err|text";

/** A field's value: one word that is not the next field's name. */
function field(name: string): RegExp {
  return new RegExp(`(?:^|\\s)${name}:\\s*(?!(?:${NAMES}):)(\\S+)`, "iu");
}
const ID = field("id");
const STAT = field("stat");
const ERR = field("err");
const DONE = field("done date");

/** Reads the fields in any order and case. What stands after `text:` is the message's own and is not looked at. */
export function readReceiptText(text: string): ReceiptText {
  const said = text.split(/(?:^|\s)text:/iu, 1)[0] ?? "";
  return {
    id: ID.exec(said)?.[1],
    stat: STAT.exec(said)?.[1]?.toUpperCase(),
    err: ERR.exec(said)?.[1]?.toUpperCase(),
    doneDate: /^\d+$/u.exec(DONE.exec(said)?.[1] ?? "")?.[0],
  };
}

/** YYMMDDhhmm, with seconds or not, with the century or not. */
const DATE =
  /^(?<year>20\d\d|\d\d)(?<month>\d\d)(?<day>\d\d)(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)?$/u;

/** Reads a receipt's date, by the wall clock of `timeZone`; undefined when there is no such time. */
export function readReceiptDate(digits: string, timeZone: string): number | undefined {
  // Twelve digits are either; a month tells: 202611231035 has no month 26.
  const short = digits.length === 12 && isMonth(digits.slice(2, 4)) ? `20${digits}` : digits;
  const groups = DATE.exec(short)?.groups;
  if (groups === undefined) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = [
    groups.year,
    groups.month,
    groups.day,
    groups.hour,
    groups.minute,
    groups.second ?? "0",
  ].map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) {
    return undefined;
  }
  const full = year < 100 ? 2000 + year : year;
  const local = { year: full, month, day, minutes: hour * 60 + minute };
  return momentOf(local, timeZone) + second * 1000;
}

function isMonth(digits: string): boolean {
  return Number(digits) >= 1 && Number(digits) <= 12;
}

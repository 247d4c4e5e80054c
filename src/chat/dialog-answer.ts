import { localTime, momentOf } from "../local-time.ts";
import type { StoredValue } from "./dialog.ts";
import type { Field } from "./form.ts";

export type AnswerFault =
  | "empty"
  | "too_long"
  | "not_an_option"
  | "not_a_time"
  | "needs_file"
  | "wrong_file";

/** Reads what a person typed as the answer to a field. */
export function readAnswer(
  field: Field,
  typed: string,
  now: number,
):
  | { readonly ok: true; readonly value: StoredValue }
  | { readonly ok: false; readonly fault: AnswerFault } {
  const text = typed.trim();
  const no = (fault: AnswerFault) => ({ ok: false as const, fault });
  if (text === "") return no("empty");
  switch (field.kind) {
    case "text":
      if (field.maxLength !== undefined && text.length > field.maxLength) return no("too_long");
      return { ok: true, value: { kind: "text", text } };
    case "choice": {
      const option = field.options.find(({ label, value }) => label === text || value === text);
      return option === undefined
        ? no("not_an_option")
        : { ok: true, value: { kind: "choice", value: option.value } };
    }
    case "time": {
      const at = readTime(text, field.timeZone, now);
      return at === undefined ? no("not_a_time") : { ok: true, value: { kind: "time", at } };
    }
    case "file":
      return no("needs_file");
  }
}

const DAY = 24 * 3_600_000;
const WORDS: Readonly<Record<string, number>> = {
  今天: 0,
  today: 0,
  明天: 1,
  tomorrow: 1,
  后天: 2,
};

/** `2026-11-24 10:00`, `11-24 10:00`, `明天 10:00`, `tomorrow 10:00`, `10:00`: a moment in a zone; undefined for anything else. */
export function readTime(text: string, timeZone: string, now: number): number | undefined {
  const [, day = "", hour = "", minute = ""] =
    /^(?:(\S+)\s+)?(\d{1,2})[:：](\d{2})$/u.exec(text.trim().toLowerCase()) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  if (hour === "" || Number(hour) > 23 || Number(minute) > 59) return undefined;
  if (day === "" || WORDS[day] !== undefined) {
    const local = localTime(now + (WORDS[day] ?? 0) * DAY, timeZone);
    return momentOf({ ...local, minutes }, timeZone);
  }
  const date = /^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$/u.exec(day);
  if (date === null) return undefined;
  const year = date[1] === undefined ? localTime(now, timeZone).year : Number(date[1]);
  const local = { year, month: Number(date[2]), day: Number(date[3]), minutes };
  const at = momentOf(local, timeZone);
  const back = localTime(at, timeZone);
  // A day that does not exist (31 June) would come back as another.
  return back.month === local.month && back.day === local.day ? at : undefined;
}

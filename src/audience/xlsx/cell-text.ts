/** Numbers with so many digits are read as a phone would be: ten million millions stand for nobody. */
const LONG = 1e9;
/** `1.38E+10` keeps three digits; a double written in full keeps all it has. */
const DIGITS_LOST = 6;
/** Excel computes with 15 digits and shows no more: 99.900000000000006 is 99.9. */
const DIGITS_SHOWN = 15;
/** 9999-12-31. */
const LAST_DAY = 2_958_465;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A number cell as the person reads it. What is written in full stays as it is, and 1.3800138E10, as some programs
 * write, is 13800138000: nothing was lost. Where digits were (1.38E+10) the text stays, to be refused and not guessed.
 */
export function numberText(written: string): string {
  const text = written.trim();
  if (/^-?\d+$/u.test(text)) return text;
  const value = Number(text);
  if (text === "" || !Number.isFinite(value)) return text;
  if (/e/iu.test(text) && Math.abs(value) >= LONG && significantDigits(text) <= DIGITS_LOST)
    return text;
  return String(Number(value.toPrecision(DIGITS_SHOWN)));
}

function significantDigits(text: string): number {
  const [mantissa = ""] = text.toLowerCase().split("e");
  return mantissa.replace(/\D/gu, "").replace(/^0+|0+$/gu, "").length;
}

/** A number cell that is shown as a date, as 2026-11-23, with the time where it has one; else undefined. */
export function dateText(written: string, from1904: boolean): string | undefined {
  const value = Number(written);
  if (written.trim() === "" || !(value >= 0) || value > LAST_DAY) return undefined;
  const seconds = Math.round((value % 1) * 24 * 60 * 60);
  const days = Math.floor(value);
  const time = new Date(seconds * 1000).toISOString().slice(11, seconds % 60 === 0 ? 16 : 19);
  if (days === 0 && !from1904) return time;
  const date = new Date(epoch(days, from1904) + days * DAY_MS + (seconds === 86_400 ? DAY_MS : 0));
  const day = date.toISOString().slice(0, 10);
  return seconds % 86_400 === 0 ? day : `${day} ${time}`;
}

/** Day 0. Excel has a 29th of February 1900, so that days before it are counted from one day later. */
function epoch(days: number, from1904: boolean): number {
  if (from1904) return Date.UTC(1904, 0, 1);
  return Date.UTC(1899, 11, days < 60 ? 31 : 30);
}

const HOURS_AHEAD = 8 * 3_600_000;

/** The mainland's day of a moment (epoch ms), as its providers write it in requests: `20261123`. */
export function beijingDay(at: number): string {
  return new Date(at + HOURS_AHEAD).toISOString().slice(0, 10).replaceAll("-", "");
}

/** A moment (epoch ms) as the mainland's providers write it without saying where: `2026-11-23 10:00:05`. */
export function beijingTime(at: number): string {
  return new Date(at + HOURS_AHEAD).toISOString().slice(0, 19).replace("T", " ");
}

/** The moment (epoch ms) that a provider wrote as `2026-11-23 10:00:05`; undefined for anything else. */
export function readBeijingTime(written: string | undefined): number | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/u.exec(written ?? "");
  const at = found === null ? Number.NaN : Date.parse(`${found[1]}T${found[2]}+08:00`);
  return Number.isNaN(at) ? undefined : at;
}

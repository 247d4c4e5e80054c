import { type ProgressListener, timeLeft } from "../audience/progress.ts";
import { formatNumber } from "../locale/format.ts";
import { importText } from "../locale/import.ts";
import type { Context } from "./command.ts";

/** What is read sooner than this needs no progress. */
const PATIENCE_MS = 1_500;
/** Between two cards at least: a chat picks its own pace from these. */
const GAP_MS = 500;

/** Shows whoever gave a file how the reading of it goes: how many rows, and how long it will still take. */
export function importProgress(context: Context, name: string): ProgressListener {
  const { core, invocation, locale } = context;
  const t = importText[locale];
  const began = core.clock.now();
  let phase: string | undefined;
  let phaseBegan = began;
  let shownAt = began + PATIENCE_MS - GAP_MS;
  return (progress) => {
    const now = core.clock.now();
    if (progress.phase !== phase) {
      phase = progress.phase;
      phaseBegan = now;
    }
    if (invocation.show === undefined || now - shownAt < GAP_MS) return;
    shownAt = now;
    const left = timeLeft(progress, now - phaseBegan);
    const rows = t[progress.phase](formatNumber(locale, progress.rows));
    const label = left === undefined ? rows : `${rows} · ${leftText(left)}`;
    invocation.show({
      title: t.title(name),
      tone: "info",
      progress: { done: progress.read, total: progress.total, label },
    });
  };

  function leftText(ms: number): string {
    const seconds = Math.max(1, Math.ceil(ms / 1000));
    return seconds < 90
      ? t.secondsLeft(formatNumber(locale, seconds))
      : t.minutesLeft(formatNumber(locale, Math.ceil(seconds / 60)));
  }
}

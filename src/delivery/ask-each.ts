import type { Clock } from "../clock.ts";
import { Pace } from "./pace.ts";

interface AskOptions<T> {
  readonly clock: Clock;
  readonly perSecond: number;
  /** Questions at most; what is beyond is left, and told. */
  readonly most: number;
  /** Questions under way at once. */
  readonly atOnce?: number;
  readonly ask: (item: T) => Promise<void>;
}

/**
 * Asks about items one by one, several at once, at a provider's pace. Returns how many were left because there were
 * more than `most`. After an error nothing new is asked; it is thrown when those under way are done.
 */
export async function askEach<T>(
  items: AsyncIterable<T> | Iterable<T>,
  { clock, perSecond, most, atOnce = 8, ask }: AskOptions<T>,
): Promise<number> {
  const pace = new Pace(clock, perSecond);
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let asked = 0;
  let left = 0;
  for await (const item of items) {
    if (failures.length > 0) break;
    if (asked >= most) {
      left += 1;
      continue;
    }
    while (pace.available(1) === 0) await clock.sleep(pace.wait());
    pace.take(1);
    asked += 1;
    const question: Promise<void> = ask(item)
      .catch((error: unknown) => {
        failures.push(error);
      })
      .finally(() => underWay.delete(question));
    underWay.add(question);
    if (underWay.size >= atOnce) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
  return left;
}

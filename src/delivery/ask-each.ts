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
  /** Whether an error says only that it was too much at once: then the same is asked again a little later. */
  readonly tooFast?: (error: unknown) => boolean;
}

const AGAIN_AFTER = 1_000;
const AGAIN_MOST = 5;

/**
 * Asks about items one by one, several at once, at a provider's pace. Returns how many were left because there were
 * more than `most`. After an error nothing new is asked; it is thrown when those under way are done.
 */
export async function askEach<T>(
  items: AsyncIterable<T> | Iterable<T>,
  { clock, perSecond, most, atOnce = 8, ask, tooFast = () => false }: AskOptions<T>,
): Promise<number> {
  const pace = new Pace(clock, perSecond);
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let asked = 0;
  let left = 0;

  async function askPatiently(item: T): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await ask(item);
      } catch (error) {
        if (tries >= AGAIN_MOST || !tooFast(error)) throw error;
        await clock.sleep(AGAIN_AFTER);
      }
    }
  }

  for await (const item of items) {
    if (failures.length > 0) break;
    if (asked >= most) {
      left += 1;
      continue;
    }
    while (pace.available(1) === 0) await clock.sleep(pace.wait());
    pace.take(1);
    asked += 1;
    const question: Promise<void> = askPatiently(item)
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

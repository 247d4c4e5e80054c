import type { Clock } from "../clock.ts";
import type { Pace } from "./pace.ts";

interface AskOptions<T> {
  readonly clock: Clock;
  /** The account's, shared with whoever else asks. */
  readonly pace: Pace;
  /** Questions at most: nothing beyond them is taken from the items. */
  readonly most?: number;
  /** Questions under way at once. */
  readonly atOnce?: number;
  readonly ask: (item: T) => Promise<void>;
  /** Whether an error says only that it was too much at once: then the same is asked again a little later. */
  readonly tooFast?: (error: unknown) => boolean;
}

const AGAIN_AFTER = 1_000;
const AGAIN_MOST = 5;
/** So many failures in a row say that nobody can be asked; fewer are about those questions. */
const FAILURES_MOST = 3;

/**
 * Asks about items one by one, several at once, at a provider's pace. A question that fails keeps nobody else from being
 * asked about: resolves to the errors of those. After several in a row nothing new is asked; then, and where nothing was
 * answered, the first error is thrown when those under way are done.
 */
export async function askEach<T>(
  items: AsyncIterable<T> | Iterable<T>,
  {
    clock,
    pace,
    most = Number.POSITIVE_INFINITY,
    atOnce = 8,
    ask,
    tooFast = () => false,
  }: AskOptions<T>,
): Promise<readonly unknown[]> {
  if (most === 0) return [];
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let asked = 0;
  let answered = 0;
  let inRow = 0;
  let gaveUp = false;

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
    gaveUp = inRow >= FAILURES_MOST;
    if (gaveUp) break;
    while (pace.available(1) === 0) await clock.sleep(pace.wait());
    pace.take(1);
    asked += 1;
    const question: Promise<void> = askPatiently(item)
      .then(
        () => {
          answered += 1;
          inRow = 0;
        },
        (error: unknown) => {
          failures.push(error);
          inRow += 1;
        },
      )
      .finally(() => underWay.delete(question));
    underWay.add(question);
    if (asked === most) break;
    if (underWay.size >= atOnce) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  if (failures.length > 0 && (gaveUp || answered === 0)) throw failures[0];
  return failures;
}

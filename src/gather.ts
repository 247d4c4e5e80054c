interface Call<T> {
  readonly items: readonly T[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers calls that come while one is at work into the next, in order, up to `most` items a time (a larger call goes
 * whole): a store under load then does few large writes instead of many small ones, and an idle one waits for nothing.
 * Each call resolves when its own items are done. When a gathered round fails, its calls are done again one by one,
 * so that one caller's bad items are no one else's: `work` must bear that.
 */
export function gather<T>(
  most: number,
  work: (items: readonly T[]) => Promise<void>,
): (items: readonly T[]) => Promise<void> {
  const waiting: Call<T>[] = [];
  let working = false;

  async function workOff(): Promise<void> {
    working = true;
    while (waiting.length > 0) await settle(takeRound());
    working = false;
  }

  function takeRound(): Call<T>[] {
    let size = 0;
    let calls = 0;
    for (const { items } of waiting) {
      size += items.length;
      if (calls > 0 && size > most) break;
      calls += 1;
    }
    return waiting.splice(0, calls);
  }

  async function settle(round: readonly Call<T>[]): Promise<void> {
    try {
      await work(round.flatMap(({ items }) => items));
      for (const call of round) call.resolve();
    } catch (error) {
      if (round.length === 1) for (const call of round) call.reject(error);
      else for (const call of round) await settle([call]);
    }
  }

  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (!working) void workOff();
    });
}

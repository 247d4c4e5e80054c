import type { Clock } from "../../src/clock.ts";

/** The machine's clock from now on, a hundred times as fast. */
export function hurriedClock(): Clock {
  const began = Date.now();
  return {
    now: () => began + (Date.now() - began) * 100,
    sleep: (ms, signal) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms / 100);
        signal?.addEventListener("abort", () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

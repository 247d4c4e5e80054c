import type { Logger } from "pino";
import type { Clock } from "../../src/clock.ts";
import type { Connection } from "./connection.ts";
import { BindRefusedError } from "./dial.ts";

export type LineState =
  | { readonly kind: "connecting" }
  | { readonly kind: "bound"; readonly connection: Connection }
  /** `refused`: the status of a bind that was refused. */
  | { readonly kind: "down"; readonly why: string; readonly refused: number | undefined }
  | { readonly kind: "stopped" };

interface Dependencies {
  readonly clock: Clock;
  readonly log: Logger;
  /** In [0, 1). */
  readonly random: () => number;
  readonly reconnect: { readonly firstMs: number; readonly mostMs: number };
  readonly dial: (signal: AbortSignal) => Promise<Connection>;
}

/** Keeps one bind up: connects, and when it ends connects again, later each time it fails and never quite regularly. */
export class Line {
  readonly #dependencies: Dependencies;
  readonly #stopping = new AbortController();
  #state: LineState = { kind: "connecting" };
  #changed = Promise.withResolvers<void>();
  #running: Promise<void> = Promise.resolve();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  get state(): LineState {
    return this.#state;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#state.kind === "bound") await this.#state.connection.close();
    await this.#running;
  }

  /** The connection, as soon as it is bound; undefined when it is not within `ms`, or at once when it was refused. */
  async bound(ms: number): Promise<Connection | undefined> {
    const { clock } = this.#dependencies;
    const until = clock.now() + ms;
    for (;;) {
      const state = this.#state;
      if (state.kind === "bound" && state.connection.open) return state.connection;
      const left = until - clock.now();
      if (left <= 0 || state.kind === "stopped") return undefined;
      if (state.kind === "down" && state.refused !== undefined) return undefined;
      const waited = new AbortController();
      await Promise.race([this.#changed.promise, clock.sleep(left, waited.signal)]);
      waited.abort();
    }
  }

  async #run(): Promise<void> {
    const { clock, log, random, reconnect } = this.#dependencies;
    const { signal } = this.#stopping;
    let failures = 0;
    while (!signal.aborted) {
      this.#move({ kind: "connecting" });
      const began = clock.now();
      const why = await this.#live();
      if (signal.aborted) break;
      this.#move({ kind: "down", ...why });
      // A bind that held for a while was no failure of binding.
      failures = clock.now() - began > reconnect.mostMs ? 0 : failures;
      const longest = Math.min(reconnect.mostMs, reconnect.firstMs * 2 ** failures);
      const pause = longest * (0.5 + random() / 2);
      failures += 1;
      log.warn({ why: why.why, again: Math.round(pause) }, "an SMPP line is down");
      await clock.sleep(pause, signal);
    }
    this.#move({ kind: "stopped" });
  }

  /** One connection's life. Returns why it ended. */
  async #live(): Promise<{ readonly why: string; readonly refused: number | undefined }> {
    try {
      const connection = await this.#dependencies.dial(this.#stopping.signal);
      if (this.#stopping.signal.aborted) {
        await connection.close();
        return { why: "stopped", refused: undefined };
      }
      this.#move({ kind: "bound", connection });
      this.#dependencies.log.info("an SMPP line is bound");
      return { why: await connection.closed, refused: undefined };
    } catch (error) {
      const refused = error instanceof BindRefusedError ? error.status : undefined;
      return {
        why: (error as Error).message || String((error as { code?: string }).code),
        refused,
      };
    }
  }

  #move(state: LineState): void {
    this.#state = state;
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

import { performance } from "node:perf_hooks";
import { StoreUnavailableError } from "../../src/store/collection.ts";
import type { Connection } from "./connection.ts";
import { isEngineError, unavailable } from "./failure.ts";

/** How long one turn may hold the event loop, in milliseconds, before its commit. One operation is never cut. */
const TURN_MS = 8;

interface Task {
  readonly run: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Whatever was asked for since the last turn of the event loop runs in the order asked, in one transaction:
 * one fsync for all. Nobody hears of a result before the commit.
 * An operation that is refused (a duplicate, say) changed nothing and leaves its neighbours alone, because each
 * is refused before or by its only writing statement. An engine's failure undoes the turn and fails all of it.
 */
export class Turns {
  readonly #connection: Connection;
  readonly #file: string;
  readonly #onRollback: () => void;
  #waiting: Task[] = [];
  #scheduled = false;
  #closed = false;

  constructor(connection: Connection, file: string, onRollback: () => void) {
    this.#connection = connection;
    this.#file = file;
    this.#onRollback = onRollback;
  }

  /** Runs `operation` in one of the next turns; resolves when it is durable. */
  run<R>(operation: () => R): Promise<R> {
    if (this.#closed) return Promise.reject(new StoreUnavailableError("the store is closed"));
    return new Promise<R>((resolve, reject) => {
      this.#waiting.push({ run: operation, resolve: resolve as (value: unknown) => void, reject });
      this.#schedule();
    });
  }

  /** Refuses new work and resolves when the work accepted is done. */
  async close(): Promise<void> {
    const last = this.run(() => undefined);
    this.#closed = true;
    await last.catch(() => undefined);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    const tasks = this.#waiting;
    const answers: (() => void)[] = [];
    let begun = 0;
    try {
      this.#connection.exec("BEGIN IMMEDIATE");
      const end = performance.now() + TURN_MS;
      for (const task of tasks) {
        begun += 1;
        answers.push(attempt(task));
        if (performance.now() >= end) break;
      }
      this.#connection.exec("COMMIT");
    } catch (error) {
      this.#rollback();
      const failure = unavailable(this.#file, error);
      begun ||= tasks.length;
      answers.length = 0;
      for (const task of tasks.slice(0, begun)) answers.push(() => task.reject(failure));
    }
    this.#waiting = tasks.slice(begun);
    this.#scheduled = false;
    if (this.#waiting.length > 0) this.#schedule();
    for (const answer of answers) answer();
  }

  #rollback(): void {
    this.#onRollback();
    try {
      if (this.#connection.inTransaction) this.#connection.exec("ROLLBACK");
    } catch {
      // The failure that led here is the one to tell; the next BEGIN says whether the engine recovered.
    }
  }
}

/** Runs a task; what to tell its caller once the turn is durable. */
function attempt(task: Task): () => void {
  try {
    const value = task.run();
    return () => task.resolve(value);
  } catch (error) {
    if (isEngineError(error)) throw error;
    return () => task.reject(error);
  }
}

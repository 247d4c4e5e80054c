/** How far the reading of a file has come. */
export interface ReadingProgress {
  /** `receiving`: it is being fetched; a spreadsheet must be there whole before its first row. `reading`: rows come. */
  readonly phase: "receiving" | "reading";
  /** Rows given out so far. */
  readonly rows: number;
  /** Bytes of this phase that were read, of so many. A spreadsheet is larger unpacked than as a file. */
  readonly read: number;
  readonly total: number;
}

/** Told after every piece of some 64 KB at most, so hundreds of times a second: whoever shows it picks its own pace. */
export type ProgressListener = (progress: ReadingProgress) => void;

/** Below this share a guess at the time left would jump about. */
const SHARE_LEAST = 0.02;

/** Milliseconds that a phase will still take, when it took `elapsed` so far; undefined while it is too early to tell. */
export function timeLeft({ read, total }: ReadingProgress, elapsed: number): number | undefined {
  if (total <= 0 || read / total < SHARE_LEAST) return undefined;
  return Math.round((elapsed * Math.max(0, total - read)) / read);
}

/** Counts what is read and tells a listener. */
export class Meter {
  readonly #listen: ProgressListener;
  #progress: ReadingProgress = { phase: "receiving", rows: 0, read: 0, total: 0 };

  constructor(listen: ProgressListener = () => undefined) {
    this.#listen = listen;
  }

  begin(phase: ReadingProgress["phase"], total: number): void {
    this.#progress = { ...this.#progress, phase, read: 0, total };
  }

  /** More bytes were read; a total that turns out too small, or was never known, grows with them. */
  bytes(count: number): void {
    const read = this.#progress.read + count;
    this.#progress = { ...this.#progress, read, total: Math.max(this.#progress.total, read) };
    this.#listen(this.#progress);
  }

  rows(rows: number): void {
    this.#progress = { ...this.#progress, rows };
  }

  /** All is read: whatever was thought to be left, or was passed by, is not. */
  end(): void {
    this.#progress = { ...this.#progress, total: this.#progress.read };
    this.#listen(this.#progress);
  }
}

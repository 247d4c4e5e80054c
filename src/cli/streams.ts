import type { Readable, Writable } from "node:stream";
import { UsageFault } from "./usage-fault.ts";

export type Input = Readable & { readonly isTTY?: boolean };
export type Output = Writable & { readonly isTTY?: boolean };

/** The output takes no more. `EPIPE`: its reader has seen enough, which is no fault of anybody's. */
export class OutputEnded extends Error {
  override readonly name = "OutputEnded";
  readonly code: string;
  constructor(cause: NodeJS.ErrnoException) {
    super(cause.message, { cause });
    this.code = cause.code ?? cause.message;
  }
}

/** Writes and waits until it is taken. Throws `OutputEnded`. The stream needs a listener for its `error` events. */
export function write(output: Output, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(text, (error) => {
      if (error == null) resolve();
      else reject(new OutputEnded(error));
    });
  });
}

/** All chunks of an input. Throws `UsageFault` where it can't be read: it is a folder, say. */
export async function* readAll(input: Input): AsyncGenerator<Uint8Array> {
  try {
    yield* input;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageFault((t) => t.notReadable(code ?? message));
  }
}

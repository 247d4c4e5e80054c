import { setImmediate } from "node:timers/promises";
import type { IncomingFile } from "../chat/form.ts";
import { AudienceFileError } from "./file-error.ts";
import type { Meter } from "./progress.ts";

/** The most that is handled at once, in bytes. */
export const PIECE = 64 * 1024;

/** The largest file that is read, in bytes: 5 million numbers of a column. */
const FILE_MOST = 64 * 1024 * 1024;

/**
 * A file in small pieces; between them others have their turn, even if it is all there already. Throws
 * `AudienceFileError` for one that is too large, by what it holds and not by the size it claims.
 */
export async function* filePieces(file: IncomingFile, meter: Meter): AsyncIterable<Uint8Array> {
  let taken = 0;
  for await (const chunk of file.open()) {
    taken += chunk.length;
    if (taken > FILE_MOST) {
      throw new AudienceFileError({ code: "too_large", megabytes: FILE_MOST / 1024 / 1024 });
    }
    for (let at = 0; at < chunk.length; at += PIECE) {
      const piece = chunk.subarray(at, at + PIECE);
      yield piece;
      meter.bytes(piece.length);
      await setImmediate();
    }
  }
}

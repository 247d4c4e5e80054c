import { setImmediate } from "node:timers/promises";
import type { IncomingFile } from "../chat/form.ts";
import { ByteLookahead } from "./byte-lookahead.ts";
import { AudienceFileError } from "./file-error.ts";

/** How much is handed on at a time. */
const PIECE = 64 * 1024;
/** The largest file that is read, in bytes: 5 million numbers of a column. */
const FILE_MOST = 64 * 1024 * 1024;

/** A file's bytes, to be looked at and taken. Throws `AudienceFileError` when there are too many. Whoever opens it closes it. */
export function openBytes(file: IncomingFile): ByteLookahead {
  return new ByteLookahead(pieces(file.open(), FILE_MOST));
}

/** Small pieces of a file of `most` bytes at most; between them others have their turn, even if it is all there already. */
async function* pieces(file: AsyncIterable<Uint8Array>, most: number): AsyncIterable<Uint8Array> {
  let taken = 0;
  for await (const chunk of file) {
    taken += chunk.length;
    if (taken > most)
      throw new AudienceFileError({ code: "too_large", megabytes: most / 1024 / 1024 });
    for (let at = 0; at < chunk.length; at += PIECE) {
      yield chunk.subarray(at, at + PIECE);
      await setImmediate();
    }
  }
}

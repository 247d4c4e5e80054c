import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import * as yauzl from "yauzl";
import { AudienceFileError } from "./file-error.ts";

/** Most bytes one part of a workbook may unpack to: a million rows of a dozen columns. */
const PART_MOST = 1024 * 1024 * 1024;
/** More parts than any workbook has. */
const PARTS_MOST = 10_000;

/** The parts of a workbook, by their names in the archive. */
export interface Archive {
  /**
   * A part's bytes; undefined when there is none of that name. Throws `AudienceFileError` for a part that is larger
   * than `most` bytes, by what it says or by what it turns out to be.
   */
  part(name: string, most?: number): Promise<Readable | undefined>;
}

/** How an archive begins: the first local header, or the end of an empty one. */
export function isArchive(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
}

/**
 * Runs with an archive. Its directory stands at its end, so it is put into a file of its own first, gone afterwards.
 * Throws `AudienceFileError` for what is no archive, is damaged, is encrypted or has too many parts.
 */
export async function* withArchive<T>(
  bytes: AsyncIterable<Uint8Array>,
  read: (archive: Archive) => AsyncIterable<T>,
): AsyncIterable<T> {
  const dir = await mkdtemp(join(tmpdir(), "qunfa-xlsx-"));
  try {
    const path = join(dir, "book.xlsx");
    await spool(bytes, path);
    const zip = await damaged(() =>
      yauzl.openPromise(path, { lazyEntries: true, autoClose: false }),
    );
    try {
      const entries = await directory(zip);
      yield* read({
        part: async (name, most = PART_MOST) => {
          const entry = entries.get(name);
          if (entry === undefined) return undefined;
          if (entry.uncompressedSize > most) throw tooLarge(most);
          // The stream fails where there is more than the directory says.
          return damaged(() => zip.openReadStreamPromise(entry));
        },
      });
    } finally {
      zip.close();
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function spool(bytes: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    for await (const piece of bytes) await file.write(piece);
  } finally {
    await file.close();
  }
}

async function directory(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  if (zip.entryCount > PARTS_MOST) throw new AudienceFileError({ code: "broken_spreadsheet" });
  await damaged(async () => {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  });
  return entries;
}

/** Runs what reads an archive; whatever it throws is about the file. */
async function damaged<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw damage(error);
  }
}

/** What a fault in reading an archive or its XML says of the file. */
export function damage(error: unknown): AudienceFileError {
  return error instanceof AudienceFileError
    ? error
    : new AudienceFileError({ code: "broken_spreadsheet" }, { cause: error });
}

function tooLarge(most: number): AudienceFileError {
  return new AudienceFileError({ code: "too_large", megabytes: Math.floor(most / 1024 / 1024) });
}

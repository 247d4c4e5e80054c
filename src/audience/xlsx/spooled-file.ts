import { randomUUID } from "node:crypto";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { RandomAccessReader } from "yauzl";
import { PIECE } from "../file-pieces.ts";

/**
 * A streamed file put on the disk, to be read from any place: a zip's directory stands at its end. It holds people's
 * numbers, so it has no name from the moment it exists: nobody else can open it, and a kill leaves nothing behind.
 */
export class SpooledFile extends RandomAccessReader {
  readonly #handle: FileHandle;
  readonly size: number;

  private constructor(handle: FileHandle, size: number) {
    super();
    this.#handle = handle;
    this.size = size;
  }

  static async write(bytes: AsyncIterable<Uint8Array>): Promise<SpooledFile> {
    const path = join(tmpdir(), `qunfa-${randomUUID()}`);
    const handle = await open(path, "wx+", 0o600);
    try {
      await unlink(path);
      let size = 0;
      for await (const piece of bytes) {
        await handle.writeFile(piece);
        size += piece.length;
      }
      return new SpooledFile(handle, size);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Frees the disk. Nothing can be read any more. */
  dispose(): Promise<void> {
    return this.#handle.close();
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.#handle.read(buffer, offset, length, position).then(
      ({ bytesRead }) => callback(null, bytesRead),
      (error: Error) => callback(error),
    );
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#range(start, end), { objectMode: false });
  }

  async *#range(start: number, end: number): AsyncIterable<Buffer> {
    for (let at = start; at < end; ) {
      const buffer = Buffer.allocUnsafe(Math.min(PIECE, end - at));
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }
}

import { TextDecoder } from "node:util";
import { crc32 } from "node:zlib";
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from "yauzl";
import { decoderByMark } from "../decode.ts";
import { AudienceFileError, type AudienceFileFault } from "../file-error.ts";
import { SpooledFile } from "./spooled-file.ts";

/** Excel's own have a few dozen. */
const ENTRIES_MOST = 2_000;
/** What all entries unpack to at most, in bytes: 1 048 576 rows of 20 columns. */
const UNPACKED_MOST = 1024 * 1024 * 1024;
/** Sheets unpack to 10 to 40 times their size; what was made to burst, to a thousand times. */
const RATIO_MOST = 200;
/** Nothing bursts below this, in bytes, so its ratio is not looked at. */
const RATIO_FROM = 1024 * 1024;

/** The parts of an Office file: a zip, every size of which is checked. Part names are compared without case. */
export interface Package {
  has(name: string): boolean;
  /** The size of a part, unpacked. */
  size(name: string): number;
  /**
   * The text of a part, streaming. Throws `AudienceFileError` when it is missing, breaks off, or is not what its
   * checksum says; rows given out before that are then not to be believed.
   */
  text(name: string): AsyncIterable<string>;
  close(): Promise<void>;
}

/** Opens an Office file. Throws `AudienceFileError` for a zip that is none, is damaged, has a password or may burst. */
export async function openPackage(bytes: AsyncIterable<Uint8Array>): Promise<Package> {
  const file = await SpooledFile.write(bytes);
  try {
    const zip = await asDamage(() =>
      fromRandomAccessReaderPromise(file, file.size, { autoClose: false, decodeStrings: false }),
    );
    const entries = await asDamage(() => readDirectory(zip));
    const find = (name: string) => entries.get(name.toLowerCase());
    return {
      has: (name) => find(name) !== undefined,
      size: (name) => find(name)?.uncompressedSize ?? 0,
      text: (name) => partText(zip, find(name)),
      close: () => file.dispose(),
    };
  } catch (error) {
    await file.dispose();
    throw error;
  }
}

async function readDirectory(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > ENTRIES_MOST) throw new AudienceFileError({ code: "overpacked" });
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    const name = partName(entry.fileNameRaw);
    if (entry.isEncrypted()) throw new AudienceFileError({ code: "encrypted" });
    if (entries.has(name)) throw new AudienceFileError({ code: "damaged" });
    unpacked += entry.uncompressedSize;
    if (unpacked > UNPACKED_MOST || isBomb(entry)) {
      throw new AudienceFileError({ code: "overpacked" });
    }
    entries.set(name, entry);
  }
  const other = otherKind(entries);
  if (other !== undefined) throw new AudienceFileError(other);
  return entries;
}

function isBomb({ uncompressedSize, compressedSize }: Entry): boolean {
  return uncompressedSize > RATIO_FROM && uncompressedSize > compressedSize * RATIO_MOST;
}

/** Some programs write backslashes, some a slash in front. Nothing is ever stored under such a name. */
function partName(raw: Buffer): string {
  return raw.toString("utf8").replaceAll("\\", "/").replace(/^\/+/u, "").toLowerCase();
}

/** What a zip is that is no .xlsx. */
function otherKind(entries: ReadonlyMap<string, Entry>): AudienceFileFault | undefined {
  const names = [...entries.keys()];
  if (names.includes("xl/workbook.bin")) return { code: "spreadsheet" }; // .xlsb
  if (names.includes("[content_types].xml")) {
    return names.some((name) => /^(?:word|ppt|visio)\//u.test(name))
      ? { code: "document" }
      : undefined;
  }
  if (names.some((name) => name === "index.zip" || name.endsWith(".iwa"))) {
    return { code: "apple_numbers" };
  }
  if (names.includes("mimetype") && names.includes("content.xml")) return { code: "spreadsheet" }; // .ods
  return { code: "archive" };
}

async function* partText(zip: ZipFile, entry: Entry | undefined): AsyncIterable<string> {
  if (entry === undefined) throw new AudienceFileError({ code: "damaged" });
  const stream = await asDamage(() => zip.openReadStreamPromise(entry));
  const chunks: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  let decoder: TextDecoder | undefined;
  let sum = 0;
  try {
    for (;;) {
      const next = await asDamage(() => chunks.next());
      if (next.done === true) break;
      sum = crc32(next.value, sum);
      decoder ??= decoderByMark(next.value) ?? new TextDecoder("utf-8", { fatal: true });
      yield decoded(decoder, next.value);
    }
    if (sum !== entry.crc32) throw new AudienceFileError({ code: "damaged" });
    if (decoder !== undefined) yield decoded(decoder, undefined);
  } finally {
    stream.destroy();
  }
}

function decoded(decoder: TextDecoder, bytes: Uint8Array | undefined): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch (error) {
    throw new AudienceFileError({ code: "damaged" }, error);
  }
}

/** What the zip reader complains of is the file's fault, except when the disk is: then a system call failed. */
async function asDamage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const ours =
      error instanceof AudienceFileError || (error instanceof Error && "syscall" in error);
    throw ours ? error : new AudienceFileError({ code: "damaged" }, error);
  }
}

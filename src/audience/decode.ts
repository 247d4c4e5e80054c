import iconv from "iconv-lite";
import type { IncomingFile } from "../chat/form.ts";
import { AudienceFileError } from "./file-error.ts";

/** How much of a file is looked at to tell its encoding. */
const PROBE = 64 * 1024;

const MAGIC: readonly (readonly [readonly number[], "spreadsheet" | "binary"])[] = [
  [[0x50, 0x4b, 0x03, 0x04], "spreadsheet"], // zip: .xlsx
  [[0xd0, 0xcf, 0x11, 0xe0], "spreadsheet"], // OLE: .xls
  [[0x25, 0x50, 0x44, 0x46], "binary"], // PDF
  [[0x89, 0x50, 0x4e, 0x47], "binary"], // PNG
  [[0xff, 0xd8, 0xff], "binary"], // JPEG
  [[0x1f, 0x8b], "binary"], // gzip
];

/**
 * A file's text, streaming: by its byte order mark, else UTF-8 where that reads without a fault, else GB18030, which
 * GBK is a part of. Throws `AudienceFileError` for what is no text.
 */
export async function* decodeText(file: IncomingFile): AsyncIterable<string> {
  const chunks: Uint8Array[] = [];
  let held = 0;
  let decoder: ReturnType<typeof iconv.getDecoder> | undefined;
  for await (const chunk of file.open()) {
    if (decoder !== undefined) {
      yield decoder.write(Buffer.from(chunk));
      continue;
    }
    chunks.push(chunk);
    held += chunk.length;
    if (held < PROBE) continue;
    const probe = Buffer.concat(chunks);
    decoder = iconv.getDecoder(encodingOf(probe, false));
    yield decoder.write(probe);
  }
  if (decoder === undefined) {
    const all = Buffer.concat(chunks);
    if (all.length === 0) throw new AudienceFileError("empty");
    decoder = iconv.getDecoder(encodingOf(all, true));
    yield decoder.write(all);
  }
  const rest = decoder.end();
  if (rest !== undefined && rest !== "") yield rest;
}

function encodingOf(probe: Buffer, complete: boolean): string {
  for (const [magic, code] of MAGIC) {
    if (magic.every((byte, i) => probe[i] === byte)) throw new AudienceFileError(code);
  }
  if (probe[0] === 0xff && probe[1] === 0xfe) return "utf16le";
  if (probe[0] === 0xfe && probe[1] === 0xff) return "utf16be";
  if (probe.includes(0)) throw new AudienceFileError("binary");
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(probe, { stream: !complete });
    return "utf8";
  } catch {
    return "gb18030";
  }
}

import { TextDecoder } from "node:util";
import type { ByteLookahead } from "./byte-lookahead.ts";
import { AudienceFileError } from "./file-error.ts";
import { PIECE } from "./file-pieces.ts";

/**
 * A file's text, streaming: by its byte order mark, else UTF-8 where that reads without a fault, else GB18030, which
 * GBK is a part of. Throws `AudienceFileError` for what is no text or stops being text of its encoding.
 */
export async function* decodeText(bytes: ByteLookahead): AsyncIterable<string> {
  let decoder = decoderByMark(await bytes.peek(3));
  while (decoder === undefined) {
    // ASCII reads the same either way: what decides may come a long way down.
    const next = await bytes.peek(PIECE);
    const plain = asciiLength(next);
    bytes.skip(plain);
    if (plain > 0) yield checked(next.toString("latin1", 0, plain));
    else decoder = decoderByContent(next, next.length === PIECE);
  }
  for await (const chunk of bytes.rest()) yield decode(decoder, chunk);
  yield decode(decoder, undefined);
}

function strict(encoding: string): TextDecoder {
  return new TextDecoder(encoding, { fatal: true });
}

/** The decoder that a byte order mark names. */
export function decoderByMark(head: Uint8Array): TextDecoder | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return strict("utf-8");
  if (head[0] === 0xff && head[1] === 0xfe) return strict("utf-16le");
  if (head[0] === 0xfe && head[1] === 0xff) return strict("utf-16be");
  return undefined;
}

/** The first encoding that the bytes are a text of. `cut`: they may end within a character. */
function decoderByContent(probe: Uint8Array, cut: boolean): TextDecoder {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      strict(encoding).decode(probe, { stream: cut });
      return strict(encoding);
    } catch {
      // Not this one.
    }
  }
  throw new AudienceFileError({ code: "binary" });
}

/** The next piece of text; without bytes, what is left at the end. */
function decode(decoder: TextDecoder, bytes: Uint8Array | undefined): string {
  let text: string;
  try {
    text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw new AudienceFileError({ code: "encoding" });
  }
  return checked(text);
}

/** Refuses the controls that no text has: all but tab, line ends, form feed, escape and DOS's end of file. */
function checked(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\0-\x08\x0E-\x19\x1C-\x1F]/u.test(text)) throw new AudienceFileError({ code: "binary" });
  return text;
}

function asciiLength(bytes: Uint8Array): number {
  const at = bytes.findIndex((byte) => byte >= 0x80);
  return at === -1 ? bytes.length : at;
}

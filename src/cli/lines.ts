import { isUtf8 } from "node:buffer";
import { UsageFault } from "./usage-fault.ts";

/** Bytes of the longest line taken, its end not counted: far beyond any SMS, and what bounds the memory. */
export const LINE_MOST = 100_000;

const LF = 0x0a;
const CR = 0x0d;

/**
 * The lines of a stream of bytes, by UTF-8, as many at a time as a chunk completes. A line ends with LF or CRLF, the
 * last one also with the stream; an empty line is a line. A byte order mark in front is not text.
 * Throws `UsageFault` for a line that is not UTF-8 or too long, after all lines before it.
 */
export async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let rest: Uint8Array[] = [];
  let restLength = 0;
  let number = 0;

  for await (const chunk of input) {
    const lines: string[] = [];
    const fault = split(chunk, lines);
    if (lines.length > 0) yield lines;
    if (fault !== undefined) throw fault;
  }
  if (restLength === 0) return;
  const last = decode(Buffer.concat(rest));
  if (typeof last !== "string") throw last;
  yield [last];

  /** Adds the lines that a chunk completes, up to the first that can't be used, and keeps what it leaves open. */
  function split(chunk: Uint8Array, lines: string[]): UsageFault | undefined {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      const piece = chunk.subarray(from, end);
      const line = decode(restLength === 0 ? piece : Buffer.concat([...rest, piece]));
      if (typeof line !== "string") return line;
      lines.push(line);
      rest = [];
      restLength = 0;
      from = end + 1;
    }
    if (from === chunk.length) return undefined;
    // A copy: the stream may use the chunk's memory again.
    rest.push(chunk.slice(from));
    restLength += chunk.length - from;
    // One byte more may be the CR of a line end.
    return restLength > LINE_MOST + 1 ? tooLong(number + 1) : undefined;
  }

  function decode(bytes: Uint8Array): string | UsageFault {
    number++;
    const size = bytes.at(-1) === CR ? bytes.length - 1 : bytes.length;
    if (size > LINE_MOST) return tooLong(number);
    const line = number;
    if (!isUtf8(bytes)) return new UsageFault((t) => t.notUtf8(line));
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, size).toString("utf8");
    return number === 1 && text.startsWith("\uFEFF") ? text.slice(1) : text;
  }
}

function tooLong(line: number): UsageFault {
  return new UsageFault((t) => t.tooLong(line, LINE_MOST));
}

import { SaxesParser } from "saxes";
import { AudienceFileError } from "../file-error.ts";

/** What is told of an XML text, in its order. Names come without their namespace's prefix. */
export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  /** Text within an element, in as many pieces as it likes. */
  text?(text: string): void;
}

/** So deep no part of a workbook goes. */
const DEPTH_MOST = 100;
/** The longest run without a tag, in characters: the longest cell, every character of it escaped, is shorter. */
const RUN_MOST = 1024 * 1024;

/**
 * Reads an XML text as it streams; after each piece of it, yields, so that what was told so far can be passed on.
 * Its memory is bounded whatever the text. A document type, where entities would be defined, is refused: no program
 * writes one into a workbook. Throws `AudienceFileError` for what is not well formed.
 */
export async function* readXml(
  text: AsyncIterable<string>,
  handlers: XmlHandlers,
): AsyncIterable<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  let run = 0;
  parser.on("opentag", ({ name, attributes }) => {
    run = 0;
    depth += 1;
    if (depth > DEPTH_MOST) throw new AudienceFileError({ code: "damaged" });
    handlers.open(local(name), attributes);
  });
  parser.on("closetag", ({ name }) => {
    run = 0;
    depth -= 1;
    handlers.close(local(name));
  });
  parser.on("doctype", () => {
    throw new AudienceFileError({ code: "damaged" });
  });
  if (handlers.text !== undefined) {
    const take = handlers.text;
    parser.on("text", take);
    parser.on("cdata", take);
  }
  for await (const piece of text) {
    run += piece.length;
    if (run > RUN_MOST) throw new AudienceFileError({ code: "damaged" });
    feed(() => parser.write(piece));
    yield;
  }
  feed(() => parser.close());
  yield;
}

/** Reads a small part at once. */
export async function readWholeXml(
  text: AsyncIterable<string>,
  handlers: XmlHandlers,
): Promise<void> {
  for await (const _ of readXml(text, handlers));
}

/** The parser throws where the text is not well formed. */
function feed(write: () => unknown): void {
  try {
    write();
  } catch (error) {
    if (error instanceof AudienceFileError) throw error;
    throw new AudienceFileError({ code: "damaged" }, error);
  }
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

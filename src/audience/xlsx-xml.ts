import type { Readable } from "node:stream";
import { TextDecoder } from "node:util";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { damage } from "./xlsx-archive.ts";

/** What is heard of an XML document. Names come without their prefix. */
export interface Listener {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * Reads an XML document piece by piece; yields after each, so that what the listener has gathered can be taken.
 * Entities of its own are not resolved: a document that has any is refused. Throws `AudienceFileError`.
 */
export async function* readXml(bytes: Readable, listener: Listener): AsyncIterable<void> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }: SaxesTagPlain) =>
    listener.open?.(local(name), attributes),
  );
  parser.on("closetag", ({ name }) => listener.close?.(local(name)));
  parser.on("text", (text) => listener.text?.(text));
  try {
    for await (const piece of bytes) {
      parser.write(decoder.decode(piece as Uint8Array, { stream: true }));
      yield;
    }
    parser.write(decoder.decode()).close();
    yield;
  } catch (error) {
    throw damage(error);
  } finally {
    bytes.destroy();
  }
}

/** Reads a whole document. */
export async function readAllXml(bytes: Readable, listener: Listener): Promise<void> {
  for await (const _ of readXml(bytes, listener));
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

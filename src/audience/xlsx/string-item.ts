import { AudienceFileError } from "../file-error.ts";
import { CELL_MOST } from "./shared-strings.ts";

/**
 * The text of one item, plain (`t`) or rich (`r` and `t` several times), as tags and text of it come by. How it is
 * pronounced (`rPh`) is no part of it.
 */
export class StringItem {
  #text = "";
  /** What the tag that is open has so far: escapes don't reach over tags. */
  #run = "";
  #inText = false;
  #phonetic = false;

  open(name: string): void {
    if (name === "rPh") this.#phonetic = true;
    else if (name === "t") this.#inText = !this.#phonetic;
  }

  close(name: string): void {
    if (name === "rPh") this.#phonetic = false;
    else if (name === "t" && this.#inText) {
      this.#inText = false;
      this.#text += unescaped(this.#run);
      this.#run = "";
    }
  }

  add(text: string): void {
    if (!this.#inText) return;
    this.#run += text;
    if (this.#text.length + this.#run.length > CELL_MOST)
      throw new AudienceFileError({ code: "damaged" });
  }

  /** The text so far; the next item begins. */
  take(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }
}

/** What XML can't hold is written `_x000D_` in workbooks, and an underscore before such a thing `_x005F_`. */
export function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  return text
    .replace(/_x([\dA-F]{4})_/giu, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .toWellFormed();
}

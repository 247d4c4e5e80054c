import { AudienceFileError } from "../file-error.ts";
import type { FileRecord, FileRecords } from "../file-record.ts";
import { dateText, numberText } from "./cell-text.ts";
import { CELL_MOST, type SharedStrings } from "./shared-strings.ts";
import { StringItem, unescaped } from "./string-item.ts";
import type { Workbook } from "./workbook.ts";
import { readXml } from "./xml.ts";

/** Excel's last row. */
const ROWS_MOST = 1_048_576;
/** Cells beyond this many in a row aren't read. */
const COLUMNS_MOST = 200;

/** What cells refer to. */
export interface CellContext extends Pick<Workbook, "from1904" | "dates"> {
  readonly strings: SharedStrings;
}

/** The rows of a sheet that have content, streaming. Throws `AudienceFileError` for rows that are out of order. */
export async function* sheetRecords(
  text: AsyncIterable<string>,
  context: CellContext,
): FileRecords {
  const reader = new SheetReader(context);
  for await (const _ of readXml(text, reader)) yield reader.take();
}

/** Puts rows together from the tags of a sheet as they come by. */
class SheetReader {
  readonly #context: CellContext;
  #records: FileRecord[] = [];
  #inRows = false;
  #line = 0;
  #cells: string[] = [];
  #column = -1;
  #type = "";
  #style = 0;
  #inValue = false;
  #value = "";
  readonly #inline = new StringItem();

  constructor(context: CellContext) {
    this.#context = context;
  }

  /** The rows since the last time. */
  take(): readonly FileRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === "sheetData") this.#inRows = true;
    if (!this.#inRows) return;
    if (name === "c") this.#openCell(attributes);
    else if (name === "v") this.#inValue = true;
    else if (name === "row") this.#openRow(attributes.r);
    else this.#inline.open(name);
  }

  readonly text = (text: string): void => {
    if (!this.#inRows) return;
    this.#inline.add(text);
    if (!this.#inValue) return;
    this.#value += text;
    if (this.#value.length > CELL_MOST) throw damaged();
  };

  close(name: string): void {
    if (!this.#inRows) return;
    if (name === "v") this.#inValue = false;
    else if (name === "c") this.#closeCell();
    else if (name === "row") this.#closeRow();
    else if (name === "sheetData") this.#inRows = false;
    else this.#inline.close(name);
  }

  #openRow(place: string | undefined): void {
    const line = place === undefined ? this.#line + 1 : Number(place);
    if (!Number.isInteger(line) || line < 1 || line > ROWS_MOST) throw damaged();
    if (line <= this.#line) throw new AudienceFileError({ code: "disordered", line });
    this.#line = line;
    this.#cells = [];
    this.#column = -1;
  }

  #openCell({ r, t = "n", s }: Readonly<Record<string, string>>): void {
    const column = r === undefined ? this.#column + 1 : columnOf(r, this.#line);
    if (column <= this.#column) {
      throw new AudienceFileError({ code: "disordered", line: this.#line });
    }
    this.#column = column;
    this.#type = t;
    this.#style = s === undefined ? 0 : Number(s);
    this.#value = "";
  }

  #closeCell(): void {
    const inline = this.#inline.take();
    if (this.#column >= COLUMNS_MOST) return;
    const text = this.#type === "inlineStr" ? inline.trim() : this.#content();
    if (text === "") return;
    while (this.#cells.length < this.#column) this.#cells.push("");
    this.#cells.push(text);
  }

  #content(): string {
    const value = this.#value;
    if (value === "") return "";
    switch (this.#type) {
      case "s": {
        const text = this.#context.strings.at(Number(value));
        if (text === undefined) throw damaged();
        return text.trim();
      }
      case "str":
        return unescaped(value).trim();
      case "b":
        return value.trim() === "1" ? "TRUE" : "FALSE";
      case "e":
        // #N/A and the like: a formula that found nothing.
        return "";
      case "d":
        return value.trim();
      default:
        return this.#number(value);
    }
  }

  #number(value: string): string {
    const { dates, from1904 } = this.#context;
    const date = dates[this.#style] === true ? dateText(value, from1904) : undefined;
    return date ?? numberText(value);
  }

  #closeRow(): void {
    if (this.#cells.length > 0) this.#records.push({ line: this.#line, cells: this.#cells });
  }
}

/** The column of a place such as `AB12`, from 0. The row it names must be the row it is in. */
function columnOf(place: string, line: number): number {
  let column = 0;
  let at = 0;
  for (; at < place.length; at += 1) {
    const letter = place.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  if (at === 0 || at > 3) throw damaged();
  if (Number(place.slice(at)) !== line) throw new AudienceFileError({ code: "disordered", line });
  return column - 1;
}

function damaged(): AudienceFileError {
  return new AudienceFileError({ code: "damaged" });
}

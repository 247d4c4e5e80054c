import { type ZipPart, zipOf } from "./zip-writer.ts";

/** A cell: text (kept in the table of shared strings), text in the sheet itself, a number, or a day by its number. */
export type Cell = string | number | { readonly inline: string } | { readonly day: number } | null;

interface Sheet {
  readonly name?: string;
  readonly hidden?: boolean;
  readonly rows: readonly (readonly Cell[])[];
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

/** A workbook as Excel writes one, as far as its cells go. `parts` replace or add parts of the archive. */
export function xlsxOf(sheets: readonly Sheet[], parts: readonly ZipPart[] = []): Buffer {
  const strings: string[] = [];
  const own: ZipPart[] = sheets.map(({ rows }, i) => ({
    name: `xl/worksheets/sheet${i + 1}.xml`,
    content: sheetXml(rows, strings),
  }));
  const book = sheets.map(
    ({ name, hidden }, i) =>
      `<sheet name="${name ?? `S${i}`}" sheetId="${i + 1}" ${hidden ? 'state="hidden" ' : ""}r:id="rId${i + 1}"/>`,
  );
  const relations = sheets.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  own.push(
    {
      name: "xl/workbook.xml",
      content: `${HEAD}<workbook ${MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${book.join("")}</sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join("")}</Relationships>`,
    },
    {
      name: "xl/styles.xml",
      content: `${HEAD}<styleSheet ${MAIN}><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    },
    {
      name: "xl/sharedStrings.xml",
      content: `${HEAD}<sst ${MAIN}>${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join("")}</sst>`,
    },
  );
  const replaced = new Set(parts.map(({ name }) => name));
  return zipOf([...own.filter(({ name }) => !replaced.has(name)), ...parts]);
}

function sheetXml(rows: readonly (readonly Cell[])[], strings: string[]): string {
  const lines = rows.map((cells, i) => {
    const written = cells.map((cell, at) => cellXml(cell, `${columnName(at)}${i + 1}`, strings));
    return `<row r="${i + 1}">${written.join("")}</row>`;
  });
  return `${HEAD}<worksheet ${MAIN}><sheetData>${lines.join("")}</sheetData></worksheet>`;
}

function cellXml(cell: Cell, at: string, strings: string[]): string {
  if (cell === null) return "";
  if (typeof cell === "number") return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === "string") {
    strings.push(cell);
    return `<c r="${at}" t="s"><v>${strings.length - 1}</v></c>`;
  }
  return "day" in cell
    ? `<c r="${at}" s="1"><v>${cell.day}</v></c>`
    : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell.inline)}</t></is></c>`;
}

function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter;
}

function escaped(text: string): string {
  return text.replace(/&/gu, "&amp;").replace(/</gu, "&lt;").replace(/>/gu, "&gt;");
}

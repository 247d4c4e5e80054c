import { crc32, deflateRawSync } from "node:zlib";

/** One file of a zip, as it is, or with a lie about it. */
export interface ZipPart {
  readonly name: string;
  readonly data: string | Uint8Array;
  readonly encrypted?: boolean;
  readonly claimedSize?: number;
  readonly claimedSum?: number;
}

/** A zip of these parts. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const data = Buffer.from(part.data);
    const packed = deflateRawSync(data, { level: 6 });
    const name = Buffer.from(part.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800 | (part.encrypted ? 1 : 0), 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(part.claimedSum ?? crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(part.claimedSize ?? data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, name, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(
      Buffer.concat([Buffer.from("PK\u0001\u0002"), Buffer.from([20, 0]), common, place, name]),
    );
    pieces.push(local);
    at += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006");
  end.writeUInt16LE(parts.length % 0x10000, 8);
  end.writeUInt16LE(parts.length % 0x10000, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...pieces, ...directory, end]);
}

/** How a cell is written into a sheet. */
export type CellOf =
  | {
      readonly as: "shared" | "inline" | "formula" | "rich" | "raw" | "error";
      readonly text: string;
    }
  | { readonly as: "number"; readonly text: string; readonly style?: number }
  | { readonly as: "nothing" };

export const shared = (text: string): CellOf => ({ as: "shared", text });
export const inline = (text: string): CellOf => ({ as: "inline", text });
export const number = (text: string | number, style?: number): CellOf => ({
  as: "number",
  text: String(text),
  ...(style === undefined ? {} : { style }),
});

export interface SheetOf {
  readonly name?: string;
  readonly state?: "hidden" | "veryHidden";
  /** Rows of cells, a plain text being a shared one. */
  readonly rows?: readonly (readonly (CellOf | string)[])[];
  /** In place of rows: what stands in `sheetData`. */
  readonly xml?: string;
  /** Comes behind `sheetData`. */
  readonly after?: string;
}

export interface WorkbookOptions {
  /** Formats of the styles 1, 2 …; style 0 is General. */
  readonly formats?: readonly string[];
  readonly from1904?: boolean;
  /** A prefix for every tag of the sheets, as some programs write. */
  readonly prefix?: string;
  readonly parts?: readonly ZipPart[];
}

const XMLNS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The parts of a workbook, by name, to zip or to spoil first. */
export function workbookParts(
  sheets: readonly SheetOf[],
  options: WorkbookOptions = {},
): ZipPart[] {
  const strings = new Map<string, number>();
  const written = sheets.map((sheet, i) => ({
    name: `xl/worksheets/sheet${i + 1}.xml`,
    data: sheetXml(sheet, strings, options.prefix ?? ""),
  }));
  const list = sheets.map(
    ({ name = `Sheet${sheets.length}`, state }, i) =>
      `<sheet name="${escaped(name)}" sheetId="${i + 1}"${state ? ` state="${state}"` : ""} r:id="rId${i + 1}"/>`,
  );
  const related = [
    ...written.map(({ name }) => ["worksheet", name.slice(3)]),
    ["sharedStrings", "sharedStrings.xml"],
    ["styles", "styles.xml"],
  ].map(
    ([kind, target], i) =>
      `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/${kind}" Target="${target}"/>`,
  );
  const formats = options.formats ?? [];
  return [
    { name: "[Content_Types].xml", data: `${HEAD}<Types/>` },
    {
      name: "_rels/.rels",
      data: `${HEAD}<Relationships><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: "xl/workbook.xml",
      data: `${HEAD}<workbook xmlns="${XMLNS}" xmlns:r="${RELATIONS}"><workbookPr${options.from1904 ? ' date1904="1"' : ""}/><sheets>${list.join("")}</sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      data: `${HEAD}<Relationships>${related.join("")}</Relationships>`,
    },
    {
      name: "xl/styles.xml",
      data: `${HEAD}<styleSheet xmlns="${XMLNS}"><numFmts>${formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escaped(code)}"/>`).join("")}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats.map((_, i) => `<xf numFmtId="${164 + i}"/>`).join("")}</cellXfs></styleSheet>`,
    },
    {
      name: "xl/sharedStrings.xml",
      data: `${HEAD}<sst xmlns="${XMLNS}">${[...strings.keys()].join("")}</sst>`,
    },
    ...written,
    ...(options.parts ?? []),
  ];
}

/** A workbook as Excel would write it. */
export function xlsxOf(sheets: readonly SheetOf[], options: WorkbookOptions = {}): Buffer {
  return zipOf(workbookParts(sheets, options));
}

function sheetXml(sheet: SheetOf, strings: Map<string, number>, prefix: string): string {
  const rows = sheet.rows?.map((cells, y) => {
    const tags = cells.map((cell, x) => cellXml(cell, columnName(x) + (y + 1), strings));
    return `<row r="${y + 1}">${tags.join("")}</row>`;
  });
  const body = `<dimension ref="A1"/><sheetData>${rows?.join("") ?? sheet.xml ?? ""}</sheetData>${sheet.after ?? ""}`;
  const tagged = prefix === "" ? body : body.replace(/<(\/?)(?=[a-z])/giu, `<$1${prefix}`);
  const namespace = prefix === "" ? "xmlns" : `xmlns:${prefix.slice(0, -1)}`;
  return `${HEAD}<${prefix}worksheet ${namespace}="${XMLNS}">${tagged}</${prefix}worksheet>`;
}

function cellXml(cell: CellOf | string, place: string, strings: Map<string, number>): string {
  const one = typeof cell === "string" ? shared(cell) : cell;
  if (one.as === "nothing") return "";
  if (one.as === "raw") return one.text.replace("<c", `<c r="${place}"`);
  if (one.as === "number") {
    const style = one.style === undefined ? "" : ` s="${one.style}"`;
    return `<c r="${place}"${style}><v>${one.text}</v></c>`;
  }
  const text = `<t xml:space="preserve">${escaped(one.text)}</t>`;
  if (one.as === "inline") return `<c r="${place}" t="inlineStr"><is>${text}</is></c>`;
  if (one.as === "error") return `<c r="${place}" t="e"><f>VLOOKUP(1)</f><v>${one.text}</v></c>`;
  if (one.as === "formula") {
    return `<c r="${place}" t="str"><f>A1&amp;""</f><v>${escaped(one.text)}</v></c>`;
  }
  const item = `<si>${one.as === "rich" ? richText(one.text) : text}</si>`;
  const index = strings.get(item) ?? strings.size;
  strings.set(item, index);
  return `<c r="${place}" t="s"><v>${index}</v></c>`;
}

/** Each character a run of its own, and how it is said behind them. */
function richText(text: string): string {
  const runs = Array.from(
    text,
    (one) => `<r><rPr><b/></rPr><t xml:space="preserve">${escaped(one)}</t></r>`,
  );
  return `${runs.join("")}<rPh sb="0" eb="1"><t>yomi</t></rPh><phoneticPr fontId="1"/>`;
}

export function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter;
}

/** As Excel writes text: what XML can't hold as `_x0009_`, and what looks like that with its underscore escaped. */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[\dA-F]{4}_)/giu, "_x005F_")
    .replace(/[^\P{Cc}\n\t]/gu, (one) => `_x${one.charCodeAt(0).toString(16).padStart(4, "0")}_`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

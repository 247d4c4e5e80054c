import { AudienceFileError } from "./file-error.ts";
import type { Archive } from "./xlsx-archive.ts";
import { readAllXml } from "./xlsx-xml.ts";

/** What a workbook's sheets refer to. */
export interface Book {
  /** The sheets' parts in the archive, in the order of their tabs; hidden ones left out. */
  readonly sheets: readonly string[];
  readonly strings: readonly string[];
  /** By the number of a cell's style, whether it shows a date or a time. */
  readonly isDate: readonly boolean[];
  /** Days are counted from 1904, as old Macs did. */
  readonly from1904: boolean;
}

/** Most bytes of the table of shared strings, which must be held whole. */
const STRINGS_MOST = 128 * 1024 * 1024;

/** Reads what the sheets refer to. Throws `AudienceFileError` for an archive that is no workbook. */
export async function readBook(archive: Archive): Promise<Book> {
  const targets = await readTargets(archive);
  const sheets: string[] = [];
  let from1904 = false;
  const workbook = await archive.part("xl/workbook.xml");
  if (workbook === undefined) throw new AudienceFileError({ code: "spreadsheet" });
  await readAllXml(workbook, {
    open: (name, attributes) => {
      if (name === "workbookPr") from1904 = /^(?:1|true)$/.test(attributes.date1904 ?? "");
      if (name !== "sheet" || (attributes.state ?? "visible") !== "visible") return;
      const part = targets.get(attributes["r:id"] ?? "");
      if (part !== undefined) sheets.push(part);
    },
  });
  return { sheets, from1904, ...(await readStrings(archive)), ...(await readStyles(archive)) };
}

/** Which part of the archive each of the workbook's references means. */
async function readTargets(archive: Archive): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  const relations = await archive.part("xl/_rels/workbook.xml.rels");
  if (relations === undefined) return targets;
  await readAllXml(relations, {
    open: (name, { Id = "", Target = "" }) => {
      if (name !== "Relationship") return;
      targets.set(Id, Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`);
    },
  });
  return targets;
}

async function readStrings(archive: Archive): Promise<Pick<Book, "strings">> {
  const strings: string[] = [];
  const part = await archive.part("xl/sharedStrings.xml", STRINGS_MOST);
  if (part === undefined) return { strings };
  let text = "";
  let inText = false;
  let phonetic = false;
  await readAllXml(part, {
    open: (name) => {
      if (name === "si") text = "";
      else if (name === "rPh") phonetic = true;
      inText = name === "t" && !phonetic;
    },
    close: (name) => {
      inText = false;
      if (name === "rPh") phonetic = false;
      else if (name === "si") strings.push(text);
    },
    text: (piece) => {
      if (inText) text += piece;
    },
  });
  return { strings };
}

/** Number formats that are dates or times by their number alone: ECMA-376 part 1, 18.8.30, and the Chinese ones. */
const DATE_FORMATS: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

async function readStyles(archive: Archive): Promise<Pick<Book, "isDate">> {
  const isDate: boolean[] = [];
  const part = await archive.part("xl/styles.xml");
  if (part === undefined) return { isDate };
  const dateFormats = new Set<number>();
  let inCells = false;
  await readAllXml(part, {
    open: (name, attributes) => {
      const id = Number(attributes.numFmtId);
      if (name === "cellXfs") inCells = true;
      else if (name === "numFmt" && showsDate(attributes.formatCode ?? "")) dateFormats.add(id);
      else if (name === "xf" && inCells) {
        isDate.push(
          dateFormats.has(id) || DATE_FORMATS.some(([from, to]) => id >= from && id <= to),
        );
      }
    },
    close: (name) => {
      if (name === "cellXfs") inCells = false;
    },
  });
  return { isDate };
}

/** Whether a format code shows days or hours; what stands in quotes, brackets or behind a backslash is no code. */
function showsDate(code: string): boolean {
  return /[ymdhs]/iu.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./gu, ""));
}

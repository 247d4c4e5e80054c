import { posix } from "node:path";
import { AudienceFileError } from "../file-error.ts";
import type { Package } from "./package.ts";
import { SharedStrings } from "./shared-strings.ts";
import { StringItem } from "./string-item.ts";
import { dateStyles } from "./styles.ts";
import { readWholeXml } from "./xml.ts";

export interface Sheet {
  readonly name: string;
  readonly part: string;
  readonly hidden: boolean;
}

/** What a workbook says of itself, apart from its rows. */
export interface Workbook {
  /** In the order of their tabs. Charts are none. */
  readonly sheets: readonly Sheet[];
  /** Days are counted from 1904, as Excel for the Mac once did, not from 1900. */
  readonly from1904: boolean;
  /** Where the texts are that cells share. */
  readonly strings: string | undefined;
  /** By style: numbers in it are shown as dates. */
  readonly dates: readonly boolean[];
}

interface Relation {
  /** The last word of its type: what it is, in every edition of the standard. */
  readonly kind: string;
  readonly target: string;
}

/** More sheets than people look through. */
const SHEETS_MOST = 100;
/** Excel's own limit is 31 characters. */
const SHEET_NAME_MOST = 100;
/** The largest part that describes and holds no rows, in bytes. */
const PART_MOST = 16 * 1024 * 1024;

export async function readWorkbook(pack: Package): Promise<Workbook> {
  const root = await relations(pack, "");
  const named = [...root.values()].find(({ kind }) => kind === "officeDocument")?.target;
  const workbook = named ?? "xl/workbook.xml";
  const related = await relations(pack, workbook);
  const sheets: Sheet[] = [];
  let from1904 = false;
  await readWholeXml(smallPart(pack, workbook), {
    open(name, attributes) {
      if (name === "workbookPr") from1904 = /^(?:1|true)$/u.test(attributes.date1904 ?? "");
      if (name !== "sheet" || sheets.length >= SHEETS_MOST) return;
      const relation = related.get(relationId(attributes));
      if (relation?.kind !== "worksheet") return;
      const hidden = (attributes.state ?? "visible") !== "visible";
      const called = (attributes.name ?? "").slice(0, SHEET_NAME_MOST).toWellFormed();
      sheets.push({ name: called, part: relation.target, hidden });
    },
    close: () => undefined,
  });
  const partOf = (kind: string) => [...related.values()].find((one) => one.kind === kind)?.target;
  const styles = partOf("styles");
  return {
    sheets,
    from1904,
    strings: partOf("sharedStrings"),
    dates: styles === undefined ? [] : await dateStyles(smallPart(pack, styles)),
  };
}

/** Reads the texts that cells share. Throws `AudienceFileError` when they are too many. */
export async function readSharedStrings(text: AsyncIterable<string>): Promise<SharedStrings> {
  const strings = new SharedStrings();
  const item = new StringItem();
  await readWholeXml(text, {
    open: (name) => item.open(name),
    close(name) {
      item.close(name);
      if (name === "si") strings.add(item.take());
    },
    text: (piece) => item.add(piece),
  });
  return strings;
}

/** What a part refers to, by id. The whole file's are those of the part without a name. */
async function relations(pack: Package, part: string): Promise<ReadonlyMap<string, Relation>> {
  const folder = posix.dirname(part);
  const path = posix.join(folder, "_rels", `${posix.basename(part)}.rels`);
  const found = new Map<string, Relation>();
  if (!pack.has(path)) return found;
  await readWholeXml(smallPart(pack, path), {
    open(name, { Id = "", Type = "", Target = "", TargetMode }) {
      if (name !== "Relationship" || TargetMode === "External") return;
      const target = Target.startsWith("/") ? Target.slice(1) : posix.join(folder, Target);
      found.set(Id, { kind: posix.basename(Type), target });
    },
    close: () => undefined,
  });
  return found;
}

function smallPart(pack: Package, name: string): AsyncIterable<string> {
  if (pack.size(name) > PART_MOST) throw new AudienceFileError({ code: "overpacked" });
  return pack.text(name);
}

/** `r:id`, whatever letter stands for the namespace. */
function relationId(attributes: Readonly<Record<string, string>>): string {
  const key = Object.keys(attributes).find((name) => /:id$/u.test(name));
  return attributes[key ?? "id"] ?? "";
}

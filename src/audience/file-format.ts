import { AudienceFileError, type AudienceFileFault } from "./file-error.ts";

/** Endings of files that an audience is read from, as a person is asked for them; what a file is, its content tells. */
export const AUDIENCE_EXTENSIONS: readonly string[] = ["xlsx", "csv", "txt", "tsv"];

/** How a file is read: as text, or as what a zip or an OLE file turns out to hold. */
export type FileFormat = "text" | "zip" | "ole";

const SPREADSHEET = { code: "spreadsheet" } as const;
const ARCHIVE = { code: "archive" } as const;
const BINARY = { code: "binary" } as const;

/** How files begin, whatever the name that people gave them. */
const BEGINNINGS: readonly (readonly [
  readonly number[] | string,
  "zip" | "ole" | AudienceFileFault,
])[] = [
  ["PK\u0003\u0004", "zip"],
  ["PK\u0005\u0006", "zip"], // one without entries
  [[0xd0, 0xcf, 0x11, 0xe0], "ole"],
  // What many shop systems call .xls: a page or an XML that only Excel opens.
  ["<htm", SPREADSHEET],
  ["<HTM", SPREADSHEET],
  ["<tab", SPREADSHEET],
  ["<TAB", SPREADSHEET],
  ["<?xm", SPREADSHEET],
  ["<!DO", SPREADSHEET],
  ["%PDF", { code: "pdf" }],
  ["{\\rt", { code: "document" }],
  [[0x89, 0x50, 0x4e, 0x47], BINARY], // PNG
  [[0xff, 0xd8, 0xff], BINARY], // JPEG
  ["GIF8", BINARY],
  ["RIFF", BINARY], // WebP
  ["Rar!", ARCHIVE],
  ["7z\u00bc\u00af", ARCHIVE],
  [[0x1f, 0x8b], ARCHIVE], // gzip
];

/** How many of a file's first bytes `formatOf` needs. */
export const HEAD = 4;

/** What a file is by its first bytes. Throws `AudienceFileError` for what can't hold rows, or not so that we read them. */
export function formatOf(head: Uint8Array): FileFormat {
  if (head.length === 0) throw new AudienceFileError({ code: "empty" });
  for (const [beginning, format] of BEGINNINGS) {
    const bytes = typeof beginning === "string" ? Buffer.from(beginning, "latin1") : beginning;
    if (!bytes.every((byte, at) => head[at] === byte)) continue;
    if (typeof format === "string") return format;
    throw new AudienceFileError(format);
  }
  return "text";
}

import { AudienceFileError, type AudienceFileFault } from "./file-error.ts";

/** Endings of files that an audience is read from, as a person is asked for them; what a file is, its content tells. */
export const AUDIENCE_EXTENSIONS: readonly string[] = ["xlsx", "csv", "txt", "tsv"];

const SPREADSHEET = { code: "spreadsheet" } as const;
const BINARY = { code: "binary" } as const;

/** How files begin that people take for text files, by the name they gave them. */
const BEGINNINGS: readonly (readonly [readonly number[] | string, AudienceFileFault])[] = [
  [[0xd0, 0xcf, 0x11, 0xe0], SPREADSHEET], // OLE: .xls, or an .xlsx with a password
  // What many shop systems call .xls: a page or an XML that only Excel opens.
  ["<htm", SPREADSHEET],
  ["<HTM", SPREADSHEET],
  ["<tab", SPREADSHEET],
  ["<TAB", SPREADSHEET],
  ["<?xm", SPREADSHEET],
  ["<!DO", SPREADSHEET],
  ["%PDF", BINARY],
  [[0x89, 0x50, 0x4e, 0x47], BINARY], // PNG
  [[0xff, 0xd8, 0xff], BINARY], // JPEG
  ["GIF8", BINARY],
  ["RIFF", BINARY], // WebP
  ["Rar!", BINARY],
  ["7z\u00bc\u00af", BINARY],
  [[0x1f, 0x8b], BINARY], // gzip
];

/** Throws `AudienceFileError` when the first bytes of a file are those of something that is no text. */
export function refuseOtherFormats(head: Uint8Array): void {
  for (const [beginning, fault] of BEGINNINGS) {
    const bytes = typeof beginning === "string" ? Buffer.from(beginning, "latin1") : beginning;
    if (bytes.every((byte, at) => head[at] === byte)) throw new AudienceFileError(fault);
  }
}

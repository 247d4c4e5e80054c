import { AudienceFileError } from "../../src/audience/file-error.ts";
import type { FileSummary } from "../../src/audience/file-summary.ts";
import { type AudienceRow, type FileRowsOptions, fileRows } from "../../src/audience/rows.ts";
import type { IncomingFile } from "../../src/chat/form.ts";

/** A file that a person gave, in chunks as a network brings them. */
export function fileOf(content: string | Uint8Array, chunk = 64 * 1024): IncomingFile {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return {
    name: "members",
    size: bytes.length,
    open: async function* () {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
  };
}

/** All rows of a file and what it held. */
export async function read(
  file: IncomingFile,
  options: FileRowsOptions = {},
): Promise<{ readonly rows: AudienceRow[]; readonly summary: FileSummary }> {
  const reading = fileRows(file, "CN", options);
  const rows: AudienceRow[] = [];
  for await (const row of reading) rows.push(row);
  return { rows, summary: reading.summary() };
}

/** Each row's number, or what is wrong with it. */
export async function numbers(
  content: string | Uint8Array,
  options: FileRowsOptions = {},
): Promise<string[]> {
  const { rows } = await read(fileOf(content), options);
  return rows.map(({ phone, fault }) => phone ?? fault ?? "");
}

/** Why a file is refused whole. Any other error, and no error, is a failure. */
export async function refusal(content: string | Uint8Array): Promise<AudienceFileError["fault"]> {
  const error: unknown = await read(fileOf(content)).catch((thrown: unknown) => thrown);
  if (error instanceof AudienceFileError) return error.fault;
  throw new Error("the file was not refused", { cause: error });
}

import type { AudienceFileError } from "../audience/file-error.ts";
import { catalog } from "./catalog.ts";
import type { Locale } from "./locale.ts";

const text = catalog(
  {
    empty: "文件是空的。请上传 CSV 或文本文件，每行一个手机号。",
    too_large: (megabytes: number) => `文件太大，最多 ${megabytes} MB。请拆成几个文件。`,
    spreadsheet: "这是 Excel 文件。请在 Excel 里“另存为 → CSV”，再上传 CSV。",
    binary: "这不是文本文件。请上传 CSV 或文本文件，每行一个手机号。",
    no_numbers: "文件里找不到手机号列。请上传 CSV 或文本文件，其中一列是手机号。",
    malformed: "文件不是有效的 CSV（引号没有配对或某一行过长）。请检查后重新上传。",
  },
  {
    empty: "The file is empty. Give a CSV or text file with one mobile number a line.",
    too_large: (megabytes) => `The file is too large; ${megabytes} MB at most. Split it.`,
    spreadsheet: "This is an Excel file. Save it as CSV in Excel and give that.",
    binary: "This is not a text file. Give a CSV or text file with one mobile number a line.",
    no_numbers: "No column of mobile numbers was found. Give a CSV or text file that has one.",
    malformed:
      "This is no valid CSV (a quote without its end, or one endless line). Check it and try again.",
  },
);

/** Why a file was refused, and what to give instead. */
export function audienceFileText(error: AudienceFileError, locale: Locale): string {
  const message = text[locale][error.code];
  return typeof message === "string" ? message : message(error.limit);
}

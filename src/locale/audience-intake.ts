import type { AudienceFileError } from "../audience/file-error.ts";
import type { RowFault } from "../audience/rows.ts";
import { catalog } from "./catalog.ts";
import { formatNumber } from "./format.ts";
import type { Locale } from "./locale.ts";

const file = catalog(
  {
    empty: "文件是空的。请上传 .xlsx、CSV 或文本文件，每行一个手机号。",
    too_large: (megabytes: string) => `文件太大，最多 ${megabytes} MB。请拆成几个文件。`,
    spreadsheet:
      "这是旧版、加密或网页式的 Excel 文件。请在 Excel 里“另存为 → Excel 工作簿（.xlsx）”或 CSV UTF-8，不设密码，再上传。",
    broken_spreadsheet:
      "这个 Excel 文件已损坏，打不开。请在 Excel 里重新另存为 .xlsx 或 CSV，再上传。",
    binary: "这不是文本文件。请上传 .xlsx、CSV 或文本文件，每行一个手机号。",
    encoding: "文件的编码前后不一致，读到一半就读不通了。请另存为 CSV UTF-8，再上传。",
    no_numbers: "文件开头找不到手机号列。请上传 .xlsx、CSV 或文本文件，其中一列是手机号。",
    malformed: (line: string) => `第 ${line} 行没有尽头。请检查这一行的换行，再上传。`,
  },
  {
    empty: "The file is empty. Give an .xlsx, CSV or text file with one mobile number a line.",
    too_large: (megabytes) => `The file is too large; ${megabytes} MB at most. Split it.`,
    spreadsheet:
      "This is an old, protected or web-page kind of Excel file. In Excel, save it as .xlsx or as “CSV UTF-8”, without a password, and give that.",
    broken_spreadsheet:
      "This Excel file is damaged and can't be opened. In Excel, save it as a new .xlsx or CSV and give that.",
    binary:
      "This is not a text file. Give an .xlsx, CSV or text file with one mobile number a line.",
    encoding:
      "The file changes its encoding half way and can't be read. Save it as CSV UTF-8 and give that.",
    no_numbers:
      "No column of mobile numbers was found at the beginning. Give an .xlsx, CSV or text file that has one.",
    malformed: (line) => `Line ${line} does not end. Check its line break and try again.`,
  },
);

/** Why a file was refused, and what to give instead. */
export function audienceFileText({ fault }: AudienceFileError, locale: Locale): string {
  const text = file[locale];
  switch (fault.code) {
    case "too_large":
      return text.too_large(formatNumber(locale, fault.megabytes));
    case "malformed":
      return text.malformed(formatNumber(locale, fault.line));
    default:
      return text[fault.code];
  }
}

const row = catalog(
  {
    missing: "没有号码",
    quotes: "引号没有配对",
    mangled: "Excel 把号码变成了科学计数法，数字已丢失：请把该列设为“文本”后重新导出",
    masked: "号码带星号，不完整",
    not_mobile: "不是手机号（固话或服务号码）",
    not_a_number: "不是电话号码",
  },
  {
    missing: "no number",
    quotes: "its quotes do not match",
    mangled:
      "Excel turned the number into scientific notation and lost digits: format the column as text and export again",
    masked: "the number is masked with asterisks",
    not_mobile: "not a mobile number (a land line or service number)",
    not_a_number: "not a phone number",
  },
);

/** Why a row has no number to send to. */
export function rowFaultText(fault: RowFault, locale: Locale): string {
  return row[locale][fault];
}

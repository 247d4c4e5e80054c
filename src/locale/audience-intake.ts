import type { AudienceFileError } from "../audience/file-error.ts";
import type { RowFault } from "../audience/rows.ts";
import { catalog } from "./catalog.ts";
import { formatNumber } from "./format.ts";
import type { Locale } from "./locale.ts";

const file = catalog(
  {
    empty: "文件是空的。请上传 Excel（.xlsx）、CSV 或文本文件，其中一列是手机号。",
    too_large: (megabytes: string) => `文件太大，最多 ${megabytes} MB。请拆成几个文件。`,
    old_excel:
      "这是旧版 Excel 文件（.xls）。请在 Excel 里“另存为 → Excel 工作簿（.xlsx）”，再上传。",
    encrypted: "文件有密码，读不了。请取消密码后另存为 .xlsx 或 CSV，再上传。",
    spreadsheet: "这种表格文件读不了。请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV，再上传。",
    apple_numbers: "这是苹果 Numbers 文件。请用“文件 → 导出为 → Excel（.xlsx）或 CSV”，再上传。",
    pdf: "这是 PDF，不是表格。请从原来的系统导出 .xlsx 或 CSV，再上传。",
    archive: "这是压缩包。请先解压，再上传里面的 .xlsx 或 CSV。",
    document: "这是文档，不是表格。请把名单放进表格，另存为 .xlsx 或 CSV，再上传。",
    damaged: "文件已损坏或没有传完整。请用 Excel 打开并另存为 .xlsx 或 CSV，再上传。",
    overpacked: "文件解压后大得不合常理，没有读。请用 Excel 打开，只留名单，另存为 CSV，再上传。",
    too_many_texts: "这个 .xlsx 里不同的文字太多。请另存为 CSV UTF-8，再上传。",
    disordered: (line: string) =>
      `第 ${line} 行的顺序不对，文件不是正常的表格。请用 Excel 打开并另存为 .xlsx 或 CSV，再上传。`,
    binary: "这不是表格，也不是文本文件。请上传 Excel（.xlsx）、CSV 或文本文件，其中一列是手机号。",
    encoding: "文件的编码前后不一致，读到一半就读不通了。请另存为 CSV UTF-8，再上传。",
    no_numbers: "文件开头找不到手机号列。请上传 Excel（.xlsx）、CSV 或文本文件，其中一列是手机号。",
    all_mangled:
      "号码都变成了科学计数法（如 1.38E+10），数字已丢失。请把该列设为“文本”或“0”格式后重新导出。",
    all_masked: "号码都带星号，不完整。请导出完整的手机号。",
    malformed: (line: string) => `第 ${line} 行没有尽头。请检查这一行的换行，再上传。`,
  },
  {
    empty:
      "The file is empty. Give an Excel (.xlsx), CSV or text file with a column of mobile numbers.",
    too_large: (megabytes) => `The file is too large; ${megabytes} MB at most. Split it.`,
    old_excel:
      "This is an old Excel file (.xls). In Excel, save it as a workbook (.xlsx) and give that.",
    encrypted:
      "The file has a password and can't be read. Take it off, save it as .xlsx or CSV and give that.",
    spreadsheet:
      "This kind of spreadsheet can't be read. Open it in Excel, save it as .xlsx or CSV and give that.",
    apple_numbers:
      "This is an Apple Numbers file. Use File → Export To → Excel (.xlsx) or CSV and give that.",
    pdf: "This is a PDF, not a table. Export .xlsx or CSV from where it comes from and give that.",
    archive: "This is an archive. Unpack it and give the .xlsx or CSV in it.",
    document: "This is a document, not a table. Put the list in a table, save it as .xlsx or CSV.",
    damaged:
      "The file is damaged or did not arrive whole. Open it in Excel, save it as .xlsx or CSV and give that.",
    overpacked:
      "The file unpacks to far more than it should and was not read. Keep only the list, save it as CSV.",
    too_many_texts:
      "This .xlsx has too many different texts. Save it as “CSV UTF-8” and give that.",
    disordered: (line) =>
      `Row ${line} is out of order: this is no proper workbook. Open it in Excel, save it as .xlsx or CSV and give that.`,
    binary:
      "This is neither a table nor text. Give an Excel (.xlsx), CSV or text file with a column of mobile numbers.",
    encoding:
      "The file changes its encoding half way and can't be read. Save it as CSV UTF-8 and give that.",
    no_numbers:
      "No column of mobile numbers was found at the beginning. Give an Excel (.xlsx), CSV or text file that has one.",
    all_mangled:
      "All numbers turned into scientific notation (1.38E+10) and lost digits: format the column as text or “0” and export again.",
    all_masked: "All numbers are masked with asterisks. Export them whole.",
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
    case "disordered":
      return text[fault.code](formatNumber(locale, fault.line));
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

import type { TextFault } from "../audience/personal-text.ts";
import type { WritingFault } from "../campaign/message-writer.ts";
import { catalog } from "./catalog.ts";
import { formatNumber } from "./format.ts";
import type { Locale } from "./locale.ts";
import { textFaultText } from "./personal-text.ts";

/** What is said of personal texts, of two texts, and of the columns of a list. */
export const planningText = catalog(
  {
    missing: (rows: string, names: string, lines: string) =>
      `${rows} 行没有填 ${names}（第 ${lines} 行）。请在名单里补上，或在文中写默认值，例如 {列名|默认值}。`,
    tooLong: (most: string, lines: string) =>
      `填入名单里的内容后，有的短信超过 ${most} 字（第 ${lines} 行）。请缩短文案，或缩短这些行里的内容。`,
    blocked: (rows: string, first: string) =>
      `名单里 ${rows} 行的内容会使短信被所选服务商拦截，请修改后重新上传：${first}。`,
    blockedRow: (line: string, why: string) => `第 ${line} 行：${why}`,
    inText: (variant: string, fault: string) => `文案 ${variant}：${fault}`,
    preparing: (rows: string, of: string) => `正在核对名单：${rows} / ${of} 行`,
    samplesTitle: "收信人会看到的（名单前几行）",
    samplesTitleOf: (variant: string) => `收信人会看到的（文案 ${variant}，名单前几行）`,
    sample: (line: string, masked: string, segments: string) =>
      `第 ${line} 行 ${masked}（${segments} 条）：`,
    sampleRow: (line: string, masked: string) => `第 ${line} 行 ${masked}`,
    range: (least: string, most: string) => `${least} 至 ${most} 条，按各人内容`,
    variantTitle: (variant: string, share: string) => `文案 ${variant}（${share} 的人）`,
    variantOf: (variant: string, value: string) => `${variant}：${value}`,
    listTitle: "名单",
    list: (name: string, rows: string, valid: string) => `${name}：${rows} 行，${valid} 个有效号码`,
    column: (name: string) => `号码列：${name}`,
    sheet: (name: string, others: string) => `工作表：${name}（没有读：${others}）`,
    variables: (names: string) => `可写进文案：${names}`,
    emptyCells: (name: string, rows: string) => `{${name}} 有 ${rows} 行是空的`,
    unnamed: (at: string) => `第 ${at} 列`,
    whichColumn: "名单里不止一列有手机号，请先确认用哪一列：",
    useColumn: (name: string) => `用“${name}”`,
    columnConfirmed: (name: string) => `号码列已确认：${name}。`,
    columnChanged: (name: string, valid: string) => `现在用“${name}”列，${valid} 个有效号码。`,
    columnLost: "这一列没有表头，没有保存。请给它加上表头，重新上传文件。",
    columnEmpty: (name: string) => `“${name}”列里没有能收短信的号码，名单没有变。`,
    split: {
      button: "A/B 文案",
      title: "A/B 文案",
      submit: "保存",
      cancel: "取消",
      text: "文案 B",
      hint: "一部分人收到这一条，其余的人收到原来的文案；结算时比较两者",
      share: "多少人收到文案 B",
      shareOf: (percent: number) => `${percent}%`,
      none: "不分，只用原来的文案",
      saved: (percent: number) => `已保存：${percent}% 的人收到文案 B。`,
      removed: "已取消 A/B，所有人收到原来的文案。",
      same: "两条文案一样，没有什么可比较的。",
      usage: "split <编号>",
    },
    comparison: {
      title: "A/B 比较",
      variant: "文案",
      rate: "送达率",
      interval: "95% 区间",
      better: (variant: string) => `文案 ${variant} 的送达率更高，不像是偶然。`,
      even: "两条文案的送达率没有明显差别。",
    },
  },
  {
    missing: (rows, names, lines) =>
      `${rows} rows have nothing for ${names} (lines ${lines}). Fill them in, or give the text a fallback: {column|fallback}.`,
    tooLong: (most, lines) =>
      `With what the rows hold, some texts are longer than ${most} characters (lines ${lines}). Shorten the text, or what these rows hold.`,
    blocked: (rows, first) =>
      `What ${rows} rows hold makes a text that the chosen providers block. Change them and give the list again: ${first}.`,
    blockedRow: (line, why) => `line ${line}: ${why}`,
    inText: (variant, fault) => `Text ${variant}: ${fault}`,
    preparing: (rows, of) => `Checking the list: ${rows} of ${of} rows`,
    samplesTitle: "As people will get it (first rows)",
    samplesTitleOf: (variant) => `As people will get it (text ${variant}, first rows)`,
    sample: (line, masked, segments) => `line ${line}, ${masked} (segments: ${segments}): `,
    sampleRow: (line, masked) => `line ${line}, ${masked}`,
    range: (least, most) => `${least} to ${most} segments, by what each row holds`,
    variantTitle: (variant, share) => `Text ${variant} (${share} of the people)`,
    variantOf: (variant, value) => `${variant}: ${value}`,
    listTitle: "List",
    list: (name, rows, valid) => `${name}: ${rows} rows, ${valid} valid numbers`,
    column: (name) => `Numbers are in: ${name}`,
    sheet: (name, others) => `Sheet: ${name} (not read: ${others})`,
    variables: (names) => `For the text: ${names}`,
    emptyCells: (name, rows) => `{${name}} is empty in ${rows} rows`,
    unnamed: (at) => `column ${at}`,
    whichColumn:
      "More than one column of the list holds mobile numbers. Say first which one it is:",
    useColumn: (name) => `Use “${name}”`,
    columnConfirmed: (name) => `Confirmed: the numbers are in ${name}.`,
    columnChanged: (name, valid) =>
      `Now the numbers are taken from “${name}”: ${valid} valid ones.`,
    columnLost:
      "This column has no header and was not kept. Give it one and upload the file again.",
    columnEmpty: (name) => `“${name}” holds no mobile number; the list is as it was.`,
    split: {
      button: "A/B texts",
      title: "A/B texts",
      submit: "Save",
      cancel: "Cancel",
      text: "Text B",
      hint: "Some people get this one, the others the first text; the summary compares them",
      share: "How many get text B",
      shareOf: (percent) => `${percent}%`,
      none: "None: everybody gets the first text",
      saved: (percent) => `Saved: ${percent}% of the people get text B.`,
      removed: "Everybody gets the first text again.",
      same: "Both texts are the same: there is nothing to compare.",
      usage: "split <id>",
    },
    comparison: {
      title: "A/B comparison",
      variant: "Text",
      rate: "Delivered",
      interval: "95% interval",
      better: (variant) => `Text ${variant} was delivered more often, and hardly by chance.`,
      even: "There is no clear difference between the two texts.",
    },
  },
);

/** Everything wrong with the way a text is written, each with what to write instead. */
export function textFaultsText(faults: readonly TextFault[], locale: Locale): string {
  return faults.map((fault) => textFaultText(fault, locale)).join(" ");
}

/** Why some people can't be sent their text, and what to do. */
export function writingFaultText(fault: WritingFault, locale: Locale): string {
  const t = planningText[locale];
  const n = (value: number) => formatNumber(locale, value);
  const lines = (all: readonly number[]) => all.map(n).join(", ");
  switch (fault.kind) {
    case "missing_values": {
      const names = fault.names.map((name) => `{${name}}`).join(" ");
      return t.missing(n(fault.rows), names, lines(fault.lines));
    }
    case "rows_too_long":
      return t.tooLong(n(fault.most), lines(fault.lines));
    case "blocked_values": {
      const first = fault.first.map(({ line, finding }) =>
        t.blockedRow(n(line), [finding.match, finding.why].filter((part) => part !== "").join(" ")),
      );
      return t.blocked(n(fault.rows), first.join("; "));
    }
  }
}

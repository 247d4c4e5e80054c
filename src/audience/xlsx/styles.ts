import { readWholeXml } from "./xml.ts";

/** The numbers of the formats that Excel brings and that show dates; those from 27 on are Chinese, Japanese and Korean. */
const BUILT_IN: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 45],
  [47, 47],
  [50, 58],
];

/** Reads which styles show a number as a date, by the style's number. */
export async function dateStyles(text: AsyncIterable<string>): Promise<readonly boolean[]> {
  const dateFormats = new Set<string>();
  const dates: boolean[] = [];
  let inCells = false;
  await readWholeXml(text, {
    open(name, { numFmtId = "0", formatCode = "" }) {
      if (name === "cellXfs") inCells = true;
      else if (name === "numFmt" && isDateFormat(formatCode)) dateFormats.add(numFmtId);
      else if (name === "xf" && inCells)
        dates.push(dateFormats.has(numFmtId) || isBuiltIn(numFmtId));
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  return dates;
}

function isBuiltIn(format: string): boolean {
  return BUILT_IN.some(([from, to]) => Number(format) >= from && Number(format) <= to);
}

/** Whether a format such as `yyyy"年"m"月"` has a part of a date in it, outside of what it quotes. `[h]` is a duration. */
export function isDateFormat(code: string): boolean {
  if (/\[[hms]+\]/iu.test(code)) return false;
  const [bare = ""] = code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/gu, "").split(";");
  return /[ymdhs]/iu.test(bare.replace(/general/giu, ""));
}

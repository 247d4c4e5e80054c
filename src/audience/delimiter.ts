const DELIMITERS = [",", "\t", ";", "|", "，", "、", "；"];

/** A cell in quotes, which may go on over lines: delimiters in it are text. */
const QUOTED = /(^|[,\t;|，、；])[ ]*"[^"]*(?:""[^"]*)*"[ ]*(?=[,\t;|，、；]|$)/gmu;
/** How much of a line is looked at, in characters. */
const LINE_MOST = 10_000;

/** The delimiter that stands equally often in most of these lines; a comma when there is none in any. */
export function delimiterOf(lines: readonly string[]): string {
  const bare = lines
    .map((line) => line.slice(0, LINE_MOST))
    .join("\n")
    .replace(QUOTED, "$1");
  let best = { delimiter: ",", agreeing: 0, each: 0 };
  for (const delimiter of DELIMITERS) {
    const lengths = bare.split("\n").map((line) => line.split(delimiter).length - 1);
    for (const each of new Set(lengths)) {
      if (each === 0) continue;
      const agreeing = lengths.filter((length) => length === each).length;
      const better = agreeing > best.agreeing || (agreeing === best.agreeing && each > best.each);
      if (better) best = { delimiter, agreeing, each };
    }
  }
  return best.delimiter;
}

const DELIMITERS = [",", "\t", ";", "|", "，", "、", "；"];

/** The delimiter that stands equally often in most of these lines; a comma when there is none in any. */
export function delimiterOf(lines: readonly string[]): string {
  let best = { delimiter: ",", agreeing: 0, each: 0 };
  for (const delimiter of DELIMITERS) {
    const lengths = lines.map((line) => line.split(delimiter).length - 1);
    for (const each of new Set(lengths)) {
      if (each === 0) continue;
      const agreeing = lengths.filter((length) => length === each).length;
      const better = agreeing > best.agreeing || (agreeing === best.agreeing && each > best.each);
      if (better) best = { delimiter, agreeing, each };
    }
  }
  return best.delimiter;
}

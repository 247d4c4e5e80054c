/** A text that providers refuse, with the category that must be found. */
export type Offending = readonly [category: string, text: string];

/** Reads lines of `category|text`; English ones are kept apart only for the reader: `english_finance` is finance. */
export function offending(lines: string): readonly Offending[] {
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const [category = "", ...text] = line.split("|");
      return [category.replace(/^english_/, ""), text.join("|")] as const;
    });
}

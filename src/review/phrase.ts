/** How a phrase is known whatever its case, width and spaces. */
export function phraseKey(phrase: string): string {
  return phrase.normalize("NFKC").toLowerCase().replace(/\s+/gu, "");
}

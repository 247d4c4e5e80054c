/** The longest name of a list, in UTF-16 units as forms count them. */
export const LIST_NAME_MOST = 60;
/** The longest tag: so short that a button can carry one (Telegram's 64 bytes). */
export const TAG_MOST = 12;
/** The most tags on one list. */
export const TAGS_MOST = 10;

/** A name or tag as it is kept: on one line, without needless spaces. Empty when nothing is left. */
export function tidyName(raw: string): string {
  return raw
    .toWellFormed()
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Z}]+/gu, " ")
    .trim();
}

/** What two names have in common that people would take for one: width, case, and what nobody sees don't count. */
export function nameKey(name: string): string {
  return tidyName(name.normalize("NFKC").replace(/\p{Cf}/gu, "")).toLowerCase();
}

/** The tags in a line, however it separates them; each once, in the order written. */
export function tagsIn(line: string): readonly string[] {
  const byKey = new Map<string, string>();
  for (const word of line.split(/[\s,，、;；|]+/u)) {
    const tag = tidyName(word.replace(/^[#＃]/u, ""));
    if (nameKey(tag) !== "" && !byKey.has(nameKey(tag))) byKey.set(nameKey(tag), tag);
  }
  return [...byKey.values()];
}

/** A name that is too long, cut where it shows; never through a character. */
export function cutName(name: string, most: number): string {
  if (name.length <= most) return name;
  let cut = "";
  for (const character of name) {
    if (cut.length + character.length > most - 1) break;
    cut += character;
  }
  return `${cut}…`;
}

/** The nth name of a kind, as file managers have it: `名单 (2)`, `members (2).csv`; tidy, and never over the longest. */
export function numberedName(name: string, n: number): string {
  const tidy = nameKey(name) === "" ? "—" : tidyName(name);
  const [, stem = tidy, ending = ""] = /^(.+?)(\.\w{1,5})?$/u.exec(tidy) ?? [];
  const tail = n < 2 ? ending : ` (${n})${ending}`;
  return `${cutName(stem, LIST_NAME_MOST - tail.length)}${tail}`;
}

import { findList, type SavedList } from "../src/audience/lists.ts";
import type { Context } from "../src/chat/command.ts";

const QUOTED = /"([^"]*)"|“([^”]*)”|「([^」]*)」|'([^']*)'|(\S+)/gu;

/** The words of a line; quotes of any kind hold several together. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(QUOTED)].map((match) => match.slice(1).find(Boolean) ?? "");
}

/**
 * The list that the first words name, and the words after it. Names may have spaces: the longest that is one wins.
 * Undefined when none is.
 */
export async function listFirst(
  { core, merchant }: Context,
  words: readonly string[],
): Promise<{ readonly list: SavedList; readonly rest: readonly string[] } | undefined> {
  for (let count = Math.min(words.length, 12); count > 0; count -= 1) {
    const list = await findList(core, merchant._id, words.slice(0, count).join(" "));
    if (list !== undefined) return { list, rest: words.slice(count) };
  }
  return undefined;
}

import { cutName } from "../src/audience/list-name.ts";
import type { SavedList } from "../src/audience/lists.ts";
import type { Context } from "../src/chat/command.ts";
import type { Field, FormValues } from "../src/chat/form.ts";
import type { AudienceId } from "../src/ids.ts";
import { formatNumber } from "../src/locale/format.ts";
import { listText } from "../src/locale/lists.ts";

export type Option = { readonly value: string; readonly label: string };

/** The value of an option that is no list. */
export const NO_LIST = "none";

/** So much of a name fits an option beside its count (Slack's 75 characters). */
const SHOWN_NAME = 45;

export function listOption({ locale }: Context, { _id, name, valid }: SavedList): Option {
  const label = listText[locale].option(cutName(name, SHOWN_NAME), formatNumber(locale, valid));
  return { value: _id, label };
}

/**
 * The lists chosen in a row of fields, one each, in order; a field that was not said keeps what is stored. The first
 * without a list ends the row.
 */
export function chosenIn(
  names: readonly string[],
  values: FormValues,
  stored: readonly AudienceId[],
): AudienceId[] {
  const chosen: AudienceId[] = [];
  for (const [i, name] of names.entries()) {
    const value = values[name];
    const id = value?.kind === "choice" ? value.value : stored[i];
    if (id === undefined || id === NO_LIST) break;
    chosen.push(id as AudienceId);
  }
  return chosen;
}

/**
 * A row of fields that each choose one of the lists: one more than are chosen, while there are names for them and lists
 * that are not chosen yet. From `least` on a field may choose none.
 */
export function slotFields(
  names: readonly string[],
  options: readonly Option[],
  chosen: readonly AudienceId[],
  least: number,
  none: Option,
  describe: (i: number) => Pick<Field, "label"> & Partial<Pick<Field, "hint" | "aside">>,
): Field[] {
  const shown = Math.max(least, Math.min(chosen.length + 1, options.length, names.length));
  return names.slice(0, shown).map((name, i): Field => {
    const others = new Set<string>(chosen.filter((_, at) => at !== i));
    const open = options.filter(({ value }) => !others.has(value));
    const offered = i < least ? open : [none, ...open];
    const initial = chosen[i] ?? (i < least ? undefined : NO_LIST);
    return {
      kind: "choice",
      name,
      ...describe(i),
      live: true,
      options: offered.length === 0 ? [none] : offered,
      ...(i < least ? {} : { optional: true }),
      ...(initial === undefined ? {} : { initial }),
    };
  });
}

import type { SavedAudience } from "../../audience/audience.ts";
import type { ColumnSummary } from "../../audience/file-summary.ts";
import { maskPhone } from "../../audience/phone.ts";
import { isUnconfirmed, phoneColumns } from "../../audience/phone-column.ts";
import type { Campaign } from "../../campaign/campaign.ts";
import { formatNumber } from "../../locale/format.ts";
import type { Locale } from "../../locale/locale.ts";
import { planningText } from "../../locale/planning.ts";
import type { Action, Rich, Section } from "../card.ts";

/** Variables listed by name; a wide export has more than anybody reads. */
const NAMES_MOST = 12;

/** What a column is called: by its header, or its place. */
export function columnName({ header, at }: ColumnSummary, locale: Locale): string {
  return header === "" ? planningText[locale].unnamed(formatNumber(locale, at + 1)) : header;
}

/** What a list turned out to hold, for a person to confirm: the column of numbers, the others, and some real rows. */
export function listSections(audience: SavedAudience, locale: Locale): Section[] {
  const t = planningText[locale];
  const n = (value: number) => formatNumber(locale, value);
  const { name, rows, valid, file } = audience;
  const items: Rich[] = [[t.list(name, n(rows), n(valid))]];
  const [taken] = phoneColumns(audience);
  if (file !== undefined && taken !== undefined) {
    items.push([t.column(columnName(taken, locale))]);
    const variables = file.columns.flatMap(({ use, empty }) =>
      use.kind === "variable" ? [{ name: use.name, empty }] : [],
    );
    if (variables.length > 0) {
      const shown = variables.slice(0, NAMES_MOST).map((variable) => `{${variable.name}}`);
      const more = variables.length > NAMES_MOST ? " …" : "";
      items.push([t.variables(`${shown.join(" ")}${more}`)]);
    }
    if (file.sheet !== null && file.sheet.others.length > 0) {
      items.push([t.sheet(file.sheet.name, file.sheet.others.join(", "))]);
    }
    for (const { line, phone, variables: held } of file.sample) {
      const values = Object.values(held).filter((value) => value !== "");
      items.push([[t.sampleRow(n(line), maskPhone(phone)), ...values].join(" · ").slice(0, 200)]);
    }
  }
  return [{ kind: "list", title: t.listTitle, items }];
}

/** The buttons that say which column holds the numbers; none where only one does, or somebody has said so. */
export function columnActions(
  { _id, version }: Pick<Campaign, "_id" | "version">,
  audience: SavedAudience,
  locale: Locale,
): Action[] {
  if (!isUnconfirmed(audience)) return [];
  return phoneColumns(audience)
    .slice(0, 4)
    .map((column) => ({
      id: "list.column",
      args: [_id, String(version), String(column.at)],
      label: planningText[locale].useColumn(columnName(column, locale).slice(0, 30)),
    }));
}

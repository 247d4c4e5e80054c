import type { TextFault } from "../audience/personal-text.ts";
import { catalog } from "./catalog.ts";
import type { Locale } from "./locale.ts";

const faults = catalog(
  {
    unclosed: "“{”后面没有“}”。变量写作 {列名} 或 {列名|默认值}；要原样发出“{”，请写“{{”。",
    nameless: "“{}”里没有列名。变量写作 {列名} 或 {列名|默认值}。",
    unknown: (name: string) => `名单里没有“${name}”这一列。`,
    near: (name: string, other: string) => `名单里没有“${name}”这一列，是不是 {${other}}？`,
    doubled: (name: string) =>
      `{{${name}}} 会原样发成 {${name}}；要填入每个人的内容，请写 {${name}}。`,
    missing: (names: string) =>
      `这一行没有填：${names}。请补上，或在文中写默认值，例如 {列名|默认值}。`,
    and: "、",
  },
  {
    unclosed:
      "A “{” is not closed. Write a variable as {column} or {column|fallback}; for a brace itself write “{{”.",
    nameless: "There is no name in “{}”. Write a variable as {column} or {column|fallback}.",
    unknown: (name) => `The list has no column “${name}”.`,
    near: (name, other) => `The list has no column “${name}”. Did you mean {${other}}?`,
    doubled: (name) =>
      `{{${name}}} would go out as {${name}} to everybody; for each person's own write {${name}}.`,
    missing: (names) =>
      `This row has nothing for: ${names}. Fill it in, or give the text a fallback: {column|fallback}.`,
    and: ", ",
  },
);

/** What is wrong with a personal text, and what to write instead. */
export function textFaultText(fault: TextFault, locale: Locale): string {
  const text = faults[locale];
  switch (fault.kind) {
    case "unknown":
      return fault.nearest === undefined
        ? text.unknown(fault.name)
        : text.near(fault.name, fault.nearest);
    case "doubled":
      return text.doubled(fault.name);
    default:
      return text[fault.kind];
  }
}

/** Why a row can't be sent this text. */
export function missingText(missing: readonly string[], locale: Locale): string {
  const text = faults[locale];
  return text.missing(missing.join(text.and));
}

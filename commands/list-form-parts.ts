import { LIST_NAME_MOST } from "../src/audience/list-name.ts";
import type { FormOutcome } from "../src/chat/answer.ts";
import type { Context } from "../src/chat/command.ts";
import type { Field, Form, FormValues } from "../src/chat/form.ts";
import type { Said } from "./list-changes.ts";

type Words = { readonly title: string; readonly submit: string; readonly cancel: string };

/** A form about lists. */
export function form(
  { locale }: Context,
  id: string,
  ref: string,
  { title, submit, cancel }: Words,
  fields: readonly Field[],
): Form {
  return { id, locale, ref, title, submit, cancel, fields };
}

/** What was typed into a field; nothing when it was not said. */
export function typed(values: FormValues, name: string): string {
  const value = values[name];
  return value?.kind === "text" ? value.text : "";
}

/** What was chosen in a field. */
export function chosen(values: FormValues, name: string): string | undefined {
  const value = values[name];
  return value?.kind === "choice" ? value.value : undefined;
}

/** The field for a list's name. */
export function nameField(label: string, initial = ""): Field {
  const base = { kind: "text", name: "name", label, maxLength: LIST_NAME_MOST } as const;
  return initial === "" ? base : { ...base, initial };
}

/** A change's answer, or its fault at a field. */
export function outcomeOf(said: Said, field: string): FormOutcome {
  return "done" in said
    ? { kind: "done", answer: said.done }
    : { kind: "faults", faults: { [field]: said.fault } };
}

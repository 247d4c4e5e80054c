import type { Doc } from "../store/collection.ts";
import type { Field, FieldValue, Form, FormValues, IncomingFile } from "./form.ts";

/** A file as a dialog keeps it: what the chat needs to give it again. */
export interface StoredFile {
  readonly name: string;
  readonly size: number;
  readonly handle: string;
}

export type StoredValue =
  | Exclude<FieldValue, { readonly kind: "file" }>
  | { readonly kind: "file"; readonly files: readonly StoredFile[] };

/**
 * A form that is asked one field at a time, as stored state: it survives restarts and is nobody's replayed conversation.
 * One for each person and chat.
 */
export interface Dialog extends Doc {
  readonly form: Form;
  readonly values: Readonly<Record<string, StoredValue>>;
  /** Optional fields the person passed by: not asked again by themselves. */
  readonly skipped: readonly string[];
  /** The field being asked; `review` when all were. */
  readonly at: string | "review";
  /** What was wrong with a field when the form was submitted. */
  readonly fault: string | null;
  readonly expiresAt: number;
}

/** A dialog nobody answers is over after a day. */
export const DIALOG_MOST = 24 * 3_600_000;

export const REVIEW = "review";

export function currentField(dialog: Dialog): Field | undefined {
  return dialog.form.fields.find((field) => field.name === dialog.at);
}

/** The fields that are asked one after another. */
export function askedFields(form: Form): readonly Field[] {
  return form.fields.filter((field) => field.aside !== true);
}

/** The field asked before one; the first stays the first. */
export function before(form: Form, name: string): string {
  const index = form.fields.findIndex((field) => field.name === name);
  const earlier = name === REVIEW ? form.fields : form.fields.slice(0, Math.max(0, index));
  return earlier.findLast((field) => field.aside !== true)?.name ?? name;
}

/** The next field that has not been answered: where the form goes on after one was changed from the review. */
export function nextOpen(
  dialog: Pick<Dialog, "form" | "values" | "skipped">,
  name: string,
): string {
  const index = dialog.form.fields.findIndex((field) => field.name === name);
  const open = dialog.form.fields
    .slice(index + 1)
    .find(
      (field) =>
        field.aside !== true &&
        dialog.values[field.name] === undefined &&
        !dialog.skipped.includes(field.name),
    );
  return open?.name ?? REVIEW;
}

/** Values of fields that the form no longer has are dropped; a field that was asked and is gone gives way to the next. */
export function withForm(dialog: Dialog, form: Form): Dialog {
  const names = new Set(form.fields.map((field) => field.name));
  const values = Object.fromEntries(
    Object.entries(dialog.values).filter(([name]) => names.has(name)),
  );
  return { ...dialog, form, values };
}

/** What a form handler is given: stored files become files that can be opened. */
export function formValues(
  values: Dialog["values"],
  open: (file: StoredFile) => IncomingFile,
): FormValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value.kind === "file" ? { kind: "file", files: value.files.map(open) } : value,
    ]),
  );
}

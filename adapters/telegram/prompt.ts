import {
  askedFields,
  before,
  currentField,
  type Dialog,
  type StoredValue,
} from "../../src/chat/dialog.ts";
import type { Field, Notice } from "../../src/chat/form.ts";
import { dialogText } from "../../src/locale/dialog.ts";
import { formatTime } from "../../src/locale/format.ts";
import type { TelegramMessage } from "./card-message.ts";
import { escapeHtml, richHtml } from "./html.ts";

/** What a dialog's buttons say; `d|` sets them apart from the cards'. */
export const DIALOG = "d";

const TONE = { neutral: "", info: "ℹ️ ", success: "✅ ", warning: "⚠️ ", danger: "⛔ " } as const;

type Buttons = TelegramMessage["reply_markup"]["inline_keyboard"];

function button(text: string, verb: string, arg = "") {
  return { text, callback_data: [DIALOG, verb, arg].join("|") };
}

/** What the person is asked now. `fault` is what was wrong with their last answer. */
export function promptOf(dialog: Dialog, inGroup: boolean, fault?: string): TelegramMessage {
  const field = currentField(dialog);
  return field === undefined
    ? review(dialog)
    : ask(dialog, field, inGroup, fault ?? dialog.fault ?? undefined);
}

function noticeLines(notices: readonly Notice[] | undefined): string {
  return (notices ?? []).map(({ tone, text }) => `${TONE[tone]}${richHtml(text)}`).join("\n");
}

function ask(
  dialog: Dialog,
  field: Field,
  inGroup: boolean,
  fault: string | undefined,
): TelegramMessage {
  const { form } = dialog;
  const t = dialogText[form.locale];
  const asked = askedFields(form);
  const index = asked.indexOf(field);
  const value = dialog.values[field.name];
  const first = index === 0 && value === undefined;
  const hints = [field.hint, field.optional ? t.optional : undefined].filter(
    (hint) => hint !== undefined,
  );
  const parts = [
    `<b>${escapeHtml(form.title)}</b>${index < 0 ? "" : ` ${t.step(index + 1, asked.length)}`}`,
    first ? noticeLines(form.notices) : "",
    `<b>${escapeHtml(field.label)}</b>${hints.length === 0 ? "" : `\n<i>${escapeHtml(hints.join(" · "))}</i>`}`,
    value === undefined ? "" : `» ${escapeHtml(shown(field, value, dialog))}`,
    value === undefined ? "" : noticeLines(field.notices),
    fault === undefined ? "" : `⛔ ${escapeHtml(fault)}`,
    inGroup && field.kind !== "choice" ? `<i>${escapeHtml(t.replyHere)}</i>` : "",
  ];
  const rows: Buttons =
    field.kind === "choice"
      ? field.options.map(({ label }, i) => [button(label, "choose", String(i))])
      : [];
  const initial = field.kind === "text" ? field.initial : undefined;
  const offer = field.kind === "text" && value !== undefined ? field.offer : undefined;
  if (offer !== undefined) rows.push([button(offer.label, "offer")]);
  if (value !== undefined) rows.push([button(t.next, "next")]);
  else if (initial !== undefined && initial !== "")
    rows.push([button(initial.slice(0, 40), "initial")]);
  rows.push([
    ...(before(form, field.name) === field.name ? [] : [button(t.back, "back")]),
    ...(field.optional && value === undefined ? [button(t.skip, "skip")] : []),
    button(t.cancel, "cancel"),
  ]);
  return {
    text: parts.filter((part) => part !== "").join("\n\n"),
    reply_markup: { inline_keyboard: rows },
  };
}

/** Everything entered, once more, with a button for each to change it. */
function review(dialog: Dialog): TelegramMessage {
  const { form } = dialog;
  const t = dialogText[form.locale];
  const lines = form.fields.map((field) => {
    const value = dialog.values[field.name];
    const text = value === undefined ? unsaid(field, t.nothing) : shown(field, value, dialog);
    const notices = value === undefined ? "" : noticeLines(field.notices);
    return `<b>${escapeHtml(field.label)}</b>: ${escapeHtml(text)}${notices === "" ? "" : `\n${notices}`}`;
  });
  const rows: Buttons = form.fields.map((field) => [button(`✏️ ${field.label}`, "go", field.name)]);
  rows.push([button(form.submit, "submit"), button(t.cancel, "cancel")]);
  const text = [`<b>${escapeHtml(form.title)}</b> ${t.review}`, lines.join("\n")].join("\n\n");
  return { text, reply_markup: { inline_keyboard: rows } };
}

/** What holds where nothing was said: of a field that nobody was asked, what it begins with. */
function unsaid(field: Field, nothing: string): string {
  if (field.aside !== true || field.kind !== "choice") return nothing;
  return field.options.find(({ value }) => value === field.initial)?.label ?? nothing;
}

/** A value as the person gave it; a long one by its beginning and its length. */
function shown(field: Field, value: StoredValue, dialog: Dialog): string {
  switch (value.kind) {
    case "text":
      return value.text.length > 600
        ? `${value.text.slice(0, 600)}… (${value.text.length})`
        : value.text;
    case "choice":
      return (
        (field.kind === "choice"
          ? field.options.find((option) => option.value === value.value)?.label
          : undefined) ?? value.value
      );
    case "time":
      return field.kind === "time" ? formatTime(value.at, field.timeZone) : "";
    case "file":
      return value.files.map(({ name }) => dialogText[dialog.form.locale].file(name)).join(", ");
  }
}

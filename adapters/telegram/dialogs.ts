import type { Api } from "grammy";
import type { Answer } from "../../src/chat/answer.ts";
import type { ChatDesk } from "../../src/chat/chat.ts";
import {
  before,
  currentField,
  DIALOG_MOST,
  type Dialog,
  formValues,
  nextOpen,
  REVIEW,
  type StoredFile,
  type StoredValue,
  withForm,
} from "../../src/chat/dialog.ts";
import { readAnswer } from "../../src/chat/dialog-answer.ts";
import type { Form, IncomingFile } from "../../src/chat/form.ts";
import type { Invocation } from "../../src/chat/invocation.ts";
import type { Clock } from "../../src/clock.ts";
import { dialogText } from "../../src/locale/dialog.ts";
import { localeFor } from "../../src/locale/locale.ts";
import type { Collection } from "../../src/store/collection.ts";
import { promptOf } from "./prompt.ts";

interface Options {
  readonly api: Api;
  readonly store: Collection<Dialog>;
  readonly desk: ChatDesk;
  readonly clock: Clock;
  readonly open: (file: StoredFile) => IncomingFile;
}

/** Forms in Telegram: one field at a time, kept in the store, belonging to the person who began. */
export class Dialogs {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async begin(invocation: Invocation, form: Form): Promise<void> {
    const { store, clock } = this.#options;
    const first = form.fields[0]?.name ?? REVIEW;
    const dialog: Dialog = {
      _id: keyOf(invocation),
      form,
      values: {},
      skipped: [],
      at: first,
      fault: null,
      expiresAt: clock.now() + DIALOG_MOST,
    };
    const { _id, ...fields } = dialog;
    await store.upsertOne({ _id }, { $set: fields as never });
    await this.#prompt(invocation, dialog);
  }

  async current(invocation: Invocation): Promise<Dialog | undefined> {
    const { store, clock } = this.#options;
    const dialog = await store.findOne({ _id: keyOf(invocation) });
    return dialog !== undefined && dialog.expiresAt > clock.now() ? dialog : undefined;
  }

  /** A text or file someone sent: the answer to their dialog, if they have one that waits for it. */
  async message(
    invocation: Invocation,
    text: string,
    file: StoredFile | undefined,
  ): Promise<boolean> {
    const dialog = await this.current(invocation);
    const field = dialog && currentField(dialog);
    if (dialog === undefined || field === undefined) return false;
    const t = dialogText[dialog.form.locale];
    if (field.kind === "file") {
      const extension = file?.name.split(".").at(-1)?.toLowerCase() ?? "";
      if (file === undefined || !field.extensions.includes(extension)) {
        await this.#prompt(
          invocation,
          dialog,
          file === undefined ? t.fault.needs_file : t.fault.wrong_file,
        );
        return true;
      }
      await this.#answered(invocation, dialog, { kind: "file", files: [file] });
      return true;
    }
    if (file !== undefined) return false;
    const answer = readAnswer(field, text, this.#options.clock.now());
    if (answer.ok) await this.#answered(invocation, dialog, answer.value);
    else await this.#prompt(invocation, dialog, t.fault[answer.fault]);
    return true;
  }

  /** A pressed button of a dialog. Returns what to say in passing. */
  async press(invocation: Invocation, verb: string, arg: string): Promise<Answer> {
    const dialog = await this.current(invocation);
    if (dialog === undefined) {
      const t = dialogText[localeFor(invocation.who.language, "zh-CN")];
      return { kind: "notice", tone: "warning", text: t.over };
    }
    const { form } = dialog;
    const field = currentField(dialog);
    switch (verb) {
      case "cancel":
        await this.#end(invocation);
        await this.#options.desk.formCancel(invocation, form.id, form.ref);
        return { kind: "notice", tone: "info", text: dialogText[form.locale].cancelled };
      case "submit":
        return this.#submit(invocation, dialog);
      case "go":
        return this.#go(invocation, dialog, arg);
      case "back":
        return this.#go(invocation, dialog, before(form, dialog.at));
      case "skip":
        return this.#go(
          invocation,
          { ...dialog, skipped: [...dialog.skipped, dialog.at] },
          nextOpen(dialog, dialog.at),
        );
      case "next":
        return this.#go(invocation, dialog, nextOpen(dialog, dialog.at));
      case "choose": {
        const option = field?.kind === "choice" ? field.options[Number(arg)] : undefined;
        if (option !== undefined)
          await this.#answered(invocation, dialog, { kind: "choice", value: option.value });
        return { kind: "nothing" };
      }
      case "offer":
        if (field?.kind === "text" && field.offer !== undefined) {
          await this.#answered(invocation, dialog, { kind: "text", text: field.offer.text });
        }
        return { kind: "nothing" };
      case "initial":
        if (field?.kind === "text" && field.initial !== undefined) {
          await this.#answered(invocation, dialog, { kind: "text", text: field.initial });
        }
        return { kind: "nothing" };
      default:
        return { kind: "nothing" };
    }
  }

  /** Takes an answer; a live field is looked at by the form's handler, and its findings are shown before it goes on. */
  async #answered(invocation: Invocation, dialog: Dialog, value: StoredValue): Promise<void> {
    const { desk, open } = this.#options;
    const field = currentField(dialog);
    if (field === undefined) return;
    let next: Dialog = {
      ...dialog,
      values: { ...dialog.values, [field.name]: value },
      fault: null,
    };
    const { form } = next;
    const live = (field.kind === "text" || field.kind === "choice") && field.live === true;
    const changed = live
      ? await desk.formChange(invocation, form.id, form.ref, formValues(next.values, open))
      : form;
    if (changed === undefined) {
      await this.#end(invocation);
      await this.#options.api.sendMessage(invocation.place.channel, dialogText[form.locale].over);
      return;
    }
    next = withForm(next, changed);
    const asked = currentField(next);
    const grave = (asked?.notices ?? []).some(
      ({ tone }) => tone === "warning" || tone === "danger",
    );
    // Findings stay in front of the person until they write something else or say that they keep it.
    const at = grave && live ? next.at : nextOpen(next, field.name);
    await this.#save({ ...next, at });
    await this.#prompt(invocation, { ...next, at });
  }

  async #go(invocation: Invocation, dialog: Dialog, at: string): Promise<Answer> {
    const known = at === REVIEW || dialog.form.fields.some((field) => field.name === at);
    const next = { ...dialog, at: known ? at : REVIEW, fault: null };
    await this.#save(next);
    await this.#prompt(invocation, next);
    return { kind: "nothing" };
  }

  /** Hands the form in. With faults the person is taken back to the first, and nothing is lost. */
  async #submit(invocation: Invocation, dialog: Dialog): Promise<Answer> {
    const { desk, open } = this.#options;
    const { form } = dialog;
    const missing = form.fields.find(
      (field) => !field.optional && dialog.values[field.name] === undefined,
    );
    if (missing !== undefined) return this.#go(invocation, dialog, missing.name);
    const outcome = await desk.formSubmit(
      invocation,
      form.id,
      form.ref,
      formValues(dialog.values, open),
    );
    if (outcome.kind === "done") {
      await this.#end(invocation);
      return outcome.answer;
    }
    const [name = "", fault = ""] = Object.entries(outcome.faults)[0] ?? [];
    const at = form.fields.some((field) => field.name === name) ? name : REVIEW;
    const next = { ...dialog, at, fault };
    await this.#save(next);
    await this.#prompt(invocation, next);
    return { kind: "nothing" };
  }

  async #prompt(invocation: Invocation, dialog: Dialog, fault?: string): Promise<void> {
    const { text, reply_markup } = promptOf(dialog, !invocation.place.direct, fault);
    const link_preview_options = { is_disabled: true };
    await this.#options.api.sendMessage(invocation.place.channel, text, {
      parse_mode: "HTML",
      reply_markup,
      link_preview_options,
    });
  }

  async #save(dialog: Dialog): Promise<void> {
    const { _id, ...fields } = dialog;
    await this.#options.store.updateOne({ _id }, { $set: fields as never });
  }

  async #end(invocation: Invocation): Promise<void> {
    await this.#options.store.deleteOne({ _id: keyOf(invocation) });
  }
}

function keyOf({ place, who }: Invocation): string {
  return `telegram:${place.channel}:${who.userId}`;
}
